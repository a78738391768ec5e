package io.perftune.report.plot;

import io.perftune.report.page.Series;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Paint;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.entity.EntityCollection;
import org.jfree.chart.plot.CrosshairState;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYItemRendererState;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYDataset;

/// Draws the series of a chart: lines, symbols, bars of repeats, and labels where there is room for
/// them.
final class MarksRenderer extends XYLineAndShapeRenderer {
  private final transient List<Series> series;
  private final transient Sizes sizes;
  private transient Labels labels;

  MarksRenderer(List<Series> series, Sizes sizes) {
    super(true, true);
    this.series = List.copyOf(series);
    this.sizes = sizes;
    labels = new Labels(new Rectangle2D.Double(), sizes);
    setUseFillPaint(true);
    setUseOutlinePaint(true);
    for (int i = 0; i < series.size(); i++) {
      style(i, series.get(i));
    }
  }

  private void style(int index, Series of) {
    Color colour = Palette.kind(of.colour());
    boolean symbols = of.form() == Series.Form.LINE || of.form() == Series.Form.POINTS;
    float width = of.form() == Series.Form.BOUND ? sizes.line() * 0.7f : sizes.line();
    setSeriesPaint(index, colour);
    setSeriesStroke(index, Strokes.of(of.dashed(), width));
    setSeriesOutlineStroke(index, Strokes.solid(sizes.line() * 0.7f));
    setSeriesLinesVisible(index, of.form() != Series.Form.POINTS);
    setSeriesShapesVisible(index, symbols);
    setSeriesShape(index, Symbols.of(of.colour(), sizes.symbol()));
    boolean named = of.marks().stream().anyMatch(mark -> mark.label() != null);
    setSeriesItemLabelsVisible(index, named && of.form() != Series.Form.STEPS);
  }

  @Override
  public XYItemRendererState initialise(
      Graphics2D g, Rectangle2D area, XYPlot plot, XYDataset data, PlotRenderingInfo info) {
    labels = new Labels(area, sizes);
    // A mark on an axis' line is shown whole.
    double edge = sizes.symbol();
    g.setClip(
        new Rectangle2D.Double(
            area.getX() - edge,
            area.getY() - edge,
            area.getWidth() + 2 * edge,
            area.getHeight() + 2 * edge));
    for (Series each : series) {
      List<Point2D> places =
          each.marks().stream().map(mark -> place(mark.x(), mark.y(), area, plot)).toList();
      if (each.form() == Series.Form.LINE || each.form() == Series.Form.POINTS) {
        places.forEach(labels::keepClear);
      }
      for (Series.Mark mark : each.marks()) {
        if (mark.low() != null && mark.high() != null) {
          labels.avoid(
              place(mark.x(), mark.low(), area, plot), place(mark.x(), mark.high(), area, plot));
        }
      }
      if (each.form() == Series.Form.LINE || each.form() == Series.Form.BOUND) {
        for (int i = 1; i < places.size(); i++) {
          labels.avoid(places.get(i - 1), places.get(i));
        }
      }
    }
    return super.initialise(g, area, plot, data, info);
  }

  @Override
  public Paint getItemFillPaint(int row, int column) {
    Series.Look look = look(row, column);
    return look.hatched() ? Color.WHITE : colour(row, look);
  }

  @Override
  public Paint getItemOutlinePaint(int row, int column) {
    return colour(row, look(row, column));
  }

  @Override
  protected void drawSecondaryPass(
      Graphics2D g,
      XYPlot plot,
      XYDataset data,
      int pass,
      int row,
      int item,
      ValueAxis domain,
      Rectangle2D area,
      ValueAxis range,
      CrosshairState crosshair,
      EntityCollection entities) {
    whisker(g, plot, row, item, domain, area, range);
    super.drawSecondaryPass(
        g, plot, data, pass, row, item, domain, area, range, crosshair, entities);
  }

  @Override
  protected void drawItemLabel(
      Graphics2D g,
      PlotOrientation orientation,
      XYDataset data,
      int row,
      int item,
      double x,
      double y,
      boolean negative) {
    Series of = series.get(row);
    String label = of.form() == Series.Form.STEPS ? null : of.marks().get(item).label();
    if (label != null) {
      labels.draw(g, Typeface.REGULAR.shown(label, 40), new Point2D.Double(x, y));
    }
  }

  private void whisker(
      Graphics2D g,
      XYPlot plot,
      int row,
      int item,
      ValueAxis domain,
      Rectangle2D area,
      ValueAxis range) {
    if (series.get(row).form() == Series.Form.STEPS) {
      return;
    }
    Series.Mark mark = series.get(row).marks().get(item);
    if (mark.low() == null || mark.high() == null) {
      return;
    }
    double x = domain.valueToJava2D(mark.x(), area, plot.getDomainAxisEdge());
    double low = range.valueToJava2D(mark.low(), area, plot.getRangeAxisEdge());
    double high = range.valueToJava2D(mark.high(), area, plot.getRangeAxisEdge());
    double half = sizes.symbol() / 2;
    g.setPaint(colour(row, mark.look()));
    g.setStroke(Strokes.solid(sizes.line() * 0.7f));
    g.draw(new Line2D.Double(x, low, x, high));
    g.draw(new Line2D.Double(x - half, low, x + half, low));
    g.draw(new Line2D.Double(x - half, high, x + half, high));
  }

  private Series.Look look(int row, int column) {
    Series of = series.get(row);
    return of.form() == Series.Form.STEPS ? Series.Look.PLAIN : of.marks().get(column).look();
  }

  private Color colour(int row, Series.Look look) {
    Double shade = look.shade();
    return shade == null ? Palette.kind(series.get(row).colour()) : Palette.shade(shade);
  }

  private static Point2D place(double x, double y, Rectangle2D area, XYPlot plot) {
    return new Point2D.Double(
        plot.getDomainAxis().valueToJava2D(x, area, plot.getDomainAxisEdge()),
        plot.getRangeAxis().valueToJava2D(y, area, plot.getRangeAxisEdge()));
  }
}
