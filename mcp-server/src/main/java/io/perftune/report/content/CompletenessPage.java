package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page that says what the report lacks, and how much of the campaign was measured.
final class CompletenessPage {
  static final String ID = "completeness";

  private CompletenessPage() {}

  static Page of(Completeness whole) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(Remark.plain(whole.subject().input().coverage().headerLine()));
    remarks.add(focus(whole));
    remarks.add(sol(whole.grounding()));
    List<DataTable> tables = new ArrayList<>();
    tables.add(cells(whole.subject().points().all()));
    if (!whole.subject().input().campaign().cells().isEmpty()) {
      tables.add(arms(whole));
    }
    if (!whole.partial().isEmpty()) {
      tables.add(partial(whole.partial()));
    }
    if (!whole.omitted().isEmpty()) {
      remarks.add(
          Remark.caution(
              Figures.counted(whole.omitted().size(), "page")
                  + " of the whole report missing: what, why, and how to get them, stands below."));
      tables.add(pages(whole.omitted()));
    }
    return new Page(ID, "Completeness", null, remarks, List.of(), tables);
  }

  private static Remark focus(Completeness whole) {
    ReportInput input = whole.subject().input();
    boolean declared = input.campaign().text("focus") != null;
    return Remark.plain(
        "Focus: "
            + Focus.of(input.campaign(), input.rows())
            + (declared ? ", as declared." : ", found from the data; none is declared."));
  }

  private static Remark sol(Grounding grounding) {
    int covered = grounding.armsTotal() - grounding.armsUncovered().size();
    if (grounding.armsTotal() == 0) {
      return Remark.plain(
          "%SoL: no arm owes a figure, because the hardware of every one is undisclosed behind a"
              + " gateway or simulated.");
    }
    String text =
        "%SoL: "
            + covered
            + " of "
            + Figures.counted(grounding.armsTotal(), "arm")
            + " covered; rigor "
            + (grounding.solRigor() == null ? "none, or analytical" : grounding.solRigor())
            + "; "
            + (grounding.dcgmGrounded()
                ? "grounded in DCGM readings."
                : "not grounded in DCGM readings.");
    return grounding.solComplete() ? Remark.plain(text) : Remark.caution(text);
  }

  private static DataTable arms(Completeness whole) {
    ReportInput input = whole.subject().input();
    Set<String> uncovered = new HashSet<>(whole.grounding().armsUncovered());
    List<List<Entry>> rows = new ArrayList<>();
    for (Cell cell : input.campaign().cells()) {
      String gap = Json.text(input.campaign().json().path("roofline_gap_arms"), cell.cellId());
      Entry state =
          !Grounding.owes(cell)
              ? new Entry("owes none", "hardware undisclosed or simulated", null, Tone.PLAIN)
              : uncovered.contains(cell.cellId())
                  ? new Entry("uncovered", null, null, Tone.CAUTION)
                  : new Entry("covered", null, null, Tone.GOOD);
      rows.add(
          List.of(
              Entry.of(FreeText.line(cell.cellId(), 60)),
              state,
              gap == null ? Entry.absent(null) : Entry.of(FreeText.line(gap, 240))));
    }
    return DataTable.of(
        "Arms by their %SoL: which have a figure, and which owe one",
        List.of(
            DataTable.Column.text("arm"),
            DataTable.Column.text("%SoL"),
            DataTable.Column.text("declared reason of a gap")),
        rows);
  }

  private static DataTable partial(List<PartialPage> partial) {
    List<List<Entry>> rows = new ArrayList<>();
    for (PartialPage page : partial) {
      rows.add(
          List.of(
              Entry.of(page.page()),
              Entry.of(Omissions.title(page.page())),
              Entry.of(page.shows())));
    }
    return DataTable.of(
        "Pages that show only part",
        List.of(
            DataTable.Column.text("page"),
            DataTable.Column.text("what it shows"),
            DataTable.Column.text("which part")),
        rows);
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
