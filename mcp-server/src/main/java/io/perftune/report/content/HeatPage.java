package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.report.request.Thinning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Page 2: the main figures, configuration by concurrency, shaded by their size.
final class HeatPage {
  static final String ID = "2";

  private static final int ROWS = 500;
  private static final int COLUMNS = 16;

  private final List<Line> lines;
  private final List<Long> concurrencies;
  private final ContextFields context;

  private HeatPage(List<Line> lines, List<Long> concurrencies) {
    this.lines = List.copyOf(lines);
    this.concurrencies = List.copyOf(concurrencies);
    this.context = ContextFields.of(points());
  }

  static Made of(Subject subject) {
    if (subject.curves().isEmpty()) {
      return Made.missing(ID, LatencyPage.NOTHING, "Measure: " + subject.measure() + ".");
    }
    List<Line> lines = lines(subject);
    Set<Long> all = new TreeSet<>();
    subject.points().all().forEach(point -> all.add(point.concurrency()));
    List<Line> shown = lines.subList(0, Math.min(ROWS, lines.size()));
    List<Long> columns = Thinning.evenly(List.copyOf(all), COLUMNS);
    String partial =
        shown.size() == lines.size() && columns.size() == all.size()
            ? null
            : "%s of %s, %s of %s; the rest stands on page points"
                .formatted(
                    shown.size(),
                    Figures.counted(lines.size(), "configuration"),
                    columns.size(),
                    Figures.counted(all.size(), "concurrency").replace("ys", "ies"));
    return new Made.Drawn(new HeatPage(shown, columns).page(subject.reasons()), partial);
  }

  private Page page(boolean reasons) {
    List<DataTable> tables = new ArrayList<>();
    tables.add(table("TTFT p50, ms", Measure.TTFT));
    if (reasons) {
      tables.add(table("TTFO p50, ms, with the share of requests that answered", Measure.TTFO));
    }
    tables.add(table("ITL p50, ms", Measure.ITL));
    tables.add(table("Output speed p50 of a request, tok/s", Measure.SPEED));
    tables.add(table("Output of the system, tok/s", Measure.OUTPUT));
    if (points().stream().anyMatch(point -> point.number("sol_pct") != null)) {
      tables.add(table("%SoL, with the ceiling's key", Measure.SOL));
    }
    return new Page(
        ID,
        "Heat tables",
        null,
        List.of(
            Remark.plain(
                "Each table is shaded from its lowest to its highest figure (by logarithm where they"
                    + " span more than a factor of 20); the shade orders, it does not judge. The last"
                    + " column is the row's highest %SoL, the ceiling's key below it.")),
        List.of(),
        tables);
  }

  private List<Point> points() {
    return lines.stream().flatMap(line -> line.points().values().stream()).toList();
  }

  private DataTable table(String caption, Measure measure) {
    List<DataTable.Column> columns = new ArrayList<>();
    columns.add(Measure.CELL.head());
    columns.addAll(context.columns());
    String unit = measure.head().unit();
    for (long concurrency : concurrencies) {
      columns.add(
          new DataTable.Column(
              "c " + concurrency, unit, true, caption + ", at " + concurrency + " in flight."));
    }
    columns.add(Measure.SOL.head());
    Shades shades = Shades.of(figures(measure));
    List<List<Entry>> rows = new ArrayList<>();
    for (Line line : lines) {
      List<Entry> row = new ArrayList<>();
      row.add(Entry.of(line.cells()));
      row.addAll(context.entries(List.copyOf(line.points().values())));
      for (long concurrency : concurrencies) {
        row.add(entry(line.points().get(concurrency), measure, shades));
      }
      row.add(highest(line));
      rows.add(row);
    }
    return new DataTable(
        caption, "Equal over this table: " + context.shortLine(), columns, rows, List.of());
  }

  private List<Double> figures(Measure measure) {
    List<Double> figures = new ArrayList<>();
    for (Point point : points()) {
      Double number = measure.entry().apply(point).number();
      if (number != null) {
        figures.add(number);
      }
    }
    return figures;
  }

  private static Entry entry(@Nullable Point point, Measure measure, Shades shades) {
    if (point == null) {
      return Entry.absent("not configured");
    }
    Entry entry = measure.entry().apply(point);
    Double number = entry.number();
    if (number != null) {
      return new Entry(entry.text(), entry.detail(), number, entry.tone(), shades.of(number));
    }
    if (point.status().equals("full") || point.status().equals("partial")) {
      return entry;
    }
    String why = point.row() == null ? null : point.row().text("status_reason");
    return new Entry(point.status(), why == null ? null : FreeText.line(why, 120), null, Tone.BAD);
  }

  private static Entry highest(Line line) {
    Point highest = null;
    double most = Double.NEGATIVE_INFINITY;
    for (Point point : line.points().values()) {
      Double share = point.number("sol_pct");
      if (share != null && share > most) {
        most = share;
        highest = point;
      }
    }
    Point of = highest == null ? line.points().values().iterator().next() : highest;
    Entry entry = Measure.SOL.entry().apply(of);
    return highest == null
        ? entry
        : new Entry(
            entry.text(),
            "c " + of.concurrency() + ", " + entry.detail(),
            entry.number(),
            entry.tone());
  }

  /// A line a curve, with the points of its cells that cannot be drawn; then the cells of which no
  /// point can.
  private static List<Line> lines(Subject subject) {
    List<Map<Long, Point>> lines = new ArrayList<>();
    Map<String, Map<Long, Point>> ofCell = new LinkedHashMap<>();
    for (Curve curve : subject.curves()) {
      Map<Long, Point> line = new LinkedHashMap<>();
      for (Point point : curve.points()) {
        line.put(point.concurrency(), point);
        ofCell.putIfAbsent(point.cellId(), line);
      }
      lines.add(line);
    }
    for (Point point : subject.points().all()) {
      if (!point.plotReady()) {
        Map<Long, Point> line = ofCell.get(point.cellId());
        if (line == null) {
          line = new LinkedHashMap<>();
          lines.add(line);
          ofCell.put(point.cellId(), line);
        }
        line.putIfAbsent(point.concurrency(), point);
      }
    }
    return lines.stream().map(Line::new).toList();
  }

  /// One row of every table.
  private record Line(Map<Long, Point> points) {
    String cells() {
      List<String> cells =
          points.values().stream()
              .map(point -> FreeText.line(point.cellId(), 60))
              .distinct()
              .limit(4)
              .toList();
      return String.join(", ", cells);
    }
  }
}
