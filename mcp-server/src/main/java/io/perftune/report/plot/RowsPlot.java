package io.perftune.report.plot;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Timeline;
import java.util.List;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/// Rows of spans from the top: stacked bars, or lanes of a timeline.
final class RowsPlot {
  /// The share of a figure's width that names of rows may take.
  static final double NAMES = 0.5;

  private RowsPlot() {}

  static XYPlot of(Bars bars, Sizes sizes, double width) {
    XYIntervalSeriesCollection data = kinds(bars.parts().size());
    List<Bars.Bar> rows = bars.bars();
    for (int row = 0; row < rows.size(); row++) {
      double end = 0;
      for (Bars.Piece piece : rows.get(row).pieces()) {
        add(data, piece.part(), row, end, end + piece.length());
        end += piece.length();
      }
    }
    ValueAxis names = names(rows.stream().map(Bars.Bar::label).toList(), sizes, width);
    return plot(data, names, Scales.of(bars.value(), sizes), bars.parts());
  }

  static XYPlot of(Timeline timeline, Sizes sizes, double width) {
    XYIntervalSeriesCollection data = kinds(timeline.phases().size());
    List<Timeline.Lane> rows = timeline.lanes();
    for (int row = 0; row < rows.size(); row++) {
      for (Timeline.Span span : rows.get(row).spans()) {
        add(data, span.phase(), row, span.from(), span.to());
      }
    }
    ValueAxis names = names(rows.stream().map(Timeline.Lane::label).toList(), sizes, width);
    return plot(data, names, Scales.of(timeline.time(), sizes), timeline.phases());
  }

  private static XYIntervalSeriesCollection kinds(int count) {
    XYIntervalSeriesCollection data = new XYIntervalSeriesCollection();
    for (int i = 0; i < count; i++) {
      data.addSeries(new XYIntervalSeries(i, false, true));
    }
    return data;
  }

  private static void add(
      XYIntervalSeriesCollection data, int kind, int row, double from, double to) {
    data.getSeries(kind).add(row, row - 0.36, row + 0.36, to, from, to);
  }

  private static XYPlot plot(
      XYIntervalSeriesCollection data, ValueAxis names, ValueAxis value, List<Bars.Part> parts) {
    XYPlot plot = new XYPlot(data, names, value, renderer(parts));
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setDomainGridlinesVisible(false);
    return plot;
  }

  private static ValueAxis names(List<String> labels, Sizes sizes, double width) {
    String[] shown =
        labels.isEmpty()
            ? new String[] {""}
            : labels.stream()
                .map(label -> Typeface.REGULAR.fitting(label, sizes.text(), width * NAMES))
                .toArray(String[]::new);
    SymbolAxis axis = new SymbolAxis(null, shown);
    axis.setRange(-0.5, shown.length - 0.5);
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setInverted(true);
    axis.setGridBandsVisible(false);
    axis.setTickMarksVisible(false);
    Scales.look(axis, sizes);
    return axis;
  }

  private static XYBarRenderer renderer(List<Bars.Part> parts) {
    XYBarRenderer renderer = new XYBarRenderer();
    renderer.setUseYInterval(true);
    renderer.setShadowVisible(false);
    renderer.setBarPainter(new StandardXYBarPainter());
    renderer.setDrawBarOutline(true);
    for (int i = 0; i < parts.size(); i++) {
      renderer.setSeriesPaint(i, Palette.kind(parts.get(i).colour()));
      renderer.setSeriesOutlinePaint(i, Palette.kind(parts.get(i).colour()));
      renderer.setSeriesOutlineStroke(i, Strokes.solid(0.3f));
    }
    return renderer;
  }
}
