package io.perftune.simulator;

import io.perftune.simulator.Truth.Ending;
import io.perftune.simulator.answer.Errors;
import io.perftune.simulator.answer.Part;
import io.perftune.simulator.answer.Reply;
import io.perftune.simulator.behaviour.Fault;
import io.perftune.simulator.http.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/// Does to one stream what its fault says, at most once.
final class FaultStrike {
  private final Fault fault;
  private final Exchange exchange;
  private final EventStream stream;
  private boolean pending;

  FaultStrike(Fault fault, Exchange exchange, EventStream stream) {
    this.fault = fault;
    this.exchange = exchange;
    this.stream = stream;
    this.pending = true;
  }

  /// Whether it is due when this many tokens were generated.
  boolean due(int generated) {
    return pending && generated >= fault.atToken();
  }

  /// Whether it is due before what ends the stream, which is when it strikes at the latest.
  boolean dueAtTheEnd() {
    return pending && fault.kind() != Fault.Kind.NONE;
  }

  /// Whether it is due before the head of the response.
  boolean dueBeforeHead() {
    return pending
        && fault.atToken() < 0
        && switch (fault.kind()) {
          case DISCONNECT, CUT, STALL -> true;
          case NONE, STATUS, STREAM_ERROR, ENGINE_DEATH, EARLY_END -> false;
        };
  }

  /// Strikes; false: the stream is at its end.
  ///
  /// @param next the framed events that would be sent now
  boolean strike(List<byte[]> next) throws IOException, InterruptedException {
    pending = false;
    return switch (fault.kind()) {
      case NONE, STATUS -> true;
      case STALL -> stall();
      case STREAM_ERROR -> error();
      case ENGINE_DEATH -> {
        exchange.model().die();
        yield error();
      }
      case DISCONNECT -> {
        exchange.visit().settle(Ending.CUT);
        exchange.connection().reset();
        yield false;
      }
      case CUT -> {
        exchange.visit().settle(Ending.CUT);
        exchange.connection().cut(next.isEmpty() ? new byte[0] : next.getFirst());
        yield false;
      }
      case EARLY_END -> {
        exchange.visit().settle(Ending.CUT);
        stream.close();
        yield false;
      }
    };
  }

  private boolean stall() throws IOException, InterruptedException {
    if (fault.stallMs() == 0) {
      stream.awaitClient();
    }
    stream.awaitUntil(System.nanoTime() + stallNanos());
    return true;
  }

  /// How much later everything comes after it.
  long stallNanos() {
    return fault.kind() == Fault.Kind.STALL ? Math.round(fault.stallMs() * 1e6) : 0;
  }

  private boolean error() throws IOException {
    Reply reply = exchange.plan().reply();
    ByteArrayOutputStream events = new ByteArrayOutputStream();
    events.writeBytes(Connection.chunk(reply.error(Errors.inStream(fault.error().body()))));
    if (fault.error().done()) {
      events.writeBytes(Connection.chunk(reply.event(new Part.Done(), "error")));
    }
    exchange.visit().draft().chunk(0, 0);
    exchange.visit().settle(Ending.ERROR);
    stream.send(List.of(events.toByteArray()));
    stream.close();
    return false;
  }
}
