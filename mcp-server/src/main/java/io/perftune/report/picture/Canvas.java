package io.perftune.report.picture;

import io.perftune.report.page.Figure;
import io.perftune.report.page.Timeline;
import io.perftune.report.plot.FigureRows;
import io.perftune.report.plot.Palette;
import io.perftune.report.plot.Plot;
import io.perftune.report.plot.Sizes;
import io.perftune.report.plot.Typeface;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lays figures out in a grid of two columns under a heading.
///
/// @param width of the whole, in pixels
/// @param plot height of a figure's picture
/// @param sizes of text and marks
/// @param most height of the whole
record Canvas(int width, int plot, Sizes sizes, int most) {
  static final Canvas PAGE = new Canvas(1500, 430, Sizes.SCREEN, 12_000);
  static final Canvas DIGEST = new Canvas(1092, 288, new Sizes(12, 8, 1.8f), 1568);

  private static final int EDGE = 12;
  private static final int LINES = 3;
  private static final String REST = " … (report.html has the rest)";
  private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

  byte[] png(String heading, List<? extends Figure> figures) {
    List<List<Figure>> rows = FigureRows.of(figures, sizes, cell(2));
    int top = EDGE + Math.round(sizes.text() * 2.2f);
    int height = top + EDGE;
    for (List<Figure> row : rows) {
      height += height(row, rows.size());
    }
    BufferedImage picture =
        new BufferedImage(width, Math.min(height, most), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    hints(g);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    Font bold = Typeface.BOLD.at(sizes.text() * 1.35f);
    write(g, fitting(heading, bold, width - 2 * EDGE), EDGE, EDGE + sizes.text() * 1.3f, bold);
    int y = top;
    for (List<Figure> row : rows) {
      int cell = cell(row.size());
      int plot = picture(row, rows.size());
      int notes = lines(row, Figure::remark);
      for (int i = 0; i < row.size(); i++) {
        draw(g, row.get(i), new Rectangle2D.Double(EDGE + i * (cell + EDGE), y, cell, plot), notes);
      }
      y += height(row, rows.size());
    }
    g.dispose();
    return Ink.png(picture);
  }

  /// Draws a figure with its words.
  ///
  /// @param area as high as its picture alone
  /// @param notes lines that are kept for remarks, so that pictures beside each other begin alike
  private void draw(Graphics2D g, Figure figure, Rectangle2D area, int notes) {
    Font bold = Typeface.BOLD.at(sizes.text() * 1.1f);
    float line = line();
    float x = (float) area.getX();
    float y = (float) area.getY() + line;
    write(g, fitting(figure.title(), bold, area.getWidth()), x, y - line * 0.2f, bold);
    small(g, figure.remark(), x, y + line * 0.65f, area.getWidth());
    y += notes * line * 0.9f;
    Plot.draw(
        figure,
        sizes,
        g,
        new Rectangle2D.Double(area.getX(), y + 2, area.getWidth(), area.getHeight()));
    y += (float) area.getHeight() + line;
    small(g, figure.context(), x, y, area.getWidth());
  }

  private void small(Graphics2D g, @Nullable String text, float x, float below, double width) {
    if (text == null) {
      return;
    }
    Font small = small();
    g.setFont(small);
    g.setPaint(Palette.SOFT);
    float y = below;
    for (String words : wrapped(text, small, width)) {
      g.drawString(words, x, y);
      y += line() * 0.9f;
    }
  }

  /// The width of each of so many figures beside each other.
  private int cell(int across) {
    return (width - EDGE * (across + 1)) / across;
  }

  private int picture(List<Figure> row, int rows) {
    int wanted = plot;
    for (Figure figure : row) {
      int each = figure instanceof Timeline ? 5 : Math.round(sizes.text() * 1.5f);
      double legend = Plot.legend(figure, sizes, cell(row.size())) - sizes.text() * 1.7;
      int drawn = Math.max(plot, 110 + Plot.rows(figure) * each);
      wanted = Math.max(wanted, drawn + (int) Math.max(0, legend));
    }
    return Math.min(wanted, (most - 400) / rows);
  }

  private int height(List<Figure> row, int rows) {
    int words = lines(row, Figure::context) + lines(row, Figure::remark);
    return picture(row, rows) + Math.round(line() * (2.1f + words * 0.9f)) + EDGE;
  }

  /// Lines that a text of the row's figures takes at most.
  private int lines(List<Figure> row, Function<Figure, @Nullable String> text) {
    int lines = 0;
    for (Figure figure : row) {
      String of = text.apply(figure);
      if (of != null) {
        lines = Math.max(lines, wrapped(of, small(), cell(row.size())).size());
      }
    }
    return lines;
  }

  private float line() {
    return sizes.text() * 1.35f;
  }

  private Font small() {
    return Typeface.REGULAR.at(sizes.text() * 0.85f);
  }

  private static void write(Graphics2D g, String text, float x, float y, Font font) {
    g.setFont(font);
    g.setPaint(Palette.INK);
    g.drawString(text, x, y);
  }

  private static void hints(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  /// The text, with an ellipsis where it is wider.
  private static String fitting(String text, Font font, double width) {
    String shown = Typeface.BOLD.shown(text, 160);
    int length = shown.length();
    while (length > 1 && width(shown, font) > width) {
      length -= 1;
      shown = Typeface.BOLD.shown(text, length);
    }
    return shown;
  }

  /// At most three lines; the last says so where there are more.
  static List<String> wrapped(String text, Font font, double width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : Typeface.REGULAR.shown(text).strip().split(" +", -1)) {
      String joined = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(joined, font) > width) {
        lines.add(line);
        line = word;
      } else {
        line = joined;
      }
    }
    lines.add(line);
    return lines.size() <= LINES
        ? lines
        : List.of(lines.get(0), lines.get(1), ended(lines.get(2), font, width));
  }

  private static String ended(String line, Font font, double width) {
    String kept = line;
    while (kept.contains(" ") && width(kept + REST, font) > width) {
      kept = kept.substring(0, kept.lastIndexOf(' '));
    }
    return kept.replaceAll("[ ·,:]+$", "") + REST;
  }

  private static double width(String text, Font font) {
    return font.getStringBounds(text, MEASURE).getWidth();
  }
}
