package io.perftune.report.pdf;

import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2D;
import de.rototor.pdfbox.graphics2d.PdfBoxGraphics2DFontTextDrawer;
import io.perftune.report.page.Figure;
import io.perftune.report.plot.Palette;
import io.perftune.report.plot.Plot;
import io.perftune.report.plot.Sizes;
import io.perftune.report.plot.Typeface;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.util.Matrix;
import org.jspecify.annotations.Nullable;

/// The sheets of paper of a document, filled from the top; all places are in points.
final class Sheets {
  private static final float ACROSS = PDRectangle.A4.getHeight();
  private static final float DOWN = PDRectangle.A4.getWidth();

  /// Between the paper's edge and what is on it.
  static final float MARGIN = 36;

  /// What can be filled, across.
  static final float WIDTH = PDRectangle.A4.getHeight() - 2 * MARGIN;

  /// What can be filled of a sheet, downwards.
  static final float HEIGHT = PDRectangle.A4.getWidth() - 2 * MARGIN - 14;

  private static final float TOP = PDRectangle.A4.getWidth() - MARGIN;

  private final PDDocument document;
  private final Face regular;
  private final Face bold;
  private final PdfBoxGraphics2DFontTextDrawer drawer = new FigureText();
  private @Nullable PDPageContentStream content;
  private float used = HEIGHT;

  Sheets(PDDocument document) throws IOException {
    this.document = document;
    regular = Face.in(document, Typeface.REGULAR);
    bold = Face.in(document, Typeface.BOLD);
  }

  Face regular() {
    return regular;
  }

  Face bold() {
    return bold;
  }

  /// What is left of the sheet, downwards.
  float left() {
    return HEIGHT - used;
  }

  /// Starts a sheet.
  void turn() throws IOException {
    finish();
    PDPage page = new PDPage(new PDRectangle(ACROSS, DOWN));
    document.addPage(page);
    content = new PDPageContentStream(document, page);
    used = 0;
  }

  /// Starts a sheet where less than `height` is left of this one.
  void need(float height) throws IOException {
    if (left() < height) {
      turn();
    }
  }

  /// Goes down.
  void skip(float height) {
    used = Math.min(used + height, HEIGHT);
  }

  /// Ends the last sheet.
  void finish() throws IOException {
    if (content != null) {
      content.close();
      content = null;
    }
  }

  /// Writes lines from here on, over as many sheets as they take.
  void paragraph(List<String> lines, Face face, float size, Color colour) throws IOException {
    float height = size * 1.35f;
    for (String line : lines) {
      need(height);
      text(line, 0, size, face, size, colour);
      skip(height);
    }
  }

  /// Writes one line.
  ///
  /// @param x from the left margin
  /// @param below from here to its base line
  /// @param shown a text that the face can show
  void text(String shown, float x, float below, Face face, float size, Color colour)
      throws IOException {
    if (shown.isBlank()) {
      return;
    }
    PDPageContentStream here = content();
    here.beginText();
    here.setFont(face.font(), size);
    here.setNonStrokingColor(colour);
    here.newLineAtOffset(MARGIN + x, TOP - used - below);
    here.showText(shown);
    here.endText();
  }

  /// Fills a rectangle whose top is `below` from here.
  void fill(float x, float below, float width, float height, Color colour) throws IOException {
    PDPageContentStream here = content();
    here.setNonStrokingColor(colour);
    here.addRect(MARGIN + x, TOP - used - below - height, width, height);
    here.fill();
  }

  /// Draws a figure into a rectangle whose top is `below` from here.
  void figure(Figure figure, float x, float below, float width, float height) throws IOException {
    PdfBoxGraphics2D canvas = new PdfBoxGraphics2D(document, width, height);
    canvas.setFontTextDrawer(drawer);
    Plot.draw(figure, Sizes.PAPER, canvas, new Rectangle2D.Double(0, 0, width, height));
    canvas.dispose();
    PDPageContentStream here = content();
    here.saveGraphicsState();
    here.transform(Matrix.getTranslateInstance(MARGIN + x, TOP - used - below - height));
    here.drawForm(canvas.getXFormObject());
    here.restoreGraphicsState();
  }

  /// Writes the last line of every sheet: which document, and which sheet of how many.
  void footers(String source) throws IOException {
    finish();
    int sheets = document.getNumberOfPages();
    for (int i = 0; i < sheets; i++) {
      content =
          new PDPageContentStream(
              document, document.getPage(i), PDPageContentStream.AppendMode.APPEND, true, true);
      used = 0;
      String number = (i + 1) + " / " + sheets;
      float below = HEIGHT + 14;
      String line = regular.lines(source, 6.5f, WIDTH - 60).getFirst();
      text(line, 0, below, regular, 6.5f, Palette.SOFT);
      float wide = regular.width(number, 7);
      text(number, WIDTH - wide, below, regular, 7, Palette.SOFT);
      finish();
    }
  }

  private PDPageContentStream content() throws IOException {
    if (content == null) {
      turn();
    }
    if (content == null) {
      throw new IllegalStateException("a sheet that was just started takes no content");
    }
    return content;
  }

  /// Writes a figure's texts as texts, in the document's own fonts.
  private final class FigureText extends PdfBoxGraphics2DFontTextDrawer {
    @Override
    protected PDFont mapFont(Font font, IFontTextDrawerEnv environment) {
      return font.getFontName().endsWith("Bold") ? bold.font() : regular.font();
    }
  }
}
