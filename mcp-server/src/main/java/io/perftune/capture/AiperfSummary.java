package io.perftune.capture;

import io.perftune.value.EngineSummary;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// profile_export_aiperf.json: every metric a top-level `{unit, avg, p50, ..., count}`, beside what
/// the run was.
///
/// The duration by which AIPerf divides its throughputs stands nowhere at full precision. In a run
/// that ended by itself it is end_time - start_time of the profiling phase (metrics/accumulator.py
/// passes them as the observation window), of which the file has microseconds; in a cancelled one
/// there is no window, and it is benchmark_duration, first request to last token
/// (metrics/metric_dicts.py, observation_duration). So it is taken as request_count /
/// request_throughput, which is exact, and held to the stamps within what they can tell: the
/// request throughput is thereby checked to two microseconds, and every other throughput, which has
/// another numerator, at full precision by whoever divides.
final class AiperfSummary {
  private static final double STAMP_PRECISION_S = 2e-6;

  private final JsonNode json;
  private final SortedMap<String, Map<String, Double>> statistics = new TreeMap<>();

  /// @throws IllegalArgumentException where a member is missing, or a statistic is not finite
  AiperfSummary(JsonNode json) {
    this.json = json;
    for (Map.Entry<String, JsonNode> member : Json.members(json)) {
      if (member.getValue().path("unit").isString()) {
        statistics.put(member.getKey(), statistics(member.getKey(), member.getValue()));
      }
    }
  }

  EngineSummary toEngineSummary() {
    return new EngineSummary(
        Members.text(json, "aiperf_version"),
        statistics,
        duration(),
        Members.truth(json, "was_cancelled"),
        Members.truth(json, "is_complete"));
  }

  /// What does not fit together; usually nothing.
  Optional<Problem> oddity() {
    Double duration = duration();
    Double window = window();
    Double span = average("benchmark_duration");
    if (duration == null
        || near(duration, window, STAMP_PRECISION_S)
        || near(duration, span, STAMP_PRECISION_S)) {
      return Optional.empty();
    }
    return Optional.of(
        Problem.of(
            "summary-duration",
            "AIPerf's throughputs divide by %s s, but its run took %s s from start_time to end_time and %s s from first request to last token."
                .formatted(duration, window, span),
            "Take the throughputs from the rows, not from AIPerf's summary."));
  }

  private @Nullable Double duration() {
    Double requests = average("request_count");
    Double throughput = average("request_throughput");
    return requests == null || throughput == null || throughput == 0 ? null : requests / throughput;
  }

  private @Nullable Double window() {
    String start = Json.text(json, "start_time");
    String end = Json.text(json, "end_time");
    if (start == null || end == null) {
      return null;
    }
    try {
      Duration window = Duration.between(LocalDateTime.parse(start), LocalDateTime.parse(end));
      return window.toNanos() / 1e9;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "start_time or end_time is not a time: " + e.getParsedString() + ".", e);
    }
  }

  private @Nullable Double average(String metric) {
    Map<String, Double> of = statistics.get(metric);
    return of == null ? null : of.get("avg");
  }

  private static boolean near(double a, @Nullable Double b, double tolerance) {
    return b != null && Math.abs(a - b) <= tolerance;
  }

  private static Map<String, Double> statistics(String metric, JsonNode values) {
    Map<String, Double> statistics = new TreeMap<>();
    for (Map.Entry<String, JsonNode> value : Json.members(values)) {
      if (value.getValue().isNumber()) {
        double number = value.getValue().doubleValue();
        if (!Double.isFinite(number)) {
          throw new IllegalArgumentException(
              "%s.%s is %s.".formatted(metric, value.getKey(), value.getValue()));
        }
        statistics.put(value.getKey(), number);
      }
    }
    return statistics;
  }
}
