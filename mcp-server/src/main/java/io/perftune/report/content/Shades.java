package io.perftune.report.content;

import java.util.List;

/// The scale of a heat table: from its lowest figure to its highest, by logarithm where they span
/// more than a factor of 20.
record Shades(double low, double high) {
  static Shades of(List<Double> figures) {
    return new Shades(
        figures.stream().mapToDouble(figure -> figure).min().orElse(0),
        figures.stream().mapToDouble(figure -> figure).max().orElse(0));
  }

  /// 0 for the lowest, 1 for the highest, the middle where all are equal.
  double of(double figure) {
    if (!(low < high)) {
      return 0.5;
    }
    return low > 0 && high / low > 20
        ? Math.log(figure / low) / Math.log(high / low)
        : (figure - low) / (high - low);
  }
}
