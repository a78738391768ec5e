package io.perftune.plan;

import io.perftune.value.PointPlan;
import java.time.Duration;

/// Rough figures for a plan, made before anything is known of the endpoint; each assumption is
/// named here.
final class Estimates {
  /// A usual serving endpoint: output tokens a second of one stream, and prompt tokens a second.
  private static final int USUAL_OUTPUT_TPS = 50;

  private static final int USUAL_INPUT_TPS = 10_000;

  /// The slowest endpoint that is still waited for.
  private static final int SLOWEST_OUTPUT_TPS = 2;

  private static final int SLOWEST_INPUT_TPS = 200;

  /// AIPerf's own start and end.
  private static final Duration START = Duration.ofSeconds(6);

  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  /// AIPerf's logs, exports and console of one run.
  private static final long RUN_BYTES = 2_000_000;

  private static final long TOKEN_TEXT_BYTES = 6;

  /// A prompt token as text, kept three times: dataset, inputs.json, memory map.
  private static final long INPUT_TOKEN_BYTES = 3 * TOKEN_TEXT_BYTES;

  /// An output token's inter-chunk latency in the export.
  private static final long OUTPUT_TOKEN_BYTES = 24;

  /// An output token as the server-sent event that our own client keeps: usual servers send 150 to
  /// 300 bytes each.
  private static final long STREAMED_TOKEN_BYTES = 300;

  private static final long REQUEST_BYTES = 8_000;

  /// What AIPerf keeps in its temporary directory beside the memory map: the vocabulary, sockets.
  private static final long TEMPORARY_BYTES = 10_000_000;

  private Estimates() {}

  static Duration expected(int requests, int concurrency, int input, int output) {
    double each = (double) input / USUAL_INPUT_TPS + (double) output / USUAL_OUTPUT_TPS;
    return START.plusMillis((long) (1_000 * each * Math.ceilDiv(requests, concurrency)));
  }

  /// After this long the run is ended from outside: the slowest endpoint's time for each wave,
  /// never more than the request time-out.
  ///
  /// @param largestPrompt in tokens
  static Duration limit(
      PointPlan.Load load, int largestPrompt, int concurrency, int requestTimeoutSeconds) {
    long slowest =
        60L
            + (long) largestPrompt / SLOWEST_INPUT_TPS
            + load.maxOutputTokens() / SLOWEST_OUTPUT_TPS;
    long wave = Math.min(slowest, requestTimeoutSeconds);
    return LONGEST_START.plusSeconds(wave * Math.ceilDiv(load.allRequests(), concurrency));
  }

  /// What our own client leaves: the dataset once, and the streams.
  static long builtinDiskBytes(PointPlan.Load load) {
    long request =
        REQUEST_BYTES
            + load.inputTokens() * TOKEN_TEXT_BYTES
            + load.maxOutputTokens() * STREAMED_TOKEN_BYTES;
    return load.allRequests() * request;
  }

  static long diskBytes(PointPlan.Load load) {
    long request =
        REQUEST_BYTES
            + load.inputTokens() * INPUT_TOKEN_BYTES
            + load.maxOutputTokens() * OUTPUT_TOKEN_BYTES;
    return RUN_BYTES + load.allRequests() * request;
  }

  /// Of these, what lies in the temporary directory while the point is measured: the memory map of
  /// the prompts.
  static long temporaryBytes(PointPlan.Load load) {
    return TEMPORARY_BYTES + load.allRequests() * (load.inputTokens() * TOKEN_TEXT_BYTES);
  }
}
