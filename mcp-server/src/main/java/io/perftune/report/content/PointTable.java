package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes a table of points: the cell, the fields that differ, the measures, and below it what each
/// dash means.
final class PointTable {
  private PointTable() {}

  /// @param figures row column -> its heading: those whose absence is explained below the table
  static DataTable of(
      String caption, List<Point> points, List<Measure> measures, Map<String, String> figures) {
    ContextFields context = ContextFields.of(points);
    List<DataTable.Column> columns = new ArrayList<>();
    columns.add(Measure.CELL.head());
    columns.add(Measure.CONCURRENCY.head());
    columns.addAll(context.columns());
    columns.addAll(Measure.heads(measures));
    List<List<Entry>> rows = new ArrayList<>();
    for (Point point : points) {
      List<Entry> row = new ArrayList<>();
      row.add(Measure.CELL.entry().apply(point));
      row.add(Measure.CONCURRENCY.entry().apply(point));
      row.addAll(context.entries(point));
      measures.forEach(measure -> row.add(measure.entry().apply(point)));
      rows.add(row);
    }
    String line = "Equal over this table: " + context.shortLine();
    return new DataTable(caption, line, columns, rows, footnotes(points, figures));
  }

  /// `– at 3 points: TTFT p50, ITL p50: no request was measured`, a line a reason.
  private static List<String> footnotes(List<Point> points, Map<String, String> figures) {
    Map<String, Gap> gaps = new LinkedHashMap<>();
    for (Point point : points) {
      figures.forEach((column, heading) -> {
        if (point.number(column) == null) {
          gaps.computeIfAbsent(point.whyNull(column), _ -> new Gap()).add(heading, point);
        }
      });
    }
    List<String> footnotes = new ArrayList<>();
    gaps.forEach((why, gap) -> footnotes.add("– " + FreeText.line(why, 240) + ": " + gap.text()));
    return footnotes;
  }

  private static final class Gap {
    private final Set<String> headings = new LinkedHashSet<>();
    private final Set<String> points = new LinkedHashSet<>();

    void add(String heading, Point point) {
      headings.add(heading);
      points.add(point.name());
    }

    String text() {
      String where =
          points.size() <= 4 ? String.join(", ", points) : Figures.counted(points.size(), "point");
      return String.join(", ", headings) + " (" + where + ")";
    }
  }
}
