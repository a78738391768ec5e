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
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;

/// Makes a library's axis of a model's axis, with the model's range and ticks.
final class Scales {
  /// How much of its size a title keeps at least.
  private static final double SMALLEST = 0.75;

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
    // A mark on the axis' line reaches this far towards the ticks' texts.
    double mark = 2 + sizes.symbol() / 2;
    scale.setTickLabelInsets(new RectangleInsets(mark - 1, mark, mark - 1, mark));
    scale.setTickLabelFont(Typeface.REGULAR.at(sizes.text()));
    scale.setLabelPaint(Palette.INK);
    scale.setTickLabelPaint(Palette.INK);
    scale.setAxisLinePaint(Palette.SOFT);
    scale.setTickMarkPaint(Palette.SOFT);
  }

  /// An axis' title, made smaller and then cut in its middle until it fits beside the plot.
  private static String title(
      org.jfree.chart.axis.Axis of, String label, Rectangle2D all, Rectangle2D data, boolean down) {
    double before = down ? data.getCenterY() - all.getY() : data.getCenterX() - all.getX();
    double after = down ? all.getMaxY() - data.getCenterY() : all.getMaxX() - data.getCenterX();
    double room = 2 * Math.min(before, after);
    float size = of.getLabelFont().getSize2D();
    double share = room / Typeface.REGULAR.width(label, size);
    if (share >= 1) {
      return label;
    }
    float smaller = (float) (size * Math.max(share * 0.99, SMALLEST));
    of.setLabelFont(Typeface.REGULAR.at(smaller));
    return Typeface.REGULAR.fitting(label, smaller, room);
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

    @Override
    protected AxisState drawLabel(
        String label,
        Graphics2D g,
        Rectangle2D all,
        Rectangle2D data,
        RectangleEdge edge,
        AxisState state) {
      String title = title(this, label, all, data, RectangleEdge.isLeftOrRight(edge));
      return super.drawLabel(title, g, all, data, edge, state);
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

    @Override
    protected AxisState drawLabel(
        String label,
        Graphics2D g,
        Rectangle2D all,
        Rectangle2D data,
        RectangleEdge edge,
        AxisState state) {
      String title = title(this, label, all, data, RectangleEdge.isLeftOrRight(edge));
      return super.drawLabel(title, g, all, data, edge, state);
    }
  }
}
