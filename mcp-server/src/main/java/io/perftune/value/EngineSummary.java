package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What an engine itself says of a point that it measured: its figures, by metric and statistic,
/// and whether it calls the run complete.
///
/// @param statistics metric tag -> statistic (`avg`, `p50`, `std`, `count`, ...) -> value, as the
///   engine wrote them
/// @param durationSeconds the denominator of the engine's own throughputs; null where it says none
/// @param cancelled the engine says that it was cancelled
/// @param complete the engine says that the run is complete
public record EngineSummary(
    String version,
    SortedMap<String, Map<String, Double>> statistics,
    @Nullable Double durationSeconds,
    boolean cancelled,
    boolean complete) {
  public EngineSummary {
    requireNonNull(version, "version is null");
    statistics = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(statistics));
  }

  /// The statistic of a metric, or null where the engine has none.
  public @Nullable Double statistic(String metric, String statistic) {
    Map<String, Double> of = statistics.get(metric);
    return of == null ? null : of.get(statistic);
  }
}
