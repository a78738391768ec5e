package io.perftune.report.plot;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Timeline;
import java.util.List;
import org.jfree.chart.ui.RectangleInsets;

/// What is kept free around a plot, so that texts of ticks at its corners and marks on its edges
/// are shown whole.
final class Edges {
  /// The share of a figure's width that its plot has at least.
  private static final double PLOT = 0.3;

  private Edges() {}

  static RectangleInsets around(Figure figure, Sizes sizes, double width) {
    Axis across =
        switch (figure) {
          case Chart chart -> chart.x();
          case Bars bars -> bars.value();
          case Timeline timeline -> timeline.time();
        };
    List<Double> ticks = Ticks.of(across);
    double right = sizes.symbol();
    double left = 2;
    if (!ticks.isEmpty()) {
      right = Math.max(right, beyond(ticks.getLast(), across, sizes, width, true));
      left = Math.max(left, beyond(ticks.getFirst(), across, sizes, width, false));
    }
    return new RectangleInsets(Math.max(2, sizes.text() / 2), left, 2, right + 2);
  }

  /// How far a tick's text reaches out of the plot.
  private static double beyond(double tick, Axis axis, Sizes sizes, double width, boolean end) {
    double from =
        switch (axis.scale()) {
          case LINEAR -> (tick - axis.min()) / (axis.max() - axis.min());
          case LOG -> Math.log(tick / axis.min()) / Math.log(axis.max() / axis.min());
        };
    double inside = (end ? 1 - from : from) * width * PLOT;
    return Typeface.REGULAR.width(Ticks.text(tick), sizes.text()) / 2 - inside;
  }
}
