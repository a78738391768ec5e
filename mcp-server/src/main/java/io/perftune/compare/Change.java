package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.statistics.ChangeInterval;
import io.perftune.value.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// How one figure moved between the two rows of a pair.
///
/// @param unit as the column has it
/// @param a the baseline's figure; null where it is unmeasured, and on both sides where they must
///   not stand side by side
/// @param b the other's
/// @param interval of b - a; null where it cannot be told
/// @param basis what the interval rests on; null without one
/// @param why why there is no change, or a change without an interval; null where both are there
public record Change(
    Metric metric,
    @Nullable String unit,
    @Nullable Double a,
    @Nullable Double b,
    @Nullable ChangeInterval interval,
    @Nullable Basis basis,
    @Nullable String why) {
  public Change {
    requireNonNull(metric, "metric is null");
  }

  /// What an interval rests on.
  public enum Basis {
    /// Bootstrap over trials and the requests in them.
    TRIALS_AND_REQUESTS,
    /// Bootstrap over the requests of one trial: nothing in it says how far trials differ.
    REQUESTS,
    /// Welch's interval over the figures of the trials.
    TRIALS,
    /// The intervals in the two rows.
    ROWS;

    /// The word in files.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a change says.
  public enum Reading {
    BETTER,
    WORSE,
    /// The interval holds 0.
    UNDECIDED,
    /// There is a change and no interval.
    NO_INTERVAL,
    /// There is no change to read.
    NOT_COMPARED;

    /// The word in files.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// b - a; null where a side is missing.
  public @Nullable Double change() {
    return a == null || b == null ? null : b - a;
  }

  /// The change in percent of a; null where a side is missing or a is 0.
  public @Nullable Double percent() {
    Double change = change();
    return change == null || a == null || a == 0 ? null : 100 * change / a;
  }

  /// What it says.
  public Reading reading() {
    if (change() == null) {
      return Reading.NOT_COMPARED;
    }
    if (interval == null) {
      return Reading.NO_INTERVAL;
    }
    if (!interval.excludesZero()) {
      return Reading.UNDECIDED;
    }
    return interval.low() > 0 == metric.higherIsBetter() ? Reading.BETTER : Reading.WORSE;
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("metric", metric.column())
            .put("unit", unit)
            .put("better", metric.higherIsBetter() ? "higher" : "lower")
            .put("a", a)
            .put("b", b)
            .put("change", change())
            .put("change_pct", percent())
            .put("ci_low", interval == null ? null : (Double) interval.low())
            .put("ci_high", interval == null ? null : (Double) interval.high())
            .put("ci_low_pct", interval == null ? null : interval.lowPct())
            .put("ci_high_pct", interval == null ? null : interval.highPct())
            .put("basis", basis == null ? null : basis.label());
    return json.put("excludes_zero", interval == null ? null : (Boolean) interval.excludesZero())
        .put("reading", reading().label())
        .put("why", why);
  }
}
