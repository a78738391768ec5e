package io.perftune.capture;

import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Connection;
import io.perftune.value.RequestRecord.Ending;
import io.perftune.value.RequestRecord.Result;
import io.perftune.value.RequestRecord.Server;
import io.perftune.value.RequestRecord.Timing;
import io.perftune.value.RequestRecord.Tokens;
import io.perftune.wire.ErrorBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One line of profile_export.jsonl: `{metadata, metrics: {tag: {value, unit}}, error?}`.
///
/// Times in `metrics` are milliseconds, those in `metadata` epoch nanoseconds. An absent metric is
/// a missing member.
final class AiperfRow {
  /// The type of an error by which an export of our own says that a stream broke off.
  static final String TRUNCATED = "TruncatedStream";

  private static final double NS_PER_MS = 1e6;

  private final JsonNode metadata;
  private final Metrics metrics;
  private final @Nullable JsonNode error;
  private final boolean cancelled;

  private AiperfRow(JsonNode json) {
    this.metadata = Members.object(json, "metadata");
    this.metrics = new Metrics(Members.object(json, "metrics"));
    this.error = json.hasNonNull("error") ? Members.object(json, "error") : null;
    this.cancelled = Members.truth(metadata, "was_cancelled");
  }

  /// The request in a line: ok, failed or cancelled; whether it was truncated shows only beside the
  /// others.
  ///
  /// @throws IllegalArgumentException where a member is missing or is not what it should be
  static RequestRecord read(JsonNode json, int concurrency, int trial) {
    return new AiperfRow(json).record(concurrency, trial);
  }

  private RequestRecord record(int concurrency, int trial) {
    return new RequestRecord(
        new RequestRecord.Key(
            concurrency,
            trial,
            Members.text(metadata, "x_request_id"),
            Members.text(metadata, "benchmark_phase")),
        timing(),
        tokens(),
        new Server(
            metrics.count("usage_prompt_tokens"),
            metrics.count("usage_completion_tokens"),
            metrics.count("usage_reasoning_tokens"),
            metrics.count("usage_prompt_cache_read_tokens")),
        new Connection(metrics.milliseconds("http_req_connecting"), reused()),
        ending());
  }

  /// The first byte of the response is taken from request_ack_ns, which AIPerf stamps when the
  /// response's status and headers are there (transports/aiohttp_client.py, recv_start_perf_ns);
  /// its http_req_waiting ends at the first byte of the body instead and leaves out connecting and
  /// sending. request_end_ns is the stream's last event, usage included; for a request that was
  /// answered with an error status it is the start again (records/record_processor_service.py).
  private Timing timing() {
    long start = Members.nanos(metadata, "request_start_ns");
    Double firstByte =
        metadata.hasNonNull("request_ack_ns")
            ? (Members.nanos(metadata, "request_ack_ns") - start) / NS_PER_MS
            : null;
    return new Timing(
        start,
        Members.nanos(metadata, "request_end_ns"),
        firstByte,
        metrics.milliseconds("time_to_first_token"),
        metrics.milliseconds("time_to_first_output_token"),
        metrics.milliseconds("inter_token_latency"),
        metrics.milliseconds("request_latency"));
  }

  /// AIPerf leaves a count out where there was no such text: no answer, no reasoning, or neither.
  private Tokens tokens() {
    Integer input = metrics.count("input_sequence_length");
    Integer output = metrics.count("output_sequence_length");
    if (error != null || cancelled) {
      return new Tokens(input, null, null, null, null);
    }
    if (output == null) {
      Integer none = metrics.milliseconds("time_to_first_token") == null ? 0 : null;
      return new Tokens(input, none, none, none, null);
    }
    return new Tokens(
        input,
        zeroed(metrics.count("output_token_count")),
        zeroed(metrics.count("reasoning_token_count")),
        output,
        null);
  }

  private Ending ending() {
    if (error == null) {
      return new Ending(cancelled ? Result.CANCELLED : Result.OK, null, null, null, null);
    }
    String type = Json.text(error, "type");
    if (TRUNCATED.equals(type) && !cancelled) {
      return new Ending(Result.TRUNCATED, null, Json.text(error, "code"), null, message());
    }
    return new Ending(
        cancelled ? Result.CANCELLED : Result.FAILED,
        null,
        Json.text(error, "code"),
        type,
        message());
  }

  private @Nullable String message() {
    String message = error == null ? null : Json.text(error, "message");
    return message == null ? null : ErrorBody.cut(message);
  }

  private @Nullable Boolean reused() {
    Integer reused = metrics.count("http_req_connection_reused");
    return reused == null ? null : reused != 0;
  }

  private static Integer zeroed(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
