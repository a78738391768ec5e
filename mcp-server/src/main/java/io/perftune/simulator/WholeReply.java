package io.perftune.simulator;

import io.perftune.simulator.Truth.Ending;
import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.answer.Lengths;
import io.perftune.simulator.answer.Pace;
import io.perftune.simulator.answer.Script;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Fault;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.behaviour.Usage;
import io.perftune.simulator.http.Response;
import java.io.IOException;

/// Sends one reply in one piece, when its last token is due.
final class WholeReply {
  private final Exchange exchange;
  private final Behaviour behaviour;
  private final EventStream stream;
  private final Fault fault;

  WholeReply(Exchange exchange, Fault fault) {
    this.exchange = exchange;
    this.behaviour = exchange.model().behaviour();
    this.stream = new EventStream(exchange.connection(), new byte[0], 0);
    this.fault = fault;
  }

  void send() throws IOException, InterruptedException {
    Script script = exchange.script();
    Pace pace =
        new Pace(behaviour.speed().decode(), exchange.seed(), exchange.prefill().endNanos());
    stream.awaitUntil(exchange.prefill().startNanos());
    exchange.visit().prefillStarts();
    stream.awaitUntil(pace.endOf(Math.max(0, script.steps() - 1), exchange.model().inFlight()));
    if (struck()) {
      return;
    }
    Lengths lengths = exchange.plan().lengths();
    exchange.model().counters().generatedTokens.add(lengths.total());
    exchange.model().counters().drafted(script.drafts());
    Response response = Response.json(200, exchange.plan().reply().whole(lengths));
    note(lengths);
    exchange.visit().settle(Ending.COMPLETED);
    exchange.connection().send(response);
  }

  private void note(Lengths lengths) {
    TruthDraft draft = exchange.visit().draft();
    boolean hidden = behaviour.reasoning().field() == Reasoning.Field.HIDDEN;
    boolean blank = behaviour.output().blank();
    draft.chunk(blank || hidden ? 0 : lengths.reasoning(), blank ? 0 : lengths.answer());
    draft.status(200);
    draft.finished(lengths.finishReason());
    if (behaviour.framing().usage().report() != Usage.Report.OFF) {
      draft.told(exchange.plan().reply().counts());
    }
  }

  /// Whether a fault took the place of the reply.
  private boolean struck() throws IOException, InterruptedException {
    return switch (fault.kind()) {
      case NONE, STATUS -> false;
      case STALL -> {
        if (fault.stallMs() == 0) {
          stream.awaitClient();
        }
        stream.awaitUntil(System.nanoTime() + Math.round(fault.stallMs() * 1e6));
        yield false;
      }
      case DISCONNECT, CUT, EARLY_END -> {
        exchange.visit().settle(Ending.CUT);
        exchange.connection().reset();
        yield true;
      }
      case STREAM_ERROR -> error();
      case ENGINE_DEATH -> {
        exchange.model().die();
        yield error();
      }
    };
  }

  private boolean error() throws IOException {
    exchange.visit().draft().status(500);
    exchange.visit().settle(Ending.ERROR);
    exchange.connection().send(Errors.of(500, fault.error().body()));
    return true;
  }
}
