package io.perftune.statistics;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The 95 % bootstrap interval of a median: resampled with replacement, percentile method, seeded.
///
/// @param low 2.5th percentile of the resampled medians
/// @param high 97.5th percentile of them
public record Bootstrap(double low, double high) {
  /// Below this many values an interval says nothing.
  public static final int ENOUGH = 8;

  private static final int RESAMPLES = 2_000;

  /// The interval of the sample's median; null below [#ENOUGH] values. The same seed gives the same
  /// interval.
  public static @Nullable Bootstrap ofMedian(Sample sample, long seed) {
    double[] values = sample.values();
    if (values.length < ENOUGH) {
      return null;
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] medians = new double[RESAMPLES];
    double[] drawn = new double[values.length];
    for (int resample = 0; resample < RESAMPLES; resample++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = values[random.nextInt(values.length)];
      }
      medians[resample] = median(drawn);
    }
    Sample of = Sample.of(medians);
    Double low = of.percentile(2.5);
    Double high = of.percentile(97.5);
    return low == null || high == null ? null : new Bootstrap(low, high);
  }

  private static double median(double[] drawn) {
    Double median = Sample.of(drawn).median();
    return median == null ? Double.NaN : median;
  }
}
