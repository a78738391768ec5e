package io.perftune.report.request;

import io.perftune.value.RequestRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a report keeps of the counted requests of one cell at one concurrency.
///
/// @param sent requests of all trials; warm-up is not among them
/// @param ok those that ended well; distributions hold only these
/// @param ttft milliseconds
/// @param ttfo milliseconds, of requests that gave an answer
/// @param latency milliseconds to the last token
/// @param dots of requests that ended well, in time's order
/// @param failures of the others, in time's order
public record PointRequests(
    int concurrency,
    int sent,
    int ok,
    Ecdf ttft,
    Ecdf ttfo,
    Ecdf latency,
    List<Dot> dots,
    List<Dot> failures) {
  public PointRequests {
    dots = List.copyOf(dots);
    failures = List.copyOf(failures);
  }

  /// A request, and when it started.
  ///
  /// @param seconds since the first request of its trial
  public record Dot(double seconds, RequestRecord request) {}

  static PointRequests of(int concurrency, List<RequestRecord> counted, Limits limits) {
    List<RequestRecord> ok = counted.stream().filter(RequestRecord::ok).toList();
    List<RequestRecord> others = counted.stream().filter(record -> !record.ok()).toList();
    Map<Integer, Long> starts = new HashMap<>();
    counted.forEach(r -> starts.merge(r.key().trial(), r.timing().startNs(), Math::min));
    return new PointRequests(
        concurrency,
        counted.size(),
        ok.size(),
        distribution(ok, RequestRecord.Timing::ttftMs, limits),
        distribution(ok, RequestRecord.Timing::ttfoMs, limits),
        distribution(ok, RequestRecord.Timing::latencyMs, limits),
        Thinning.evenly(dots(ok, starts), limits.dots()),
        Thinning.evenly(dots(others, starts), limits.failures()));
  }

  private static Ecdf distribution(
      List<RequestRecord> records,
      Function<RequestRecord.Timing, @Nullable Double> figure,
      Limits limits) {
    double[] values =
        records.stream()
            .map(record -> figure.apply(record.timing()))
            .filter(Objects::nonNull)
            .mapToDouble(value -> value)
            .toArray();
    return Ecdf.of(values, limits.steps());
  }

  private static List<Dot> dots(List<RequestRecord> records, Map<Integer, Long> starts) {
    List<Dot> dots = new ArrayList<>();
    for (RequestRecord record : records) {
      long start = starts.getOrDefault(record.key().trial(), record.timing().startNs());
      dots.add(new Dot((record.timing().startNs() - start) / 1e9, record));
    }
    dots.sort(
        Comparator.comparingDouble(Dot::seconds)
            .thenComparingInt(dot -> dot.request().key().trial()));
    return dots;
  }
}
