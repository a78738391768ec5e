package io.perftune.report.plot;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Timeline;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.block.LengthConstraintType;
import org.jfree.chart.block.RectangleConstraint;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;

/// Draws a figure onto a canvas: axes, marks, and below them the legend; its title and its lines of
/// text are the back end's.
public final class Plot {
  private Plot() {}

  /// Draws a figure into an area.
  public static void draw(Figure figure, Sizes sizes, Graphics2D canvas, Rectangle2D area) {
    canvas.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    chart(figure, sizes, area.getWidth()).draw(canvas, area);
  }

  /// Rows that a figure stacks, each of which wants its height; 0 for one that has none.
  public static int rows(Figure figure) {
    return switch (figure) {
      case Chart _ -> 0;
      case Bars bars -> bars.bars().size();
      case Timeline timeline -> timeline.lanes().size();
    };
  }

  /// Height of a figure's legend where the figure is so wide; 0 for one without.
  public static double legend(Figure figure, Sizes sizes, double width) {
    LegendItemCollection items = new Keys(sizes).of(figure);
    if (items.getItemCount() == 0) {
      return 0;
    }
    Graphics2D scratch = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    RectangleConstraint within =
        new RectangleConstraint(
            width,
            new Range(0, width),
            LengthConstraintType.RANGE,
            0,
            new Range(0, Float.MAX_VALUE),
            LengthConstraintType.RANGE);
    double height = legend(items, sizes).arrange(scratch, within).getHeight();
    scratch.dispose();
    return height;
  }

  private static JFreeChart chart(Figure figure, Sizes sizes, double width) {
    XYPlot plot =
        switch (figure) {
          case Chart chart -> ChartPlot.of(chart, sizes);
          case Bars bars -> RowsPlot.of(bars, sizes, width);
          case Timeline timeline -> RowsPlot.of(timeline, sizes, width);
        };
    frame(plot);
    JFreeChart chart = new JFreeChart(null, Typeface.BOLD.at(sizes.text()), plot, false);
    chart.setAntiAlias(true);
    chart.setBackgroundPaint(null);
    chart.setPadding(Edges.around(figure, sizes, width));
    LegendItemCollection items = new Keys(sizes).of(figure);
    if (items.getItemCount() > 0) {
      chart.addLegend(legend(items, sizes));
    }
    return chart;
  }

  private static void frame(XYPlot plot) {
    plot.setBackgroundPaint(null);
    // It would be drawn over marks on the edge.
    plot.setOutlineVisible(false);
    plot.setDomainGridlinePaint(Palette.LINE);
    plot.setRangeGridlinePaint(Palette.LINE);
    plot.setDomainGridlineStroke(Strokes.solid(0.5f));
    plot.setRangeGridlineStroke(Strokes.solid(0.5f));
    plot.setNoDataMessageFont(Typeface.REGULAR.at(8));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setInsets(new RectangleInsets(4, 2, 2, 4));
  }

  private static LegendTitle legend(LegendItemCollection items, Sizes sizes) {
    LegendTitle legend = new LegendTitle(() -> items);
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setItemFont(Typeface.REGULAR.at(sizes.text()));
    legend.setItemPaint(Palette.INK);
    legend.setFrame(BlockBorder.NONE);
    legend.setBackgroundPaint(new Color(0, 0, 0, 0));
    legend.setItemLabelPadding(new RectangleInsets(1, 2, 1, sizes.text()));
    return legend;
  }
}
