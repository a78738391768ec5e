package io.perftune.report.content;

import io.perftune.report.page.Remark;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the data show by themselves, in sentences that name their numbers.
final class Observations {
  private static final int CURVES_SAID = 6;

  private Observations() {}

  /// TTFO coverage first, then how each curve changes with concurrency.
  static List<Remark> of(List<Point> points, List<Curve> curves) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(coverage(points));
    if (curves.isEmpty()) {
      remarks.add(Remark.caution("No point can be drawn: none has both a TTFT and a throughput."));
    }
    curves.stream().limit(CURVES_SAID).forEach(curve -> remarks.addAll(scaling(curve)));
    if (curves.size() > CURVES_SAID) {
      String rest = Figures.counted(curves.size() - (long) CURVES_SAID, "further configuration");
      remarks.add(Remark.plain(rest + ": see the charts and the table of all points."));
    }
    return remarks;
  }

  private static Remark coverage(List<Point> points) {
    Point least = null;
    double lowest = Double.POSITIVE_INFINITY;
    int measured = 0;
    for (Point point : points) {
      Double coverage = point.number("ttfo_coverage");
      if (coverage != null) {
        measured++;
        if (coverage < lowest) {
          lowest = coverage;
          least = point;
        }
      }
    }
    if (least == null) {
      return Remark.caution("TTFO coverage: not measured at any point.");
    }
    String at = Figures.counted(measured, "measured point");
    if (lowest >= 1) {
      return Remark.plain(
          "TTFO coverage: every request with a token gave an answer, at " + at + ".");
    }
    return Remark.caution(
        "TTFO coverage falls to %s at %s (of %s): TTFO there speaks only for requests that answered."
            .formatted(Figures.share(lowest), least.name(), at));
  }

  private static List<Remark> scaling(Curve curve) {
    Point first = curve.points().getFirst();
    Point last = curve.points().getLast();
    if (curve.points().size() == 1) {
      return List.of();
    }
    String output = change("output", "tok/s", first, last, "output_tps");
    String ttft = change("TTFT p50", "ms", first, last, "ttft_p50_ms");
    String speed = change("output speed p50", "tok/s", first, last, "output_speed_p50_tps");
    List<String> changes = new ArrayList<>();
    for (String change : new String[] {output, ttft, speed}) {
      if (!change.isEmpty()) {
        changes.add(change);
      }
    }
    if (changes.isEmpty()) {
      return List.of();
    }
    String range = "from c " + first.concurrency() + " to c " + last.concurrency();
    return List.of(Remark.plain(curve.name() + ", " + range + ": " + String.join("; ", changes)));
  }

  private static String change(String name, String unit, Point first, Point last, String column) {
    @Nullable Double from = first.number(column);
    @Nullable Double to = last.number(column);
    if (from == null || to == null || from <= 0) {
      return "";
    }
    return "%s %s to %s %s (x%s)"
        .formatted(name, Figures.number(from), Figures.number(to), unit, Figures.number(to / from));
  }
}
