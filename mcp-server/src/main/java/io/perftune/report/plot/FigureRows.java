package io.perftune.report.plot;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Timeline;
import java.util.ArrayList;
import java.util.List;

/// Which figures stand beside each other: two in a row, and a wide one alone.
public final class FigureRows {
  /// Bars beyond which a figure of them has a row to itself.
  private static final int MOST = 18;

  private FigureRows() {}

  /// Figures in their order, in rows of one or two.
  ///
  /// @param half the width of each where two share a row
  public static List<List<Figure>> of(List<? extends Figure> figures, Sizes sizes, double half) {
    List<List<Figure>> rows = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      Figure figure = figures.get(i);
      boolean beside =
          i + 1 < figures.size()
              && !wide(figure, sizes, half)
              && !wide(figures.get(i + 1), sizes, half);
      rows.add(beside ? List.of(figure, figures.get(i + 1)) : List.of(figure));
      i += beside ? 1 : 0;
    }
    return rows;
  }

  private static boolean wide(Figure figure, Sizes sizes, double half) {
    return switch (figure) {
      case Chart _ -> false;
      case Bars bars -> bars.bars().size() > MOST || named(bars, sizes) > half * RowsPlot.NAMES;
      case Timeline _ -> true;
    };
  }

  private static double named(Bars bars, Sizes sizes) {
    return bars.bars().stream()
        .mapToDouble(
            bar -> Typeface.REGULAR.width(Typeface.REGULAR.shown(bar.label(), 300), sizes.text()))
        .max()
        .orElse(0);
  }
}
