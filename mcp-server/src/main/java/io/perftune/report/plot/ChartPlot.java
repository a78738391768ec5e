package io.perftune.report.plot;

import io.perftune.report.page.Chart;
import io.perftune.report.page.Series;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/// A chart of lines and points.
final class ChartPlot {
  private ChartPlot() {}

  static XYPlot of(Chart chart, Sizes sizes) {
    XYSeriesCollection data = new XYSeriesCollection();
    for (int i = 0; i < chart.series().size(); i++) {
      data.addSeries(points(i, chart.series().get(i)));
    }
    XYPlot plot =
        new XYPlot(
            data,
            Scales.of(chart.x(), sizes),
            Scales.of(chart.y(), sizes),
            new MarksRenderer(chart.series(), sizes));
    plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
    plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
    return plot;
  }

  private static XYSeries points(int index, Series series) {
    XYSeries points = new XYSeries(index, false, true);
    double held = Double.NaN;
    for (Series.Mark mark : series.marks()) {
      if (series.form() == Series.Form.STEPS && !Double.isNaN(held)) {
        points.add(mark.x(), held, false);
      }
      points.add(mark.x(), mark.y(), false);
      held = mark.y();
    }
    return points;
  }
}
