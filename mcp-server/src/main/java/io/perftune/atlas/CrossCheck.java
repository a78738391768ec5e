package io.perftune.atlas;

import io.perftune.statistics.Sample;
import io.perftune.value.EngineSummary;
import io.perftune.value.Measured;
import io.perftune.value.Problem;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds our figures against those that the engine computed itself from the same run, at 1e-9
/// relative.
///
/// AIPerf counts a truncated stream as a success, so truncated records are in the comparison though
/// they are not in the row. Its throughputs divide by its own duration, which its summary states.
public final class CrossCheck {
  private static final double TOLERANCE = 1e-9;

  private CrossCheck() {}

  /// A problem for each statistic in which the two differ; none where the engine left no summary.
  public static List<Problem> problems(Measured measured) {
    EngineSummary summary = measured.summary();
    if (summary == null) {
      return List.of();
    }
    Figures figures = new Figures(measured.records().stream().filter(CrossCheck::counted).toList());
    List<Problem> problems = new ArrayList<>();
    samples(figures)
        .forEach((tag, sample) ->
            statistics(sample)
                .forEach((statistic, ours) ->
                    compare(
                        problems,
                        measured,
                        tag + "." + statistic,
                        ours,
                        summary.statistic(tag, statistic))));
    compare(
        problems,
        measured,
        "request_count.avg",
        (double) figures.ok().size(),
        summary.statistic("request_count", "avg"));
    compare(
        problems,
        measured,
        "benchmark_duration.avg",
        figures.seconds(),
        summary.statistic("benchmark_duration", "avg"));
    return problems;
  }

  private static boolean counted(RequestRecord record) {
    return record.ok() || record.ending().result() == Result.TRUNCATED;
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
    Map<String, @Nullable Double> statistics = new java.util.TreeMap<>();
    statistics.put("avg", sample.mean());
    statistics.put("std", sample.deviation());
    statistics.put("p50", sample.percentile(50));
    statistics.put("p95", sample.percentile(95));
    statistics.put("min", sample.minimum());
    statistics.put("max", sample.maximum());
    return statistics;
  }

  private static void compare(
      List<Problem> problems,
      Measured measured,
      String name,
      @Nullable Double ours,
      @Nullable Double theirs) {
    if (theirs == null ? ours == null : ours != null && near(ours, theirs)) {
      return;
    }
    problems.add(
        new Problem(
            "cross-check",
            "%s is %s by the records and %s by the engine's own summary."
                .formatted(name, ours, theirs),
            "c=" + measured.plan().concurrency(),
            "Do not quote this point; keep its raw files and report the difference."));
  }

  private static boolean near(double ours, double theirs) {
    double scale = Math.max(Math.abs(ours), Math.abs(theirs));
    // A deviation of equal values is rounding noise in one and 0 in the other.
    return Math.abs(ours - theirs) <= Math.max(scale * TOLERANCE, 1e-9);
  }
}
