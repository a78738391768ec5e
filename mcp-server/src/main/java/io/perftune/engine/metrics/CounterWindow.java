package io.perftune.engine.metrics;

import io.perftune.wire.PrometheusSample;
import io.perftune.wire.PrometheusText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How far counters went between two pages of the same engine. A series that only the later page
/// has counts from 0.
record CounterWindow(PrometheusText before, PrometheusText after) {
  private static final String STARTED = "process_start_time_seconds";

  /// Why the two pages are not of one run of the engine; empty where they are.
  Optional<String> broken() {
    Map<Object, Double> started = series(before, STARTED);
    if (!started.isEmpty() && !started.equals(series(after, STARTED))) {
      return Optional.of("the engine restarted during the trial, or another replica answered");
    }
    for (EngineCounter counter : EngineCounter.values()) {
      String name = name(before, counter);
      Map<Object, Double> later = name == null ? Map.of() : series(after, name);
      if (name != null
          && series(before, name).entrySet().stream()
              .anyMatch(old -> !(later.getOrDefault(old.getKey(), -1.0) >= old.getValue()))) {
        return Optional.of("counter reset during the trial: " + name + " went down");
      }
      if (name != null && remade(name)) {
        return Optional.of("counter reset during the trial: " + name + " was made anew");
      }
    }
    return Optional.empty();
  }

  /// Whether the gauge beside a counter, which says when it was made, tells of another.
  private boolean remade(String counter) {
    String created = counter.replaceFirst("_total$", "") + "_created";
    Map<Object, Double> later = series(after, created);
    return series(before, created).entrySet().stream()
        .anyMatch(old -> !old.getValue().equals(later.get(old.getKey())));
  }

  /// The growth over all labels; null where the later page has no such counter.
  @Nullable Double delta(EngineCounter counter) {
    String name = name(after, counter);
    return name == null
        ? null
        : (Double) (sum(after, name, _ -> true) - sum(before, name, _ -> true));
  }

  /// The growth by the value of the label `position`, in the order of positions.
  SortedMap<Integer, Double> deltasByPosition() {
    SortedMap<Integer, Double> deltas = new TreeMap<>();
    String name = name(after, EngineCounter.ACCEPTED_PER_POSITION);
    List<PrometheusSample> samples = name == null ? List.of() : after.of(name);
    for (PrometheusSample sample : samples) {
      String position = sample.labels().get("position");
      if (name != null && position != null && position.matches("\\d{1,4}")) {
        Predicate<PrometheusSample> here = other -> position.equals(other.labels().get("position"));
        deltas.put(Integer.valueOf(position), sum(after, name, here) - sum(before, name, here));
      }
    }
    return deltas;
  }

  private static @Nullable String name(PrometheusText page, EngineCounter counter) {
    for (String name : counter.names()) {
      if (!page.of(name).isEmpty()) {
        return name;
      }
    }
    return null;
  }

  private static double sum(PrometheusText page, String name, Predicate<PrometheusSample> which) {
    return page.of(name).stream().filter(which).mapToDouble(PrometheusSample::value).sum();
  }

  private static Map<Object, Double> series(PrometheusText page, String name) {
    return page.of(name).stream()
        .collect(Collectors.toMap(PrometheusSample::labels, PrometheusSample::value, Double::sum));
  }
}
