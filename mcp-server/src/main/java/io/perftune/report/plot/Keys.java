package io.perftune.report.plot;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Series;
import io.perftune.report.page.Timeline;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;

/// The keys of a figure's legend: as many as can be read, and how many more there are.
record Keys(Sizes sizes) {
  private static final int MOST = 24;
  private static final int LENGTH = 70;

  Keys {
    requireNonNull(sizes, "sizes is null");
  }

  LegendItemCollection of(Figure figure) {
    return switch (figure) {
      case Chart chart -> series(chart.series());
      case Bars bars -> bars.parts().size() < 2 ? new LegendItemCollection() : parts(bars.parts());
      case Timeline timeline -> parts(timeline.phases());
    };
  }

  private LegendItemCollection series(List<Series> series) {
    LegendItemCollection items = new LegendItemCollection();
    series.stream().limit(MOST).map(this::key).forEach(items::add);
    more(items, series.size());
    return items;
  }

  private LegendItemCollection parts(List<Bars.Part> parts) {
    LegendItemCollection items = new LegendItemCollection();
    double side = sizes.text();
    Shape box = new Rectangle2D.Double(-side / 2, -side / 2, side, side);
    for (Bars.Part part : parts.stream().limit(MOST).toList()) {
      items.add(item(part.name(), box, true, Palette.kind(part.colour()), Strokes.solid(0)));
    }
    more(items, parts.size());
    return items;
  }

  private LegendItem key(Series series) {
    Color colour = Palette.kind(series.colour());
    boolean shaded = series.marks().stream().anyMatch(mark -> mark.look().shade() != null);
    boolean symbol = series.form() == Series.Form.LINE || series.form() == Series.Form.POINTS;
    LegendItem item =
        item(
            series.name(),
            Symbols.of(series.colour(), sizes.symbol()),
            symbol,
            shaded ? Palette.shade(0.5) : colour,
            Strokes.of(series.dashed(), sizes.line()));
    item.setLineVisible(series.form() != Series.Form.POINTS);
    return item;
  }

  private LegendItem item(
      String name, Shape shape, boolean shown, Color colour, java.awt.Stroke stroke) {
    double half = sizes.text() * 1.4;
    LegendItem item =
        new LegendItem(
            Typeface.REGULAR.shown(name, LENGTH),
            null,
            null,
            null,
            shown,
            shape,
            true,
            colour,
            false,
            colour,
            Strokes.solid(0.5f),
            false,
            new Line2D.Double(-half, 0, half, 0),
            stroke,
            colour);
    item.setLabelPaint(Palette.INK);
    return item;
  }

  private void more(LegendItemCollection items, int all) {
    if (all > MOST) {
      items.add(
          item(
              "and " + (all - MOST) + " more, which the table names",
              Symbols.of(0, 0.1),
              false,
              Palette.GREY,
              Strokes.solid(0)));
    }
  }
}
