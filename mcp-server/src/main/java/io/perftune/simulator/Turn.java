package io.perftune.simulator;

import io.perftune.simulator.answer.ChatRequest;
import io.perftune.simulator.answer.Lengths;
import io.perftune.simulator.answer.Reply;
import io.perftune.simulator.answer.Text;
import io.perftune.simulator.answer.Timeline;
import io.perftune.simulator.answer.TokenCounts;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Prefill;
import io.perftune.simulator.behaviour.Usage;
import io.perftune.simulator.http.Connection;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A request that its model has taken up.
///
/// @param ordinal its number among the model's requests, from 1
/// @param promptTokens with those of the chat template
/// @param arrivedNanos on the clock of `System.nanoTime()`
record Turn(
    SimulatedModel model, ChatRequest chat, long ordinal, int promptTokens, long arrivedNanos) {

  /// Plans the answer, and takes up the model's time for reading the prompt.
  Exchange exchange(
      Lengths lengths, boolean repeated, Visit visit, Connection connection, EpochClock clock) {
    Behaviour behaviour = model.behaviour();
    Prefill prefill = behaviour.speed().prefill();
    int cached = prefill.cachedTokens(promptTokens, repeated);
    model.counters().prompt(promptTokens, cached);
    long length = prefill.nanos(promptTokens - cached);
    long start = visit.queue(model, arrivedNanos, length);
    Usage usage = behaviour.framing().usage();
    Reply reply =
        new Reply(
            "chatcmpl-%016x".formatted(seed()),
            clock.epochSeconds(arrivedNanos),
            chat.model(),
            behaviour,
            new Text(seed(), behaviour.output().blank()),
            TokenCounts.of(usage, promptTokens, cached, lengths));
    return new Exchange(
        model,
        visit,
        connection,
        new Exchange.Plan(reply, lengths, Timeline.tellsUsage(usage, chat.includeUsage())),
        new Exchange.Prefill(start, start + length),
        seed());
  }

  /// The framed bytes of a stream that has nothing but this error.
  byte[] onlyEvent(String error) {
    String end = model.behaviour().framing().sse().crLf() ? "\r\n\r\n" : "\n\n";
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    framed.writeBytes(chunk("data: " + error + end));
    if (model.behaviour().framing().sse().done()) {
      framed.writeBytes(chunk("data: [DONE]" + end));
    }
    return framed.toByteArray();
  }

  /// Decides what the answer draws: the same request of the same model gets the same answer in each
  /// simulator.
  private long seed() {
    return model.name().hashCode() * 0x9E3779B97F4A7C15L + ordinal;
  }

  private static byte[] chunk(String event) {
    return Connection.chunk(event.getBytes(StandardCharsets.UTF_8));
  }
}
