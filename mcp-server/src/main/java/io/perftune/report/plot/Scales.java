package io.perftune.report.plot;

import io.perftune.report.page.Axis;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/// Makes a library's axis of a model's axis, with the model's range and ticks.
final class Scales {
  private Scales() {}

  static ValueAxis of(Axis axis, Sizes sizes) {
    ValueAxis scale =
        switch (axis.scale()) {
          case LINEAR -> new Linear(axis);
          case LOG -> new Logarithmic(axis);
        };
    scale.setLabel(Typeface.REGULAR.shown(axis.title(), 80));
    scale.setRange(axis.min(), axis.max());
    look(scale, sizes);
    return scale;
  }

  /// Fonts and colours of an axis.
  static void look(org.jfree.chart.axis.Axis scale, Sizes sizes) {
    scale.setLabelFont(Typeface.REGULAR.at(sizes.text()));
    scale.setTickLabelFont(Typeface.REGULAR.at(sizes.text()));
    scale.setLabelPaint(Palette.INK);
    scale.setTickLabelPaint(Palette.INK);
    scale.setAxisLinePaint(Palette.SOFT);
    scale.setTickMarkPaint(Palette.SOFT);
  }

  private static List<NumberTick> ticks(Axis axis, RectangleEdge edge) {
    TextAnchor anchor =
        RectangleEdge.isLeftOrRight(edge) ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
    return Ticks.of(axis).stream().map(value -> tick(value, anchor)).toList();
  }

  private static NumberTick tick(double value, TextAnchor anchor) {
    return new NumberTick(value, Ticks.text(value), anchor, TextAnchor.CENTER, 0);
  }

  private static final class Linear extends NumberAxis {
    private final transient Axis of;

    private Linear(Axis of) {
      this.of = of;
      setAutoTickUnitSelection(false);
    }

    @Override
    public List<?> refreshTicks(
        Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
      return ticks(of, edge);
    }
  }

  private static final class Logarithmic extends LogAxis {
    private final transient Axis of;

    private Logarithmic(Axis of) {
      this.of = of;
      setBase(of.step());
      setAutoTickUnitSelection(false);
    }

    @Override
    public List<?> refreshTicks(
        Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
      return ticks(of, edge);
    }
  }
}
