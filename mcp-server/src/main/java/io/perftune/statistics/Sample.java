package io.perftune.statistics;

import java.util.Arrays;
import java.util.Collection;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.apache.commons.math3.stat.descriptive.rank.Percentile.EstimationType;
import org.jspecify.annotations.Nullable;

/// Some measured values, and what is said of them. Of no values everything is null.
public final class Sample {
  /// Below this many values a 95th percentile says nothing.
  public static final int ENOUGH_FOR_P95 = 20;

  private static final Percentile LINEAR = new Percentile().withEstimationType(EstimationType.R_7);

  private final double[] values;

  private Sample(double[] values) {
    this.values = values;
  }

  /// The values in any order; every one finite.
  public static Sample of(Collection<Double> values) {
    return of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  static Sample of(double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a measured value is " + value);
      }
    }
    return new Sample(values.clone());
  }

  public int size() {
    return values.length;
  }

  /// The values in the order in which they came; a copy.
  public double[] values() {
    return values.clone();
  }

  public @Nullable Double mean() {
    return values.length == 0 ? null : StatUtils.mean(values);
  }

  /// Population standard deviation, as AIPerf and numpy have it.
  public @Nullable Double deviation() {
    return values.length == 0 ? null : Math.sqrt(new Variance(false).evaluate(values));
  }

  public @Nullable Double minimum() {
    return values.length == 0 ? null : StatUtils.min(values);
  }

  public @Nullable Double maximum() {
    return values.length == 0 ? null : StatUtils.max(values);
  }

  public @Nullable Double median() {
    return percentile(50);
  }

  /// The 95th percentile; null below [#ENOUGH_FOR_P95] values.
  public @Nullable Double p95() {
    return values.length < ENOUGH_FOR_P95 ? null : percentile(95);
  }

  /// Linear interpolation between the closest ranks (type 7, numpy's default).
  ///
  /// @param percent 0 to 100
  public @Nullable Double percentile(double percent) {
    if (values.length == 0) {
      return null;
    }
    // The library's percentile starts above 0.
    return percent == 0 ? StatUtils.min(values) : LINEAR.evaluate(values, percent);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
