package io.perftune.capture.export;

import static java.util.Objects.requireNonNull;

import io.perftune.statistics.Sample;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The records of a run as profile_export_aiperf.json, schema 1.4.
///
/// Statistics are of the requests that ended well. Every throughput divides by benchmark_duration,
/// from the first start to the last token: AIPerf takes the time of its profiling phase where it
/// has one (metrics/accumulator.py) and this duration where it has none, and records have none.
/// Times of day are UTC.
final class ExportSummary {
  static final String ERROR_ISL = "error_isl";

  private static final String SCHEMA = "1.4";
  private static final String TOKENS = "tokens";
  private static final String REQUESTS = "requests";
  private static final double NS_PER_MS = 1e6;
  private static final int[] PERCENTILES = {1, 5, 10, 25, 50, 75, 90, 95, 99};
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

  private final ExportedRun run;
  private final List<RequestRecord> ok;
  private final ObjectNode json = Json.object();

  private ExportSummary(ExportedRun run) {
    this.run = run;
    this.ok = run.ok();
  }

  /// @param aiperf the version whose format this is
  static ObjectNode of(ExportedRun run, String aiperf) {
    return new ExportSummary(run).write(aiperf);
  }

  private ObjectNode write(String aiperf) {
    json.put("schema_version", SCHEMA)
        .put("aiperf_version", aiperf)
        .put("benchmark_id", run.benchmarkId());
    RecordMetric.ALL.forEach(
        metric -> statistics(metric.tag(), metric.unit(), sample(ok, metric::of)));
    counts();
    totals();
    rates();
    json.set("input_config", inputConfig());
    json.putObject("run_info")
        .put("benchmark_id", run.benchmarkId())
        .put("trial", run.asked().trial() - 1);
    json.put("was_cancelled", run.cancelled()).put("is_complete", run.complete());
    json.set("error_summary", errors());
    long start = start(run.records());
    json.put("start_time", time(start)).put("end_time", time(end(run.records(), start)));
    origin(json.putObject("perf_tune_report"));
    return json;
  }

  private void counts() {
    int all = run.records().size();
    int failed = all - ok.size();
    single("request_count", REQUESTS, ok.size());
    if (failed > 0) {
      single("error_request_count", REQUESTS, failed);
      Sample inputs = sample(run.failed(), record -> number(record.tokens().input()));
      statistics(ERROR_ISL, TOKENS, inputs);
      total("total_error_isl", inputs);
    }
    single("completed_request_count", REQUESTS, all);
    single("request_error_rate", "%", 100.0 * failed / all);
  }

  private void totals() {
    total("total_isl", tokens(record -> record.tokens().input()));
    total("total_osl", tokens(record -> positive(record.tokens().output())));
    total("total_output_tokens", tokens(record -> positive(record.tokens().answer())));
    total("total_reasoning_tokens", tokens(record -> positive(record.tokens().reasoning())));
    Sample prompts = tokens(record -> record.server().input());
    Sample cached = tokens(record -> record.server().cached());
    total("total_usage_prompt_tokens", prompts);
    total("total_usage_completion_tokens", tokens(record -> record.server().output()));
    total("total_usage_reasoning_tokens", tokens(record -> record.server().reasoning()));
    total("total_usage_prompt_cache_read_tokens", cached);
    if (cached.size() > 0 && sum(prompts) > 0) {
      single("overall_usage_prompt_cache_read_pct", "%", 100 * sum(cached) / sum(prompts));
    }
  }

  private void rates() {
    Double seconds = seconds(ok);
    if (seconds == null) {
      return;
    }
    double input = sum(tokens(record -> record.tokens().input()));
    double output = sum(tokens(record -> record.tokens().output()));
    single("benchmark_duration", "sec", seconds);
    single("request_throughput", "requests/sec", ok.size() / seconds);
    single("output_token_throughput", "tokens/sec", output / seconds);
    single("input_token_throughput", "tokens/sec", input / seconds);
    single("total_token_throughput", "tokens/sec", (input + output) / seconds);
  }

  /// What AIPerf would have been told, as far as it is known.
  private ObjectNode inputConfig() {
    ExportedRun.Asked asked = run.asked();
    ObjectNode config = Json.object();
    config.putObject("models").putArray("items").addObject().put("name", asked.model());
    ObjectNode endpoint = config.putObject("endpoint");
    endpoint.putArray("urls").add(asked.url());
    if (asked.path() != null) {
      endpoint.put("path", asked.path());
    }
    endpoint.put("type", asked.type()).put("streaming", true);
    // AIPerf's reader requires a dataset, and the records do not know the prompts.
    config
        .putArray("datasets")
        .addObject()
        .put("name", "main")
        .put("type", "file")
        .put("path", "not_recorded")
        .put("format", "mooncake_trace");
    config
        .putArray("phases")
        .addObject()
        .put("name", "profiling")
        .put("kind", "profiling")
        .put("type", "concurrency")
        .put("requests", run.records().size())
        .put("concurrency", asked.concurrency());
    return config;
  }

  private ArrayNode errors() {
    Map<ErrorDetails, Integer> counts = new LinkedHashMap<>();
    run.failed().forEach(record -> counts.merge(ErrorDetails.of(record), 1, Integer::sum));
    ArrayNode summary = Json.array();
    counts.forEach((error, count) -> {
      ObjectNode entry = summary.addObject();
      entry.set("error_details", error.json());
      entry.put("count", count);
    });
    return summary;
  }

  private void origin(ObjectNode member) {
    member
        .put("note", "written from request records; AIPerf did not compute these figures")
        .put("tool_version", run.origin().tool())
        .put("campaign_id", run.origin().campaignId())
        .put("cell_id", run.origin().cellId())
        .put("engine", run.origin().engine());
  }

  private void statistics(String tag, String unit, Sample sample) {
    if (sample.size() == 0) {
      return;
    }
    ObjectNode metric = json.putObject(tag).put("unit", unit).put("avg", sample.mean());
    for (int percent : PERCENTILES) {
      metric.put("p" + percent, sample.percentile(percent));
    }
    metric
        .put("min", sample.minimum())
        .put("max", sample.maximum())
        .put("std", sample.deviation())
        .put("count", sample.size())
        .put("sum", sum(sample));
  }

  private void single(String tag, String unit, double value) {
    json.putObject(tag).put("unit", unit).put("avg", value);
  }

  /// AIPerf leaves a total out to which nothing adds.
  private void total(String tag, Sample sample) {
    if (sample.size() > 0) {
      single(tag, TOKENS, sum(sample));
    }
  }

  private Sample tokens(Function<RequestRecord, @Nullable Integer> count) {
    return sample(ok, record -> number(count.apply(record)));
  }

  private static Sample sample(
      List<RequestRecord> records, Function<RequestRecord, @Nullable Double> value) {
    return Sample.of(records.stream().map(value).filter(Objects::nonNull).toList());
  }

  private static double sum(Sample sample) {
    double sum = 0;
    for (double value : sample.values()) {
      sum += value;
    }
    return sum;
  }

  private static long start(List<RequestRecord> records) {
    return records.stream().mapToLong(record -> record.timing().startNs()).min().orElseThrow();
  }

  /// The last token; where none came, the last end.
  private static long end(List<RequestRecord> records, long start) {
    Double seconds = seconds(records.stream().filter(RequestRecord::ok).toList());
    return seconds == null
        ? records.stream().mapToLong(record -> record.timing().endNs()).max().orElse(start)
        : start(records.stream().filter(RequestRecord::ok).toList()) + Math.round(seconds * 1e9);
  }

  /// From the first start to the last token; null where no token came. Offsets are taken first,
  /// because epoch nanoseconds do not fit a double.
  private static @Nullable Double seconds(List<RequestRecord> ok) {
    if (ok.isEmpty()) {
      return null;
    }
    long first = start(ok);
    double last =
        ok.stream()
            .filter(record -> record.timing().latencyMs() != null)
            .mapToDouble(record ->
                (record.timing().startNs() - first) / NS_PER_MS
                    + requireNonNull(record.timing().latencyMs()))
            .max()
            .orElse(0);
    return last > 0 ? last / 1_000 : null;
  }

  private static String time(long epochNs) {
    Instant instant = Instant.EPOCH.plus(epochNs, ChronoUnit.NANOS).truncatedTo(ChronoUnit.MICROS);
    return MICROSECONDS.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  private static @Nullable Double number(@Nullable Integer count) {
    return count == null ? null : count.doubleValue();
  }

  private static @Nullable Integer positive(@Nullable Integer count) {
    return count == null || count == 0 ? null : count;
  }
}
