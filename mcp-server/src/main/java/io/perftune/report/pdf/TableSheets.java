package io.perftune.report.pdf;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.plot.Palette;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Places a table on sheets: its head is repeated on each, and one that is too wide goes on with
/// its further columns, the first of them repeated.
final class TableSheets {
  private static final float LINE = TableColumns.SIZE * 1.25f;
  private static final float SMALL_LINE = TableColumns.SMALL * 1.25f;
  private static final float PAD = TableColumns.PAD;
  private static final int ROWS = 200;

  private final Sheets sheets;
  private final DataTable table;
  private final List<TableColumns.Width> columns;
  private final List<TableCell> head;
  private String caption;

  private TableSheets(
      Sheets sheets, DataTable table, List<TableColumns.Width> columns, String caption) {
    this.sheets = sheets;
    this.table = table;
    this.columns = columns;
    this.caption = caption;
    head = columns.stream().map(column -> heading(column)).toList();
  }

  static void place(Sheets sheets, DataTable whole) throws IOException {
    DataTable table = first(whole);
    List<List<TableColumns.Width>> groups = TableColumns.of(sheets, table);
    sheets.skip(6);
    for (int i = 0; i < groups.size(); i++) {
      String part = groups.size() == 1 ? "" : part(groups.get(i), table.columns().size());
      new TableSheets(sheets, table, groups.get(i), table.caption() + part).place();
    }
    if (table.context() != null) {
      small(sheets, table.context());
    }
    for (String footnote : table.footnotes()) {
      small(sheets, footnote);
    }
    sheets.skip(8);
  }

  /// As many rows as somebody leafs through, and where the others are.
  private static DataTable first(DataTable table) {
    int all = table.rows().size();
    if (all <= ROWS) {
      return table;
    }
    List<String> footnotes = new ArrayList<>(table.footnotes());
    footnotes.addFirst(
        "The first %d of %d rows; report.html has all of them.".formatted(ROWS, all));
    return new DataTable(
        table.caption(),
        table.context(),
        table.columns(),
        table.rows().subList(0, ROWS),
        footnotes);
  }

  private static String part(List<TableColumns.Width> group, int all) {
    // A later group begins with the first column again, which names its rows.
    int first = group.size() > 1 ? group.get(1).index() + 1 : 1;
    int from = first == 2 ? 1 : first;
    return " (columns " + from + "–" + (group.getLast().index() + 1) + " of " + all + ")";
  }

  private static void small(Sheets sheets, String text) throws IOException {
    sheets.skip(1);
    sheets.paragraph(
        sheets.regular().lines(text, 6.5f, Sheets.WIDTH), sheets.regular(), 6.5f, Palette.SOFT);
  }

  private void place() throws IOException {
    float first = table.rows().isEmpty() ? 0 : height(cells(table.rows().getFirst()));
    sheets.need(Math.min(top() + first, Sheets.HEIGHT));
    top(caption);
    for (List<Entry> row : table.rows()) {
      List<TableCell> cells = cells(row);
      float height = height(cells);
      if (sheets.left() < height) {
        sheets.turn();
        top(caption + " (continued)");
      }
      row(cells, height, false);
    }
    rule();
    sheets.skip(5);
  }

  private float top() {
    return sheets.bold().lines(caption + " (continued)", 8.5f, Sheets.WIDTH).size() * 11.5f
        + 3
        + height(head);
  }

  private void top(String words) throws IOException {
    sheets.paragraph(
        cut(sheets.bold().lines(words, 8.5f, Sheets.WIDTH), 4), sheets.bold(), 8.5f, Palette.INK);
    sheets.skip(3);
    row(head, height(head), true);
  }

  private void row(List<TableCell> cells, float height, boolean heads) throws IOException {
    float x = 0;
    for (int i = 0; i < cells.size(); i++) {
      TableColumns.Width column = columns.get(i);
      TableCell cell = cells.get(i);
      Color ground = heads ? Palette.SHEET : cell.ground();
      if (ground != null) {
        sheets.fill(x, 0, column.points(), height, ground);
      }
      cell(cell, x, column);
      x += column.points();
    }
    rule();
    sheets.skip(height);
  }

  private void rule() throws IOException {
    float width = (float) columns.stream().mapToDouble(TableColumns.Width::points).sum();
    sheets.fill(0, 0, width, 0.4f, Palette.LINE);
  }

  private void cell(TableCell cell, float x, TableColumns.Width column) throws IOException {
    boolean right = table.columns().get(column.index()).numeric();
    float below = PAD;
    Face face = cell.bold() ? sheets.bold() : sheets.regular();
    for (String line : cell.lines()) {
      write(line, x, below + TableColumns.SIZE, face, TableColumns.SIZE, cell.ink(), right, column);
      below += LINE;
    }
    Face small = sheets.regular();
    for (String line : cell.small()) {
      float size = TableColumns.SMALL;
      write(line, x, below + size, small, size, cell.smallInk(), right, column);
      below += SMALL_LINE;
    }
  }

  private void write(
      String line,
      float x,
      float below,
      Face face,
      float size,
      Color ink,
      boolean right,
      TableColumns.Width column)
      throws IOException {
    float indent = right ? column.points() - PAD - face.width(line, size) : PAD;
    sheets.text(line, x + indent, below, face, size, ink);
  }

  private List<TableCell> cells(List<Entry> row) {
    List<TableCell> cells = new ArrayList<>(columns.size());
    for (TableColumns.Width column : columns) {
      cells.add(cell(row.get(column.index()), column));
    }
    return cells;
  }

  private TableCell cell(Entry entry, TableColumns.Width column) {
    boolean bold = column.index() == 0;
    float width = column.points() - 2 * PAD;
    Face face = bold ? sheets.bold() : sheets.regular();
    Double shade = entry.shade();
    Color ground = shade == null ? null : Palette.shade(shade);
    Color ink = ground == null ? Palette.tone(entry.tone()) : Palette.on(ground);
    String detail = entry.detail();
    return new TableCell(
        cut(face.lines(entry.text(), TableColumns.SIZE, width), 20),
        detail == null
            ? List.of()
            : cut(sheets.regular().lines(detail, TableColumns.SMALL, width), 18),
        bold,
        ink,
        ground == null ? Palette.SOFT : ink,
        ground);
  }

  private TableCell heading(TableColumns.Width column) {
    DataTable.Column of = table.columns().get(column.index());
    float width = column.points() - 2 * PAD;
    String unit = of.unit();
    return new TableCell(
        cut(sheets.bold().lines(of.heading(), TableColumns.SIZE, width), 6),
        unit == null ? List.of() : cut(sheets.regular().lines(unit, TableColumns.SMALL, width), 3),
        true,
        Palette.INK,
        Palette.SOFT,
        null);
  }

  private static float height(List<TableCell> cells) {
    double highest =
        cells.stream()
            .mapToDouble(cell -> cell.lines().size() * LINE + cell.small().size() * SMALL_LINE)
            .max()
            .orElse(LINE);
    return (float) highest + 2 * PAD;
  }

  private static List<String> cut(List<String> lines, int most) {
    if (lines.size() <= most) {
      return lines;
    }
    List<String> kept = new ArrayList<>(lines.subList(0, most - 1));
    kept.add("… (cut)");
    return kept;
  }
}
