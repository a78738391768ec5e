package io.perftune.report.pdf;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Timeline;
import io.perftune.report.plot.FigureRows;
import io.perftune.report.plot.Palette;
import io.perftune.report.plot.Plot;
import io.perftune.report.plot.Sizes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Places figures on sheets: two beside each other where there are several, each with its title,
/// its remark and its context line.
record FigureSheets(Sheets sheets) {
  private static final float GAP = 14;

  /// Height of the lowest chart, in points.
  private static final float LEAST = 140;

  /// Height of a legend of one line, which is in every figure's height.
  private static final float ONE_LINE = 14;

  /// Rows of bars that one figure holds; more go on in another.
  private static final int ROWS = 36;

  /// Lanes of a timeline that one figure holds.
  private static final int LANES = 120;

  FigureSheets {
    requireNonNull(sheets, "sheets is null");
  }

  void place(List<? extends Figure> figures) throws IOException {
    List<Figure> pieces = figures.stream().flatMap(figure -> pieces(figure).stream()).toList();
    for (List<Figure> row : FigureRows.of(pieces, Sizes.PAPER, (Sheets.WIDTH - GAP) / 2)) {
      row(row);
    }
  }

  private void row(List<Figure> figures) throws IOException {
    int across = figures.size();
    float width = (Sheets.WIDTH - GAP * (across - 1)) / across;
    boolean shared = figures.stream().map(Figure::context).distinct().count() < across;
    List<Box> boxes =
        figures.stream()
            .map(figure -> box(figure, width, shared ? Sheets.WIDTH : width, across))
            .toList();
    float height = (float) boxes.stream().mapToDouble(Box::height).max().orElse(0);
    float lacking = height - sheets.left();
    if (lacking > 0 && boxes.stream().allMatch(box -> box.shrinksBy(lacking))) {
      boxes = boxes.stream().map(box -> box.smaller(lacking)).toList();
      height -= lacking;
    }
    sheets.need(height);
    float below = 0;
    for (int i = 0; i < boxes.size(); i++) {
      below = Math.max(below, draw(boxes.get(i), i * (width + GAP), width));
    }
    for (int i = 0; i < (shared ? 1 : across); i++) {
      context(boxes.get(i), i * (width + GAP), below);
    }
    sheets.skip(height);
  }

  /// @param wide the width of its context line, which one row may share
  private Box box(Figure figure, float width, float wide, int across) {
    List<String> title = sheets.bold().lines(figure.title(), 9, width);
    String remark = figure.remark();
    List<String> notes = new ArrayList<>();
    if (remark != null) {
      notes.addAll(sheets.regular().lines(remark, 7, width));
    }
    List<String> context = sheets.regular().lines(figure.context(), 6.5f, wide);
    List<String> top = cut(title, 3);
    List<String> said = cut(notes, 6);
    List<String> below = cut(context, 8);
    float words = top.size() * 12f + said.size() * 9.5f + below.size() * 8.8f + 16;
    float legend = (float) Math.max(0, Plot.legend(figure, Sizes.PAPER, width) - ONE_LINE);
    float wanted = wanted(figure, across) + legend;
    return new Box(
        figure, top, said, below, Math.min(wanted, Sheets.HEIGHT - words), LEAST + legend);
  }

  /// Draws all but the context line, and returns where that may begin.
  private float draw(Box box, float x, float width) throws IOException {
    float below = 10;
    for (String line : box.title()) {
      sheets.text(line, x, below, sheets.bold(), 9, Palette.INK);
      below += 12;
    }
    below -= 2;
    for (String line : box.notes()) {
      sheets.text(line, x, below, sheets.regular(), 7, Palette.SOFT);
      below += 9.5f;
    }
    sheets.figure(box.figure(), x, below - 5, width, box.plot());
    return below + box.plot() + 2;
  }

  private void context(Box box, float x, float from) throws IOException {
    float below = from;
    for (String line : box.context()) {
      sheets.text(line, x, below, sheets.regular(), 6.5f, Palette.SOFT);
      below += 8.8f;
    }
  }

  private static float wanted(Figure figure, int across) {
    float chart = across == 1 ? 300 : 215;
    int rows = Plot.rows(figure);
    float row = figure instanceof Timeline ? 3.2f : 11;
    return rows == 0 ? chart : Math.clamp(70 + rows * row, 110, 430);
  }

  private static List<Figure> pieces(Figure figure) {
    return switch (figure) {
      case Chart chart -> List.of(chart);
      case Bars bars -> {
        List<Figure> pieces = new ArrayList<>();
        for (int from = 0; from == 0 || from < bars.bars().size(); from += ROWS) {
          pieces.add(piece(bars, from, Math.min(from + ROWS, bars.bars().size())));
        }
        yield pieces;
      }
      case Timeline timeline -> {
        List<Figure> pieces = new ArrayList<>();
        for (int from = 0; from == 0 || from < timeline.lanes().size(); from += LANES) {
          pieces.add(piece(timeline, from, Math.min(from + LANES, timeline.lanes().size())));
        }
        yield pieces;
      }
    };
  }

  private static Bars piece(Bars bars, int from, int to) {
    return new Bars(
        bars.id(),
        part(bars.title(), from, to, bars.bars().size()),
        bars.alternative(),
        bars.context(),
        bars.remark(),
        bars.value(),
        bars.parts(),
        bars.bars().subList(from, to));
  }

  private static Timeline piece(Timeline timeline, int from, int to) {
    return new Timeline(
        timeline.id(),
        part(timeline.title(), from, to, timeline.lanes().size()),
        timeline.alternative(),
        timeline.context(),
        timeline.remark(),
        timeline.time(),
        timeline.phases(),
        timeline.lanes().subList(from, to));
  }

  private static String part(String title, int from, int to, int all) {
    return from == 0 && to == all
        ? title
        : title + " (" + (from + 1) + "–" + to + " of " + all + ")";
  }

  private static List<String> cut(List<String> lines, int most) {
    if (lines.size() <= most) {
      return lines;
    }
    List<String> kept = new ArrayList<>(lines.subList(0, most - 1));
    kept.add("… (report.html has the rest)");
    return kept;
  }

  /// A figure with its words, in lines that fit.
  ///
  /// @param plot height of the picture
  /// @param least height at which it can still be read
  private record Box(
      Figure figure,
      List<String> title,
      List<String> notes,
      List<String> context,
      float plot,
      float least) {
    Box {
      title = List.copyOf(title);
      notes = List.copyOf(notes);
      context = List.copyOf(context);
    }

    /// Whether it can still be read when it is so much lower.
    boolean shrinksBy(float points) {
      int rows = Plot.rows(figure);
      return rows == 0 && plot - points >= least;
    }

    Box smaller(float points) {
      return new Box(figure, title, notes, context, plot - points, least);
    }

    float height() {
      return title.size() * 12f + notes.size() * 9.5f + context.size() * 8.8f + plot + 14;
    }
  }
}
