package io.perftune.statistics;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/// The 95 % interval of how far a figure moved from one set of measurements to another.
///
/// Neither set is paired with the other: what they have in common, such as the same prompts, is not
/// used, which makes the interval wider and never too narrow.
///
/// @param low lower end of after - before, in the figure's unit
/// @param high upper end of it
/// @param lowPct lower end of the change in percent of before; null where before can be 0
/// @param highPct upper end of it; null together with the lower
public record ChangeInterval(
    double low, double high, @Nullable Double lowPct, @Nullable Double highPct) {
  /// Below this many trials a side a figure that a trial has once has no interval.
  public static final int ENOUGH_TRIALS = 3;

  private static final double TAIL = 0.025;

  /// What is made of all values of a set.
  public enum Statistic {
    MEAN,
    MEDIAN,
    P95;

    double of(double[] values) {
      Sample sample = Sample.of(values);
      Double of =
          switch (this) {
            case MEAN -> sample.mean();
            case MEDIAN -> sample.median();
            case P95 -> sample.percentile(95);
          };
      return requireNonNull(of, "a statistic of no values");
    }
  }

  /// A measured figure with its own 95 % interval.
  public record Estimate(double value, double low, double high) {}

  /// Whether the figure moved at all, as far as the interval can tell.
  public boolean excludesZero() {
    return low > 0 || high < 0;
  }

  /// By bootstrap: in each resample both sides are drawn anew, trials first and values within them;
  /// the ends are the 2.5th and 97.5th percentile of the changes. The same seed gives the same
  /// interval.
  ///
  /// @param before a sample for each trial; those without a value are passed over
  /// @param after the same of the other side
  /// @return null where a side has fewer than [Bootstrap#ENOUGH] values
  public static @Nullable ChangeInterval ofTrials(
      List<Sample> before, List<Sample> after, Statistic statistic, long seed) {
    List<double[]> from = values(before);
    List<double[]> to = values(after);
    if (size(from) < Bootstrap.ENOUGH || size(to) < Bootstrap.ENOUGH) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] changes = new double[Bootstrap.RESAMPLES];
    double[] shares = new double[Bootstrap.RESAMPLES];
    boolean relative = true;
    for (int resample = 0; resample < Bootstrap.RESAMPLES; resample++) {
      double base = statistic.of(Bootstrap.drawn(from, random));
      changes[resample] = statistic.of(Bootstrap.drawn(to, random)) - base;
      relative &= base > 0;
      shares[resample] = relative ? 100 * changes[resample] / base : 0;
    }
    return new ChangeInterval(
        end(changes, 2.5),
        end(changes, 97.5),
        relative ? (Double) end(shares, 2.5) : null,
        relative ? (Double) end(shares, 97.5) : null);
  }

  /// From the intervals that the two figures have already: the square-and-add method of Zou and
  /// Donner (2008), which takes them as independent.
  public static ChangeInterval ofEstimates(Estimate before, Estimate after) {
    double change = after.value - before.value;
    double low = change - Math.hypot(after.value - after.low, before.high - before.value);
    double high = change + Math.hypot(after.high - after.value, before.value - before.low);
    return scaled(low, high, before.value);
  }

  /// Of a figure that each trial has once, such as its throughput: Welch's interval around the
  /// change, with the degrees of freedom of Welch and Satterthwaite.
  ///
  /// @param before a value for each trial
  /// @param after the same of the other side
  /// @param base the figure of the whole point before
  /// @param change the change of the whole points' figures, on which the interval is centred
  /// @return null where a side has fewer than [#ENOUGH_TRIALS] values
  public static @Nullable ChangeInterval ofTrialFigures(
      Sample before, Sample after, double base, double change) {
    if (before.size() < ENOUGH_TRIALS || after.size() < ENOUGH_TRIALS) {
      return null;
    }
    double from = squaredError(before);
    double to = squaredError(after);
    double half = from + to == 0 ? 0 : quantile(from, to, before, after) * Math.sqrt(from + to);
    return scaled(change - half, change + half, base);
  }

  private static double quantile(double from, double to, Sample before, Sample after) {
    double freedom =
        Math.pow(from + to, 2) / (from * from / (before.size() - 1) + to * to / (after.size() - 1));
    return new TDistribution(freedom).inverseCumulativeProbability(1 - TAIL);
  }

  /// The squared standard error of the mean: the unbiased variance over n.
  private static double squaredError(Sample sample) {
    double deviation = requireNonNull(sample.deviation(), "a sample of no values");
    return deviation * deviation / (sample.size() - 1);
  }

  private static ChangeInterval scaled(double low, double high, double base) {
    return base > 0
        ? new ChangeInterval(low, high, 100 * low / base, 100 * high / base)
        : new ChangeInterval(low, high, null, null);
  }

  private static List<double[]> values(List<Sample> trials) {
    return trials.stream().map(Sample::values).filter(trial -> trial.length > 0).toList();
  }

  private static int size(List<double[]> trials) {
    return trials.stream().mapToInt(trial -> trial.length).sum();
  }

  private static double end(double[] values, double percent) {
    return requireNonNull(Sample.of(values).percentile(percent), "resamples are there");
  }
}
