package io.perftune.atlas;

import io.perftune.statistics.Sample;
import io.perftune.value.EngineSummary;
import io.perftune.value.Measured;
import io.perftune.value.Problem;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import io.perftune.value.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Holds our figures against those that the engine computed itself from the same run, at 1e-9
/// relative.
///
/// AIPerf counts a truncated stream as a success, so truncated records are in the comparison though
/// they are not in the row; but not those of an export that calls them errors, as our own do. Its
/// throughputs divide by the duration of its own run, so they are held against our totals over that
/// duration; the row divides by the time from the first start to the last token, which AIPerf calls
/// benchmark_duration.
public final class CrossCheck {
  private static final double TOLERANCE = 1e-9;

  /// Of benchmark_duration, in seconds: AIPerf subtracts epoch nanoseconds as doubles, which lie
  /// 256 ns apart.
  private static final double CLOCK_STEP_S = 1e-6;

  private final EngineSummary summary;
  private final List<String> differences = new ArrayList<>();

  private CrossCheck(EngineSummary summary) {
    this.summary = summary;
  }

  /// A difference as a problem of its point.
  public static Problem problem(Trial trial, String difference) {
    return new Problem(
        "cross-check",
        difference,
        trial.place(),
        "Do not quote this point; keep its raw files and report the difference.");
  }

  /// A sentence for each statistic in which the two differ; none where the engine left no figures
  /// of its own.
  public static List<String> differences(Measured measured) {
    EngineSummary summary = measured.summary();
    if (summary == null || summary.statistics().isEmpty()) {
      return List.of();
    }
    Figures figures = new Figures(measured.records().stream().filter(CrossCheck::counted).toList());
    return new CrossCheck(summary).compare(figures);
  }

  private List<String> compare(Figures figures) {
    samples(figures)
        .forEach((tag, sample) ->
            statistics(sample).forEach((statistic, ours) -> figure(tag, statistic, ours)));
    figure("request_count", "avg", (double) figures.ok().size());
    long output = figures.total(record -> record.tokens().output());
    long input = figures.total(record -> record.tokens().input());
    total("total_output_tokens", figures.total(record -> record.tokens().answer()));
    total("total_reasoning_tokens", figures.total(record -> record.tokens().reasoning()));
    rate("request_throughput", figures.ok().size());
    rate("output_token_throughput", output);
    rate("total_token_throughput", input + output);
    duration(figures.seconds());
    return differences;
  }

  private void figure(String metric, String statistic, @Nullable Double ours) {
    Double theirs = summary.statistic(metric, statistic);
    if (!(theirs == null ? ours == null : ours != null && near(ours, theirs))) {
      differs(metric + "." + statistic, ours, theirs);
    }
  }

  /// AIPerf leaves a total out that is 0.
  private void total(String metric, long ours) {
    Double theirs = summary.statistic(metric, "avg");
    if (!near((double) ours, theirs == null ? 0 : theirs)) {
      differs(metric + ".avg", (double) ours, theirs);
    }
  }

  private void rate(String metric, long count) {
    Double seconds = summary.durationSeconds();
    Double theirs = summary.statistic(metric, "avg");
    if (seconds != null && theirs != null && !near(count / seconds, theirs)) {
      differs(metric + ".avg", count / seconds, theirs);
    }
  }

  private void duration(@Nullable Double ours) {
    Double theirs = summary.statistic("benchmark_duration", "avg");
    if (!(theirs == null
        ? ours == null
        : ours != null && Math.abs(ours - theirs) <= CLOCK_STEP_S + theirs * TOLERANCE)) {
      differs("benchmark_duration.avg", ours, theirs);
    }
  }

  private void differs(String name, @Nullable Double ours, @Nullable Double theirs) {
    differences.add(
        "%s is %s by the records and %s by the engine's own summary."
            .formatted(name, ours, theirs));
  }

  private static boolean counted(RequestRecord record) {
    return record.ok()
        || (record.ending().result() == Result.TRUNCATED && record.ending().errorMessage() == null);
  }

  private static Map<String, Sample> samples(Figures figures) {
    return Map.of(
        "time_to_first_token", figures.ttft(),
        "time_to_first_output_token", figures.ttfo(),
        "inter_token_latency", figures.itl(),
        "request_latency", figures.latency(),
        "output_token_throughput_per_user", figures.outputSpeed(),
        "output_sequence_length", figures.counts(record -> record.tokens().output()),
        "input_sequence_length", figures.counts(record -> record.tokens().input()),
        "usage_completion_tokens", figures.counts(record -> record.server().output()));
  }

  private static Map<String, @Nullable Double> statistics(Sample sample) {
    Map<String, @Nullable Double> statistics = new TreeMap<>();
    statistics.put("avg", sample.mean());
    statistics.put("std", sample.deviation());
    statistics.put("p50", sample.percentile(50));
    statistics.put("p95", sample.percentile(95));
    statistics.put("min", sample.minimum());
    statistics.put("max", sample.maximum());
    return statistics;
  }

  private static boolean near(double ours, double theirs) {
    double scale = Math.max(Math.abs(ours), Math.abs(theirs));
    // A deviation of equal values is rounding noise in one and 0 in the other.
    return Math.abs(ours - theirs) <= Math.max(scale * TOLERANCE, 1e-9);
  }
}
