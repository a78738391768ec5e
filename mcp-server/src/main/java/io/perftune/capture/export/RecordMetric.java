package io.perftune.capture.export;

import static java.util.Objects.requireNonNull;

import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One of AIPerf's metrics of a request, and how it follows from a request record.
///
/// The definitions are those of AIPerf 0.13.0, aiperf/metrics/types. What needs the arrival of
/// every chunk, the bytes on the wire or the moment in which a request was due is not in a record
/// and has no metric here: an absent metric is how AIPerf itself says that it was not measured.
///
/// @param value of a request that ended well; null where it has none
record RecordMetric(String tag, String unit, Function<RequestRecord, @Nullable Double> value) {
  private static final String MS = "ms";
  private static final String TOKENS = "tokens";
  private static final String PER_USER = "tokens/sec/user";
  private static final String PERCENT = "%";
  private static final String RATIO = "ratio";

  /// In the order in which rows have them.
  static final List<RecordMetric> ALL =
      List.of(
          new RecordMetric("request_latency", MS, record -> record.timing().latencyMs()),
          new RecordMetric("time_to_first_token", MS, record -> record.timing().ttftMs()),
          new RecordMetric("time_to_first_output_token", MS, record -> record.timing().ttfoMs()),
          new RecordMetric("inter_token_latency", MS, record -> record.timing().itlMs()),
          new RecordMetric("output_token_throughput_per_user", PER_USER, RecordMetric::speed),
          new RecordMetric("e2e_output_token_throughput", PER_USER, RecordMetric::wholeSpeed),
          new RecordMetric("decode_duration", MS, RecordMetric::decode),
          new RecordMetric("prefill_throughput_per_user", PER_USER, RecordMetric::prefillSpeed),
          new RecordMetric(
              "input_sequence_length", TOKENS, record -> number(record.tokens().input())),
          new RecordMetric(
              "output_sequence_length", TOKENS, record -> positive(record.tokens().output())),
          new RecordMetric(
              "output_token_count", TOKENS, record -> positive(record.tokens().answer())),
          new RecordMetric(
              "reasoning_token_count", TOKENS, record -> positive(record.tokens().reasoning())),
          new RecordMetric(
              "usage_prompt_tokens", TOKENS, record -> number(record.server().input())),
          new RecordMetric(
              "usage_completion_tokens", TOKENS, record -> number(record.server().output())),
          new RecordMetric(
              "usage_reasoning_tokens", TOKENS, record -> number(record.server().reasoning())),
          new RecordMetric(
              "usage_prompt_cache_read_tokens", TOKENS, record -> number(record.server().cached())),
          new RecordMetric(
              "usage_prompt_tokens_diff_pct",
              PERCENT,
              record -> difference(record.server().input(), record.tokens().input())),
          new RecordMetric(
              "usage_completion_tokens_diff_pct",
              PERCENT,
              record -> difference(record.server().output(), record.tokens().output())),
          new RecordMetric(
              "usage_reasoning_tokens_diff_pct",
              PERCENT,
              record -> difference(record.server().reasoning(), record.tokens().reasoning())),
          new RecordMetric("http_req_connecting", MS, record -> record.connection().connectMs()),
          new RecordMetric("http_req_connection_reused", RATIO, RecordMetric::reused));

  RecordMetric {
    requireNonNull(tag, "tag is null");
    requireNonNull(unit, "unit is null");
    requireNonNull(value, "value is null");
  }

  @Nullable Double of(RequestRecord record) {
    return value.apply(record);
  }

  /// Puts the metric of a request, `{value, unit}`; nothing where it has none.
  void put(ObjectNode metrics, RequestRecord record) {
    Double number = of(record);
    if (number != null) {
      put(metrics, tag, number, unit);
    }
  }

  /// Counts are whole numbers, as AIPerf writes them.
  static void put(ObjectNode metrics, String tag, double number, String unit) {
    ObjectNode metric = metrics.putObject(tag);
    if (unit.equals(TOKENS) || unit.equals(RATIO)) {
      metric.put("value", (long) number);
    } else {
      metric.put("value", number);
    }
    metric.put("unit", unit);
  }

  private static @Nullable Double speed(RequestRecord record) {
    return quotient(1_000, record.timing().itlMs());
  }

  private static @Nullable Double wholeSpeed(RequestRecord record) {
    Double output = positive(record.tokens().output());
    return output == null ? null : quotient(output * 1_000, record.timing().latencyMs());
  }

  private static @Nullable Double prefillSpeed(RequestRecord record) {
    Double input = number(record.tokens().input());
    return input == null ? null : quotient(input * 1_000, record.timing().ttftMs());
  }

  private static @Nullable Double decode(RequestRecord record) {
    Double latency = record.timing().latencyMs();
    Double first = record.timing().ttftMs();
    return latency == null || first == null ? null : latency - first;
  }

  private static @Nullable Double reused(RequestRecord record) {
    Boolean reused = record.connection().reused();
    return reused == null ? null : Double.valueOf(reused ? 1 : 0);
  }

  /// How far the server's count is from ours, in percent of ours.
  private static @Nullable Double difference(@Nullable Integer theirs, @Nullable Integer ours) {
    return theirs == null || ours == null
        ? null
        : quotient(Math.abs((double) theirs - ours) * 100, ours.doubleValue());
  }

  private static @Nullable Double quotient(double numerator, @Nullable Double denominator) {
    return denominator == null || denominator == 0 ? null : numerator / denominator;
  }

  private static @Nullable Double number(@Nullable Integer count) {
    return count == null ? null : count.doubleValue();
  }

  /// AIPerf leaves a count out where there was no such text.
  private static @Nullable Double positive(@Nullable Integer count) {
    return count == null || count == 0 ? null : count.doubleValue();
  }
}
