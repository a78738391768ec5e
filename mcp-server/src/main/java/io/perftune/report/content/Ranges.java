package io.perftune.report.content;

import io.perftune.report.page.Axis;
import java.util.List;

/// Finds the range of an axis from the values on it.
final class Ranges {
  private static final double[] STEPS = {1, 2, 2.5, 5, 10};

  private Ranges() {}

  /// Concurrency: powers of two around the values.
  static Axis concurrency(List<Point> points) {
    return around(points.stream().map(Point::concurrency).toList());
  }

  /// The same around concurrencies of a sweep.
  static Axis around(List<Long> concurrencies) {
    long least = concurrencies.stream().mapToLong(Long::longValue).min().orElse(1);
    long most = concurrencies.stream().mapToLong(Long::longValue).max().orElse(1);
    double min = Long.highestOneBit(Math.max(1, least));
    double max = Long.highestOneBit(Math.max(1, most));
    double top = max < most || max == min ? max * 2 : max;
    return new Axis("concurrency (requests in flight)", Axis.Scale.LOG, min, top, 2);
  }

  /// Figures: from zero where they lie near each other, a logarithm where they span more than a
  /// factor of 20.
  static Axis figures(String title, List<Double> values) {
    double least = values.stream().filter(value -> value > 0).min(Double::compare).orElse(1.0);
    double most = values.stream().max(Double::compare).orElse(1.0);
    boolean positive = values.stream().allMatch(value -> value > 0);
    if (positive && most / least > 20) {
      double min = below(least);
      double max = above(most * 1.02);
      return new Axis(title, Axis.Scale.LOG, min, max, 10);
    }
    double step = step(most <= 0 ? 1 : most * 1.08);
    double max = Math.ceil((most <= 0 ? 1 : most * 1.08) / step) * step;
    return new Axis(title, Axis.Scale.LINEAR, 0, max, step);
  }

  /// From zero, whatever the values span.
  static Axis linear(String title, List<Double> values) {
    double most = values.stream().max(Double::compare).orElse(1.0) * 1.02;
    double step = step(most <= 0 ? 1 : most);
    return new Axis(
        title, Axis.Scale.LINEAR, 0, Math.ceil((most <= 0 ? 1 : most) / step) * step, step);
  }

  /// The next 1, 2 or 5 times a power of ten below the value.
  private static double below(double value) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(value)));
    return value >= 5 * magnitude
        ? 5 * magnitude
        : value >= 2 * magnitude ? 2 * magnitude : magnitude;
  }

  /// The next 1, 2 or 5 times a power of ten above the value.
  private static double above(double value) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(value)));
    return value <= 2 * magnitude
        ? 2 * magnitude
        : value <= 5 * magnitude ? 5 * magnitude : 10 * magnitude;
  }

  /// The smallest round step that divides the span into at most six.
  private static double step(double span) {
    double magnitude = Math.pow(10, Math.floor(Math.log10(span / 6)));
    for (double step : STEPS) {
      if (span / (step * magnitude) <= 6) {
        return step * magnitude;
      }
    }
    return 10 * magnitude;
  }
}
