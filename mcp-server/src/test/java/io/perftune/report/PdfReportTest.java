package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Document;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.pdf.PdfReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.junit.jupiter.api.Test;

class PdfReportTest {
  private static final Instant DATE = Instant.parse("2026-01-02T03:04:05Z");
  private static final String HOSTILE =
      "<b>(bold)</b>\n\n\u202Etxet\u0000\uD800 \u05E9\u05DC\u05D5\u05DD \u6F22\u5B57 \uD83D\uDE80 ";

  @Test
  void sameDocumentGivesTheSameBytesInAnyLocaleAndTimeZone() {
    byte[] here = PdfReport.render(Showcase.document(), DATE);
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

      assertThat(PdfReport.render(Showcase.document(), DATE)).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void holdsEveryHeadingContextRemarkAndFigureOfTheTablesAsText() throws IOException {
    for (Document document :
        List.of(Showcase.document(), Reports.plain().document(), Reports.mixed().document())) {
      String text = squeezed(text(PdfReport.render(document, DATE)));
      assertThat(text).contains(squeezed(document.title()), squeezed(document.source()));
      for (Page page : document.pages()) {
        assertThat(text).contains(squeezed(page.title()));
        page.remarks().forEach(remark -> assertThat(text).contains(squeezed(remark.text())));
        page.figures().forEach(figure -> assertThat(text).contains(squeezed(figure.title())));
        for (DataTable table : page.tables()) {
          assertThat(text).contains(squeezed(table.caption()));
          table.rows().stream()
              .flatMap(List::stream)
              .filter(entry -> entry.number() != null)
              .forEach(entry -> assertThat(text).contains(squeezed(entry.text())));
        }
      }
    }
  }

  @Test
  void textInFiguresIsTextInTheShippedFonts() throws IOException {
    byte[] pdf = PdfReport.render(Showcase.document(), DATE);

    assertThat(text(pdf)).contains("Arithmetic intensity (FLOP/byte)", "1,979 TFLOP/s", "c64");
    try (PDDocument document = Loader.loadPDF(pdf)) {
      for (var page : document.getPages()) {
        for (var name : page.getResources().getFontNames()) {
          assertThat(page.getResources().getFont(name).isEmbedded()).isTrue();
          assertThat(page.getResources().getFont(name).getName()).contains("LiberationSans");
        }
      }
    }
  }

  @Test
  void nothingLeavesThePaper() throws IOException {
    DataTable wide = Showcase.heat(200, 30);
    Page page = new Page("1", "Wide", null, List.of(), List.of(), List.of(wide));

    byte[] pdf = PdfReport.render(Showcase.of(page), DATE);

    assertThat(outside(pdf)).isEmpty();
    assertThat(outside(PdfReport.render(Showcase.document(), DATE))).isEmpty();
    String text = text(pdf);
    assertThat(text).contains("(continued)", " of 31)", "configuration-199", "600000.5");
    assertThat(text.split("Configuration ", -1).length).isGreaterThan(10);
  }

  @Test
  void hostileTextIsInertAndStaysOnThePaper() throws IOException {
    String text = HOSTILE + "x".repeat(10_000);
    DataTable table =
        DataTable.of(
            text,
            List.of(DataTable.Column.text(text), DataTable.Column.text("b")),
            List.of(
                List.of(Entry.of(text), Entry.of(text)),
                List.of(Entry.of("last"), Entry.of("row"))));
    Document document =
        new Document(
            text,
            List.of(text),
            List.of(
                new Page(
                    "1", text, text, List.of(Remark.caution(text)), List.of(), List.of(table))),
            text);

    byte[] pdf = PdfReport.render(document, DATE);

    assertThat(outside(pdf)).isEmpty();
    assertThat(text(pdf)).contains("<b>(bold)</b>", "\u25A1", "last").doesNotContain("\u202E");
  }

  @Test
  void emptyDocumentAndEmptyTableAndOnePointAreDrawn() throws IOException {
    assertThat(text(PdfReport.render(new Document("None", List.of(), List.of(), "src"), DATE)))
        .contains("None", "1 / 1", "src");
    DataTable none = DataTable.of("No rows", List.of(DataTable.Column.text("Cell")), List.of());
    Page page = new Page("x", "Empty", null, List.of(), List.of(Showcase.bars(0)), List.of(none));
    assertThat(text(PdfReport.render(Showcase.of(page), DATE))).contains("No rows", "Cell");
  }

  private static String text(byte[] pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document);
    }
  }

  /// Every glyph that is not wholly on its sheet.
  private static List<String> outside(byte[] pdf) throws IOException {
    List<String> outside = new ArrayList<>();
    try (PDDocument document = Loader.loadPDF(pdf)) {
      new PDFTextStripper() {
        @Override
        protected void processTextPosition(TextPosition glyph) {
          PDRectangle sheet = getCurrentPage().getMediaBox();
          if (glyph.getX() < 20
              || glyph.getX() + glyph.getWidth() > sheet.getWidth() - 20
              || glyph.getY() < 20
              || glyph.getY() > sheet.getHeight() - 15) {
            outside.add(glyph.getUnicode() + " at " + glyph.getX() + ", " + glyph.getY());
          }
        }
      }.getText(document);
    }
    return outside;
  }

  /// Without white space, where lines break and words wrap.
  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "");
  }
}
