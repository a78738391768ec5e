package io.perftune.simulator;

import io.perftune.simulator.Truth.Ending;
import io.perftune.simulator.answer.Beat;
import io.perftune.simulator.answer.Pace;
import io.perftune.simulator.answer.Part;
import io.perftune.simulator.answer.Script;
import io.perftune.simulator.answer.Timeline;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Fault;
import io.perftune.simulator.http.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/// Sends one reply as a stream, each event at its time.
final class StreamedReply {
  private final Exchange exchange;
  private final Behaviour behaviour;
  private final EventStream stream;
  private final FaultStrike fault;
  private final Script script;
  private final Pace pace;

  StreamedReply(Exchange exchange, Fault fault) {
    this.exchange = exchange;
    this.behaviour = exchange.model().behaviour();
    this.stream =
        new EventStream(
            exchange.connection(),
            exchange.plan().reply().ping(),
            Math.round(behaviour.framing().sse().pingMs() * 1e6));
    this.fault = new FaultStrike(fault, exchange, stream);
    this.script = exchange.script();
    this.pace =
        new Pace(behaviour.speed().decode(), exchange.seed(), exchange.prefill().endNanos());
  }

  void send() throws IOException, InterruptedException {
    if (fault.dueBeforeHead() && !strike(List.of())) {
      return;
    }
    stream.open();
    exchange.visit().draft().status(200);
    stream.awaitUntil(exchange.prefill().startNanos());
    exchange.visit().prefillStarts();
    Iterator<Beat> beats =
        Timeline.of(
                behaviour.framing(),
                script,
                exchange.plan().lengths().total(),
                exchange.plan().tellsUsage())
            .iterator();
    while (beats.hasNext()) {
      if (!send(beats.next(), !beats.hasNext())) {
        return;
      }
    }
  }

  /// Sends one beat at its time; false: a fault has ended the stream.
  private boolean send(Beat beat, boolean last) throws IOException, InterruptedException {
    List<byte[]> framed = framed(beat);
    if (beat.step() >= 0) {
      stream.awaitUntil(pace.endOf(beat.step(), exchange.model().inFlight()));
    }
    boolean due = last ? fault.dueAtTheEnd() : fault.due(beat.generated());
    if (due && !strike(framed)) {
      return false;
    }
    beat.parts().forEach(this::note);
    exchange.model().counters().generatedTokens.add(beat.tokens());
    if (last) {
      exchange.model().counters().drafted(script.drafts());
      exchange.visit().settle(Ending.COMPLETED);
    }
    stream.send(framed);
    if (last) {
      stream.close();
    }
    return true;
  }

  private boolean strike(List<byte[]> next) throws IOException, InterruptedException {
    boolean goesOn = fault.strike(next);
    pace.delay(fault.stallNanos());
    return goesOn;
  }

  /// The writes of one beat: one for all its events, or two for each where events are torn.
  private List<byte[]> framed(Beat beat) {
    List<byte[]> writes = new ArrayList<>();
    ByteArrayOutputStream together = new ByteArrayOutputStream(512);
    String finishReason = exchange.plan().lengths().finishReason();
    for (Part part : beat.parts()) {
      byte[] event = exchange.plan().reply().event(part, finishReason);
      if (behaviour.framing().sse().torn()) {
        int middle = event.length / 2;
        writes.add(Connection.chunk(Arrays.copyOf(event, middle)));
        writes.add(Connection.chunk(Arrays.copyOfRange(event, middle, event.length)));
      } else {
        together.writeBytes(Connection.chunk(event));
      }
    }
    return writes.isEmpty() ? List.of(together.toByteArray()) : writes;
  }

  private void note(Part part) {
    TruthDraft draft = exchange.visit().draft();
    switch (part) {
      case Part.Role _ -> draft.chunk(0, 0);
      case Part.Tokens tokens -> {
        if (behaviour.output().blank()) {
          draft.chunk(0, 0);
        } else {
          draft.chunk(tokens.delta().reasoning().length(), tokens.delta().answer().length());
        }
        note(tokens.finish(), tokens.usage());
      }
      case Part.Finish finish -> {
        draft.chunk(0, 0);
        note(true, finish.usage());
      }
      case Part.UsageAlone _ -> {
        draft.chunk(0, 0);
        note(false, true);
      }
      case Part.Done _ -> note(false, false);
    }
  }

  private void note(boolean finish, boolean usage) {
    if (finish) {
      exchange.visit().draft().finished(exchange.plan().lengths().finishReason());
    }
    if (usage) {
      exchange.visit().draft().told(exchange.plan().reply().counts());
    }
  }
}
