package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.value.Coverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page that says what the report lacks, and how much of the campaign was measured.
final class CompletenessPage {
  static final String ID = "completeness";

  private CompletenessPage() {}

  static Page of(Coverage coverage, List<Point> points, List<OmittedPage> omitted) {
    List<DataTable> tables = new ArrayList<>();
    tables.add(cells(points));
    tables.add(pages(omitted));
    String missing =
        Figures.counted(omitted.size(), "page")
            + " of the whole report missing: what, why, and how to get them, stands below.";
    return new Page(
        ID,
        "Completeness",
        null,
        List.of(Remark.plain(coverage.headerLine()), Remark.caution(missing)),
        List.of(),
        tables);
  }

  private static DataTable pages(List<OmittedPage> omitted) {
    List<DataTable.Column> columns =
        List.of(
            DataTable.Column.text("page"),
            DataTable.Column.text("what it shows"),
            DataTable.Column.text("why it is missing"),
            DataTable.Column.text("how to get it"));
    List<List<Entry>> rows = new ArrayList<>();
    for (OmittedPage page : omitted) {
      rows.add(
          List.of(
              Entry.of(page.page()),
              Entry.of(Omissions.title(page.page())),
              Entry.of(page.why()),
              Entry.of(page.howToFix())));
    }
    return DataTable.of("Missing pages", columns, rows);
  }

  private static DataTable cells(List<Point> points) {
    Map<String, Map<String, Integer>> cells = new LinkedHashMap<>();
    for (Point point : points) {
      cells
          .computeIfAbsent(point.cellId(), _ -> new LinkedHashMap<>())
          .merge(point.status(), 1, Integer::sum);
    }
    List<String> statuses = List.of("full", "partial", "failed", "evicted", "not run");
    List<DataTable.Column> columns = new ArrayList<>();
    columns.add(DataTable.Column.text("cell"));
    statuses.forEach(status -> columns.add(new DataTable.Column(status, "points", true, null)));
    List<List<Entry>> rows = new ArrayList<>();
    cells.forEach((cell, counts) -> {
      List<Entry> row = new ArrayList<>();
      row.add(Entry.of(FreeText.line(cell, 60)));
      statuses.forEach(status -> row.add(count(status, counts.getOrDefault(status, 0))));
      rows.add(row);
    });
    return DataTable.of("Points of every cell by status", columns, rows);
  }

  private static Entry count(String status, int count) {
    Tone tone =
        count == 0 || status.equals("full")
            ? Tone.PLAIN
            : status.equals("partial") ? Tone.CAUTION : Tone.BAD;
    return new Entry(Figures.count(count), null, (double) count, tone);
  }
}
