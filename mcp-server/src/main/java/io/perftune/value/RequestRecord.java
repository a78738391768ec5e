package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One request as it was measured, whichever engine sent it; a line of requests.jsonl and, with its
/// campaign and cell, a row of requests_v1.
public record RequestRecord(
    Key key, Timing timing, Tokens tokens, Server server, Connection connection, Ending ending) {
  public RequestRecord {
    requireNonNull(key, "key is null");
    requireNonNull(timing, "timing is null");
    requireNonNull(tokens, "tokens is null");
    requireNonNull(server, "server is null");
    requireNonNull(connection, "connection is null");
    requireNonNull(ending, "ending is null");
  }

  /// Which request.
  ///
  /// @param trial from 1
  /// @param phase `profiling`, or `warmup` (never counted)
  public record Key(int concurrency, int trial, String requestId, String phase) {
    public Key {
      requireNonNull(requestId, "requestId is null");
      requireNonNull(phase, "phase is null");
    }
  }

  /// When things happened.
  ///
  /// @param startNs epoch nanoseconds, immediately before the request was sent
  /// @param endNs epoch nanoseconds of the response's end
  /// @param ttfbMs to the first byte of the response; null where the engine does not say
  /// @param ttftMs to the first token of any kind; null where no token came
  /// @param ttfoMs to the first answer token; null where none came
  /// @param itlMs mean gap per token: (latency - ttft) / (output tokens - 1); null for one token or
  ///   none
  /// @param latencyMs to the last token; null where none came
  public record Timing(
      long startNs,
      long endNs,
      @Nullable Double ttfbMs,
      @Nullable Double ttftMs,
      @Nullable Double ttfoMs,
      @Nullable Double itlMs,
      @Nullable Double latencyMs) {}

  /// o200k_base counts of the joined texts; null where they were not counted, as in a failed
  /// request.
  ///
  /// @param reasoningField where reasoning text came: `reasoning_content`, `reasoning`,
  ///   `inline_think`; `none_seen` where none came; null where the engine does not tell
  public record Tokens(
      @Nullable Integer input,
      @Nullable Integer answer,
      @Nullable Integer reasoning,
      @Nullable Integer output,
      @Nullable String reasoningField) {}

  /// The server's own counts (usage); null where it sent none.
  public record Server(
      @Nullable Integer input,
      @Nullable Integer output,
      @Nullable Integer reasoning,
      @Nullable Integer cached) {}

  /// The connection under the request.
  ///
  /// @param connectMs TCP and TLS set-up inside this request; 0 on a reused connection
  public record Connection(@Nullable Double connectMs, @Nullable Boolean reused) {}

  /// How the request ended.
  ///
  /// @param errorMessage scrubbed of credentials and cut to 500 characters
  public record Ending(
      Result result,
      @Nullable String finishReason,
      @Nullable String errorCode,
      @Nullable String errorType,
      @Nullable String errorMessage) {
    public Ending {
      requireNonNull(result, "result is null");
    }
  }

  /// What became of a request.
  public enum Result {
    OK,
    /// No usable answer: an HTTP error, a time-out, a broken connection, an error inside the
    /// stream.
    FAILED,
    /// The stream ended before the answer did.
    TRUNCATED,
    CANCELLED;

    /// The word in files.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// True for a request that ended well.
  public boolean ok() {
    return ending.result() == Result.OK;
  }

  /// The record as one line of requests.jsonl, columns in the order of requests_v1.
  public ObjectNode toJson(String campaignId, String cellId) {
    return Json.object()
        .put("campaign_id", campaignId)
        .put("cell_id", cellId)
        .put("concurrency", key.concurrency)
        .put("trial", key.trial)
        .put("request_id", key.requestId)
        .put("phase", key.phase)
        .put("start_utc", instant(timing.startNs).toString())
        .put("ttfb_ms", timing.ttfbMs)
        .put("ttft_ms", timing.ttftMs)
        .put("ttfo_ms", timing.ttfoMs)
        .put("itl_ms", timing.itlMs)
        .put("latency_ms", timing.latencyMs)
        .put("input_tokens", tokens.input)
        .put("answer_tokens", tokens.answer)
        .put("reasoning_tokens", tokens.reasoning)
        .put("server_input_tokens", server.input)
        .put("server_output_tokens", server.output)
        .put("server_reasoning_tokens", server.reasoning)
        .put("cached_tokens", server.cached)
        .put("finish_reason", ending.finishReason)
        .put("connection_reused", connection.reused)
        .put("error_code", ending.errorCode)
        .put("error_type", ending.errorType)
        .put("error_message", ending.errorMessage)
        .put("result", ending.result.label())
        .put("output_tokens", tokens.output)
        .put("connect_ms", connection.connectMs)
        .put("reasoning_field", tokens.reasoningField)
        .put("start_ns", timing.startNs)
        .put("end_ns", timing.endNs);
  }

  /// The record that [#toJson] wrote.
  public static RequestRecord fromJson(JsonNode json) {
    return new RequestRecord(
        new Key(
            json.required("concurrency").intValue(),
            json.required("trial").intValue(),
            json.required("request_id").asString(),
            json.required("phase").asString()),
        new Timing(
            json.required("start_ns").longValue(),
            json.required("end_ns").longValue(),
            Json.number(json, "ttfb_ms"),
            Json.number(json, "ttft_ms"),
            Json.number(json, "ttfo_ms"),
            Json.number(json, "itl_ms"),
            Json.number(json, "latency_ms")),
        new Tokens(
            count(json, "input_tokens"),
            count(json, "answer_tokens"),
            count(json, "reasoning_tokens"),
            count(json, "output_tokens"),
            Json.text(json, "reasoning_field")),
        new Server(
            count(json, "server_input_tokens"),
            count(json, "server_output_tokens"),
            count(json, "server_reasoning_tokens"),
            count(json, "cached_tokens")),
        new Connection(Json.number(json, "connect_ms"), Json.bool(json, "connection_reused")),
        new Ending(
            Result.valueOf(json.required("result").asString().toUpperCase(Locale.ROOT)),
            Json.text(json, "finish_reason"),
            Json.text(json, "error_code"),
            Json.text(json, "error_type"),
            Json.text(json, "error_message")));
  }

  private static @Nullable Integer count(JsonNode json, String member) {
    JsonNode value = json.get(member);
    return (value == null || value.isNull()) ? null : value.intValue();
  }

  private static Instant instant(long epochNs) {
    long micros = Math.floorDiv(epochNs, 1_000L);
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }
}
