package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The roof of a part: HBM up to the ridge, the compute peak from there on.
///
/// @param hbmKey path in sol-ceilings.yaml
/// @param hbm TB/s
/// @param computeKey null where the part has no peak of the format
/// @param compute TFLOP/s; null where it has none
record Roof(String hbmKey, double hbm, @Nullable String computeKey, @Nullable Double compute) {
  Roof {
    requireNonNull(hbmKey, "hbmKey is null");
  }

  /// FLOP/byte at which compute becomes the limit; null without a compute peak.
  @Nullable Double ridge() {
    return compute == null ? null : compute / hbm;
  }

  /// The height of the roof, where it has one: the axis must hold it.
  List<Double> top() {
    return compute == null ? List.of() : List.of(compute);
  }

  /// The roof between the edges of a chart.
  Series line(Axis x, Axis y) {
    double from = Math.max(x.min(), y.min() / hbm);
    List<Series.Mark> marks = new ArrayList<>();
    marks.add(mark(from, from * hbm, null));
    Double ridge = ridge();
    if (compute == null || ridge == null || ridge >= x.max()) {
      double to = Math.min(x.max(), y.max() / hbm);
      marks.add(mark(to, to * hbm, hbmKey));
      return bound(hbmKey, marks);
    }
    if (ridge > from) {
      marks.add(mark(ridge, compute, null));
    } else {
      marks.set(0, mark(x.min(), compute, null));
    }
    marks.add(mark(x.max(), compute, computeKey));
    return bound(hbmKey + " and " + computeKey, marks);
  }

  /// The ridge as a line upwards; empty where it lies outside.
  List<Series> ridgeLine(Axis x, Axis y) {
    Double ridge = ridge();
    if (compute == null || ridge == null || ridge <= x.min() || ridge >= x.max()) {
      return List.of();
    }
    String label = "ridge " + Figures.number(ridge) + " FLOP/byte";
    return List.of(bound(label, List.of(mark(ridge, y.min(), null), mark(ridge, compute, label))));
  }

  /// Whole decades around the positive values.
  static Axis logarithmic(String title, List<Double> values) {
    double least = values.stream().filter(v -> v > 0).min(Double::compare).orElse(1.0);
    double most = values.stream().filter(v -> v > 0).max(Double::compare).orElse(1.0);
    double min = Math.pow(10, Math.floor(Math.log10(least)));
    double max = Math.pow(10, Math.ceil(Math.log10(most)));
    return new Axis(title, Axis.Scale.LOG, min, max > min ? max : min * 10, 10);
  }

  private static Series bound(String name, List<Series.Mark> marks) {
    return new Series(name, Series.GREY, Series.Form.BOUND, false, marks);
  }

  private static Series.Mark mark(double x, double y, @Nullable String label) {
    return new Series.Mark(x, y, label, null, null, List.of());
  }
}
