package io.perftune.report.plot;

import io.perftune.report.page.Axis;
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
  private static final int LABEL = 44;

  private RowsPlot() {}

  static XYPlot of(Bars bars, Sizes sizes) {
    XYIntervalSeriesCollection data = kinds(bars.parts().size());
    List<Bars.Bar> rows = bars.bars();
    for (int row = 0; row < rows.size(); row++) {
      double end = 0;
      for (Bars.Piece piece : rows.get(row).pieces()) {
        add(data, piece.part(), row, end, end + piece.length());
        end += piece.length();
      }
    }
    List<String> labels = rows.stream().map(Bars.Bar::label).toList();
    return plot(data, labels, bars.value(), bars.parts(), sizes);
  }

  static XYPlot of(Timeline timeline, Sizes sizes) {
    XYIntervalSeriesCollection data = kinds(timeline.phases().size());
    List<Timeline.Lane> rows = timeline.lanes();
    for (int row = 0; row < rows.size(); row++) {
      for (Timeline.Span span : rows.get(row).spans()) {
        add(data, span.phase(), row, span.from(), span.to());
      }
    }
    List<String> labels = rows.stream().map(Timeline.Lane::label).toList();
    return plot(data, labels, timeline.time(), timeline.phases(), sizes);
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
      XYIntervalSeriesCollection data,
      List<String> labels,
      Axis value,
      List<Bars.Part> parts,
      Sizes sizes) {
    XYPlot plot = new XYPlot(data, names(labels, sizes), Scales.of(value, sizes), renderer(parts));
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setDomainGridlinesVisible(false);
    return plot;
  }

  private static ValueAxis names(List<String> labels, Sizes sizes) {
    String[] shown =
        labels.isEmpty()
            ? new String[] {""}
            : labels.stream()
                .map(label -> Typeface.REGULAR.shown(label, LABEL))
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
