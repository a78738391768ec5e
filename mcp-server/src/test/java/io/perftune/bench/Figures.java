package io.perftune.bench;

import io.perftune.statistics.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// How the tables of the benches print what they found: p50 / p99 / max.
final class Figures {
  private Figures() {}

  static String figures(List<Double> errors, double factor, String format) {
    Sample sample = Sample.of(errors);
    return Stream.of(50, 99, 100)
        .map(percent -> format.formatted(factor * percentile(sample, percent)))
        .reduce((a, b) -> a + " / " + b)
        .orElse("");
  }

  static String ratios(List<Double> ours, List<Double> theirs) {
    Sample first = Sample.of(ours);
    Sample second = Sample.of(theirs);
    return Stream.of(50, 99, 100)
        .map(percent -> ratio(percentile(first, percent), percentile(second, percent)))
        .reduce((a, b) -> a + " / " + b)
        .orElse("");
  }

  private static double percentile(Sample sample, int percent) {
    return Objects.requireNonNull(sample.percentile(percent));
  }

  static String ratio(double ours, double theirs) {
    return theirs == 0 ? "-" : String.format(Locale.ROOT, "%.3f", ours / theirs);
  }
}
