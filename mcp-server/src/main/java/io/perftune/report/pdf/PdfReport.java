package io.perftune.report.pdf;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Document;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.report.plot.Palette;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.destination.PDPageFitDestination;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;

/// Draws a document as one PDF: A4 landscape, every page of the document from a fresh sheet, texts
/// as text and figures as vectors.
///
/// The same document and date give the same bytes.
public final class PdfReport {
  private final Sheets sheets;
  private final PDDocument pdf;
  private final PDDocumentOutline outline = new PDDocumentOutline();

  private PdfReport(PDDocument pdf) throws IOException {
    this.pdf = pdf;
    sheets = new Sheets(pdf);
  }

  /// The file.
  ///
  /// @param date which the file says it was made at
  public static byte[] render(Document document, Instant date) {
    try (PDDocument pdf = new PDDocument()) {
      new PdfReport(pdf).write(document, date);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
      pdf.save(bytes);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Document document, Instant date) throws IOException {
    pdf.setDocumentId(0L);
    pdf.setDocumentInformation(information(document, date));
    pdf.getDocumentCatalog().setLanguage("en");
    pdf.getDocumentCatalog().setDocumentOutline(outline);
    sheets.turn();
    title(document);
    boolean first = true;
    for (Page page : document.pages()) {
      if (!first) {
        sheets.turn();
      }
      first = false;
      page(page);
    }
    sheets.footers(document.title() + " · " + document.source());
  }

  private PDDocumentInformation information(Document document, Instant date) {
    PDDocumentInformation information = new PDDocumentInformation();
    Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(ZoneOffset.UTC), Locale.ROOT);
    calendar.setTimeInMillis(date.toEpochMilli());
    information.setTitle(sheets.regular().shown(document.title()));
    information.setSubject(sheets.regular().shown(document.source()));
    information.setCreator("perf-tune-report");
    information.setProducer("perf-tune-report");
    information.setCreationDate(calendar);
    information.setModificationDate(calendar);
    return information;
  }

  private void title(Document document) throws IOException {
    lines(document.title(), sheets.bold(), 18, Palette.INK);
    for (String subtitle : document.subtitles()) {
      lines(subtitle, sheets.regular(), 9, Palette.SOFT);
    }
    sheets.skip(8);
  }

  private void page(Page page) throws IOException {
    String number = Character.isDigit(page.id().charAt(0)) ? page.id() + "  " : "";
    lines(number + page.title(), sheets.bold(), 13, Palette.INK);
    mark(number + page.title());
    if (page.context() != null) {
      lines(page.context(), sheets.regular(), 7.5f, Palette.SOFT);
    }
    sheets.skip(4);
    for (Remark remark : page.remarks()) {
      remark(remark);
    }
    new FigureSheets(sheets).place(page.figures());
    for (DataTable table : page.tables()) {
      TableSheets.place(sheets, table);
    }
  }

  private void mark(String title) {
    PDOutlineItem item = new PDOutlineItem();
    item.setTitle(sheets.regular().shown(title));
    PDPageFitDestination destination = new PDPageFitDestination();
    destination.setPage(pdf.getPage(pdf.getNumberOfPages() - 1));
    item.setDestination(destination);
    outline.addLast(item);
  }

  private void remark(Remark remark) throws IOException {
    String word =
        switch (remark.tone()) {
          case PLAIN, GOOD, ABSENT -> "";
          case CAUTION -> "Caution. ";
          case BAD -> "Problem. ";
        };
    Tone tone = remark.tone();
    float size = 8.5f;
    List<String> lines = sheets.regular().lines(word + remark.text(), size, Sheets.WIDTH - 10);
    for (String line : lines) {
      sheets.need(size * 1.35f);
      sheets.fill(0, 1, 2, size * 1.35f, tone == Tone.PLAIN ? Palette.LINE : Palette.tone(tone));
      sheets.text(line, 9, size, sheets.regular(), size, Palette.tone(tone));
      sheets.skip(size * 1.35f);
    }
    sheets.skip(3);
  }

  private void lines(String text, Face face, float size, java.awt.Color colour) throws IOException {
    sheets.paragraph(face.lines(text, size, Sheets.WIDTH), face, size, colour);
  }
}
