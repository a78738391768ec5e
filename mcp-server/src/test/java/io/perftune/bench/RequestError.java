package io.perftune.bench;

import io.perftune.simulator.Truth;
import io.perftune.value.RequestRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one request's record says, less what the simulator did: times in milliseconds, never below
/// zero but for itl, because an engine starts its clock before the request arrives and stops it
/// after the chunk was sent.
///
/// @param ttfo null where no answer came
/// @param itl null where there was one token or none
/// @param tokens answer and reasoning together
public record RequestError(
    double ttft, @Nullable Double ttfo, @Nullable Double itl, double latency, int tokens) {
  private static final double NANOS_PER_MS = 1e6;

  /// What a record is off by.
  ///
  /// @param record of a request that ended well
  public static RequestError of(RequestRecord record, Truth truth) {
    RequestRecord.Timing timing = record.timing();
    Truth.Chunk last = truth.lastToken().orElseThrow();
    Double ttfo = timing.ttfoMs();
    return new RequestError(
        known(timing.ttftMs()) - ttftMs(truth),
        ttfo == null ? null : (Double) (ttfo - ttfoMs(truth)),
        timing.itlMs() == null ? null : (Double) (timing.itlMs() - itlMs(truth)),
        known(timing.latencyMs()) - sinceArrival(truth, last),
        known(record.tokens().output())
            - truth.sent().answerTokens()
            - truth.sent().reasoningTokens());
  }

  /// From the request's arrival to its first token.
  public static double ttftMs(Truth truth) {
    return sinceArrival(truth, truth.firstToken().orElseThrow());
  }

  /// The same to its first answer token.
  public static double ttfoMs(Truth truth) {
    return sinceArrival(truth, truth.firstAnswer().orElseThrow());
  }

  /// The mean gap of a token.
  public static double itlMs(Truth truth) {
    int output = truth.sent().answerTokens() + truth.sent().reasoningTokens();
    return (truth.lastToken().orElseThrow().nanos() - truth.firstToken().orElseThrow().nanos())
        / NANOS_PER_MS
        / (output - 1);
  }

  private static double sinceArrival(Truth truth, Truth.Chunk chunk) {
    return (chunk.nanos() - truth.request().arrivedNanos()) / NANOS_PER_MS;
  }

  private static <T> T known(@Nullable T value) {
    return Objects.requireNonNull(value, "a figure of a request that ended well is null");
  }
}
