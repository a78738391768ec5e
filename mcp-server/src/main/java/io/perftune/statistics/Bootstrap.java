package io.perftune.statistics;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The 95 % bootstrap interval of a median: resampled with replacement, percentile method, seeded.
///
/// Values of one trial share what the trial met, so they are drawn in two stages: as many trials as
/// there are, then within each drawn trial as many values as it has. The median is that of all
/// drawn values together.
///
/// @param low 2.5th percentile of the resampled medians
/// @param high 97.5th percentile of them
public record Bootstrap(double low, double high) {
  /// Below this many values an interval says nothing.
  public static final int ENOUGH = 8;

  static final int RESAMPLES = 2_000;

  /// The interval of the median of one trial; null below [#ENOUGH] values. The same seed gives the
  /// same interval.
  public static @Nullable Bootstrap ofMedian(Sample sample, long seed) {
    return ofMedian(List.of(sample), seed);
  }

  /// The interval of the median over all values of all trials; null below [#ENOUGH] values in all.
  ///
  /// @param trials a sample each; those without a value are passed over
  public static @Nullable Bootstrap ofMedian(List<Sample> trials, long seed) {
    List<double[]> values =
        trials.stream().map(Sample::values).filter(trial -> trial.length > 0).toList();
    if (values.stream().mapToInt(trial -> trial.length).sum() < ENOUGH) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] medians = new double[RESAMPLES];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      medians[resample] = median(drawn(values, random));
    }
    Sample of = Sample.of(medians);
    Double low = of.percentile(2.5);
    Double high = of.percentile(97.5);
    return low == null || high == null ? null : new Bootstrap(low, high);
  }

  /// All values of as many trials as there are, both drawn with replacement.
  static double[] drawn(List<double[]> trials, SplittableRandom random) {
    double[][] of = new double[trials.size()][];
    int size = 0;
    for (int trial = 0; trial < of.length; trial++) {
      of[trial] = trials.get(of.length == 1 ? 0 : random.nextInt(of.length));
      size += of[trial].length;
    }
    double[] drawn = new double[size];
    int next = 0;
    for (double[] values : of) {
      for (int i = 0; i < values.length; i++) {
        drawn[next++] = values[random.nextInt(values.length)];
      }
    }
    return drawn;
  }

  private static double median(double[] drawn) {
    Double median = Sample.of(drawn).median();
    return median == null ? Double.NaN : median;
  }
}
