package io.perftune.simulator;

import io.perftune.simulator.Truth.Ending;
import io.perftune.simulator.answer.ChatRequest;
import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.answer.Judge;
import io.perftune.simulator.answer.MalformedRequestException;
import io.perftune.simulator.answer.Verdict;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Fault;
import io.perftune.simulator.behaviour.ProfileException;
import io.perftune.simulator.http.Connection;
import io.perftune.simulator.http.HttpRequest;
import io.perftune.simulator.http.Response;
import io.perftune.tokens.O200k;
import java.io.IOException;
import java.util.Optional;

/// `POST /v1/chat/completions`.
final class ChatEndpoint {
  private static final String DEAD_ENGINE =
      "EngineCore encountered an issue. See stack trace (above) for the root cause.";

  /// Shared, since it takes a while to load and a lot of room.
  private static final O200k TOKENS = new O200k();

  private final Models models;
  private final Access access;
  private final TruthLog log;
  private final EpochClock clock;

  /// Loads the tokenizer, so that the first request doesn't wait for it.
  ChatEndpoint(Models models, Access access, TruthLog log, EpochClock clock) {
    this.models = models;
    this.access = access;
    this.log = log;
    this.clock = clock;
    TOKENS.count("warm");
  }

  void handle(HttpRequest http, Connection connection) throws IOException, InterruptedException {
    try (Visit visit = new Visit(new TruthDraft(clock, http), log)) {
      try {
        answer(http, connection, visit);
      } catch (RefusedException e) {
        visit.draft().status(e.response().status());
        visit.settle(Ending.ERROR);
        connection.send(e.response());
      } catch (IOException e) {
        visit.settle(connection.open() ? Ending.CLIENT_LEFT : Ending.CLOSED);
        throw e;
      } catch (InterruptedException e) {
        visit.settle(Ending.CLOSED);
        throw e;
      }
    }
  }

  private void answer(HttpRequest http, Connection connection, Visit visit)
      throws IOException, InterruptedException, RefusedException {
    ChatRequest chat = parse(http.body());
    visit.draft().model(chat.model());
    SimulatedModel model = model(chat.model());
    Optional<Response> locked = access.refusal(model.behaviour().endpoint().access(), http);
    if (locked.isPresent()) {
      throw new RefusedException(locked.get());
    }
    long ordinal = visit.enter(model);
    int textTokens = TOKENS.count(chat.prompt());
    boolean repeated = model.remember(visit.draft().prompt(chat.prompt(), textTokens));
    Fault fault = fault(model, ordinal);
    int promptTokens = textTokens + model.behaviour().speed().prefill().templateTokens();
    Turn turn = new Turn(model, chat, ordinal, promptTokens, http.arrivedNanos());
    switch (new Judge(model.behaviour()).judge(chat.limits(), promptTokens, ordinal)) {
      case Verdict.Refused refused -> throw new RefusedException(refused.response());
      case Verdict.RefusedInStream refused -> refuse(refused, turn, connection, visit);
      case Verdict.Answered answered -> {
        Exchange exchange = turn.exchange(answered.lengths(), repeated, visit, connection, clock);
        if (chat.stream()) {
          new StreamedReply(exchange, fault).send();
        } else {
          new WholeReply(exchange, fault).send();
        }
      }
    }
  }

  private static ChatRequest parse(String body) throws RefusedException {
    try {
      return ChatRequest.parse(body);
    } catch (MalformedRequestException e) {
      throw RefusedException.badRequest(e.reason(), e.parameter());
    }
  }

  private SimulatedModel model(String name) throws RefusedException {
    try {
      return models
          .find(name)
          .orElseThrow(() ->
              new RefusedException(
                  Errors.response(
                      404, "NotFoundError", "The model `" + name + "` does not exist.", "model")));
    } catch (ProfileException e) {
      throw RefusedException.badRequest(String.valueOf(e.getMessage()), "model");
    }
  }

  /// The fault that strikes this request, which may be none.
  private static Fault fault(SimulatedModel model, long ordinal) throws RefusedException {
    if (model.isDead()) {
      throw new RefusedException(Errors.response(500, "InternalServerError", DEAD_ENGINE, null));
    }
    Behaviour behaviour = model.behaviour();
    Fault fault = behaviour.fault().strikes(ordinal) ? behaviour.fault() : Fault.NONE;
    if (fault.kind() == Fault.Kind.STATUS) {
      throw new RefusedException(Errors.of(fault.error().status(), fault.error().body()));
    }
    return fault;
  }

  private static void refuse(
      Verdict.RefusedInStream refused, Turn turn, Connection connection, Visit visit)
      throws IOException, RefusedException {
    if (!turn.chat().stream()) {
      throw new RefusedException(Response.json(400, refused.error()));
    }
    visit.draft().status(200);
    visit.draft().chunk(0, 0);
    visit.settle(Ending.ERROR);
    connection.startChunks(200, EventStream.TYPE);
    connection.write(turn.onlyEvent(refused.error()));
    connection.endChunks();
  }
}
