package io.perftune.compare;

import io.perftune.compare.Change.Basis;
import io.perftune.statistics.Bootstrap;
import io.perftune.statistics.ChangeInterval;
import io.perftune.statistics.ChangeInterval.Estimate;
import io.perftune.statistics.Sample;
import io.perftune.value.Digest;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Computes the changes of one pair.
final class Changes {
  private static final String FEW = "fewer than %d requests on a side".formatted(Bootstrap.ENOUGH);
  private static final String FEW_TRIALS =
      "a trial has this figure once, and a side has fewer than %d trials"
          .formatted(ChangeInterval.ENOUGH_TRIALS);

  private final Pair pair;
  private final PointRequests a;
  private final PointRequests b;
  private final @Nullable String otherFirstToken;
  private final Map<String, @Nullable String> units = new HashMap<>();

  private Changes(Table table, Pair pair, PointRequests a, PointRequests b) {
    this.pair = pair;
    this.a = a;
    this.b = b;
    this.otherFirstToken = ReasoningState.difference(pair);
    table.columns().forEach(column -> units.put(column.name(), column.unit()));
  }

  /// A change for every metric, in their order.
  static List<Change> of(Table table, Pair pair, PointRequests a, PointRequests b) {
    Changes changes = new Changes(table, pair, a, b);
    List<Change> of = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      of.add(changes.change(metric));
    }
    return of;
  }

  private Change change(Metric metric) {
    if (metric.countsFirstToken() && otherFirstToken != null) {
      return new Change(metric, unit(metric), null, null, null, null, otherFirstToken);
    }
    Double from = pair.a().number(metric.column());
    Double to = pair.b().number(metric.column());
    if (from == null || to == null) {
      return new Change(metric, unit(metric), from, to, null, null, whyMissing(metric));
    }
    Interval interval = interval(metric, from, to);
    return new Change(
        metric, unit(metric), from, to, interval.of(), interval.basis(), interval.why());
  }

  private @Nullable String unit(Metric metric) {
    return units.get(metric.column());
  }

  private String whyMissing(Metric metric) {
    List<String> reasons = new ArrayList<>();
    if (pair.a().number(metric.column()) == null) {
      reasons.add("baseline: " + metric.whyNull(pair.a()));
    }
    if (pair.b().number(metric.column()) == null) {
      reasons.add("other: " + metric.whyNull(pair.b()));
    }
    return String.join("; ", reasons);
  }

  private record Interval(
      @Nullable ChangeInterval of, @Nullable Basis basis, @Nullable String why) {}

  private Interval interval(Metric metric, double from, double to) {
    String noRecords = a.whyNone() == null ? b.whyNone() : a.whyNone();
    if (noRecords != null) {
      return ofRows(metric, from, to, noRecords);
    }
    return switch (metric.made()) {
      case Metric.OfRequests made -> ofRequests(metric, made);
      case Metric.OfTrial made -> ofTrials(made, from, to);
    };
  }

  private Interval ofRequests(Metric metric, Metric.OfRequests made) {
    List<Sample> before = a.samples(made.value());
    List<Sample> after = b.samples(made.value());
    ChangeInterval interval =
        ChangeInterval.ofTrials(before, after, made.statistic(), seed(metric));
    boolean several = Math.min(before.size(), after.size()) > 1;
    return interval == null
        ? new Interval(null, null, FEW)
        : new Interval(interval, several ? Basis.TRIALS_AND_REQUESTS : Basis.REQUESTS, null);
  }

  private Interval ofTrials(Metric.OfTrial made, double from, double to) {
    ChangeInterval interval =
        ChangeInterval.ofTrialFigures(a.rates(made.rate()), b.rates(made.rate()), from, to - from);
    return interval == null
        ? new Interval(null, null, FEW_TRIALS)
        : new Interval(interval, Basis.TRIALS, null);
  }

  private Interval ofRows(Metric metric, double from, double to, String noRecords) {
    Estimate before = estimate(metric, pair.a(), from);
    Estimate after = estimate(metric, pair.b(), to);
    return before == null || after == null
        ? new Interval(
            null, null, noRecords + ", and not both rows have an interval of this figure")
        : new Interval(ChangeInterval.ofEstimates(before, after), Basis.ROWS, null);
  }

  private static @Nullable Estimate estimate(Metric metric, Row row, double value) {
    List<String> columns = metric.intervalColumns();
    if (columns.isEmpty()) {
      return null;
    }
    Double low = row.number(columns.getFirst());
    Double high = row.number(columns.getLast());
    return low == null || high == null ? null : new Estimate(value, low, high);
  }

  /// The same pair of points draws the same resamples.
  private long seed(Metric metric) {
    StringBuilder name = new StringBuilder(metric.column());
    for (Row row : List.of(pair.a(), pair.b())) {
      for (String column : List.of("campaign_id", "cell_id", "concurrency")) {
        name.append('\n').append(row.text(column));
      }
    }
    return ByteBuffer.wrap(Digest.bytes(name.toString())).getLong();
  }
}
