package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Remark;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The rows of sol_v1, and what every page of them needs: their columns, names and context.
record SolFigures(List<Row> rows, Points points) {
  static final RowTable.Part CELL = RowTable.text("cell", "cell_id");
  static final RowTable.Part CONCURRENCY = RowTable.figure("c", null, "concurrency");
  static final RowTable.Part CATEGORY = RowTable.text("category", "category");
  static final RowTable.Part SHARE = RowTable.figure("GPU time share", "%", "gpu_time_share_pct");
  static final RowTable.Part BOUND = RowTable.text("held to", "bound");
  static final RowTable.Part MEASURED =
      new RowTable.Part(
          new DataTable.Column("measured", null, true, null),
          row -> {
            Double value = row.number("measured_value");
            return value == null
                ? Entry.absent(row.whyNull("measured_value"))
                : RowTable.number(value, " " + row.text("measured_units"));
          });
  static final RowTable.Part SOL =
      new RowTable.Part(
          new DataTable.Column(
              "%SoL", null, true, "Share of the named ceiling, or why there is no figure."),
          row ->
              RowTable.share(
                  row.number("pct_sol"),
                  row.text("ceiling_key"),
                  row.text("sol_rigor"),
                  String.valueOf(row.whyNull("pct_sol"))));

  SolFigures {
    rows = List.copyOf(rows);
    requireNonNull(points, "points is null");
  }

  /// The rows of a level.
  SolFigures level(String level) {
    return new SolFigures(
        rows.stream().filter(row -> level.equals(row.text("sol_level"))).toList(), points);
  }

  /// The rows by cell and concurrency, under the name that both have together.
  Map<String, List<Row>> captures() {
    Map<String, List<Row>> captures = new LinkedHashMap<>();
    for (Row row : rows) {
      captures.computeIfAbsent(name(row), _ -> new ArrayList<>()).add(row);
    }
    return captures;
  }

  /// `aa-10k c 32`.
  static String name(Row row) {
    Long concurrency = row.integer("concurrency");
    return FreeText.line(String.valueOf(row.text("cell_id")), 60)
        + (concurrency == null ? "" : " c " + concurrency);
  }

  /// What is equal over the cells that the rows are of, and the part that they ran on.
  String context() {
    Set<String> cells =
        rows.stream()
            .map(row -> String.valueOf(row.text("cell_id")))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Point> described =
        points.all().stream().filter(point -> cells.contains(point.cellId())).toList();
    String parts =
        rows.stream()
            .map(row -> row.text("hw_key") + " x " + gpus(row))
            .distinct()
            .collect(Collectors.joining(", "));
    String line = described.isEmpty() ? "" : ContextFields.of(described).shortLine();
    return line.isEmpty() ? "profiled on " + parts : line + " · profiled on " + parts;
  }

  private static String gpus(Row row) {
    Long gpus = row.integer("num_gpus");
    return gpus == null ? "an unknown number of GPUs" : Figures.counted(gpus, "GPU");
  }

  /// A warning for figures above their ceilings, with the likely reasons.
  List<Remark> abovePeak() {
    Map<String, Set<String>> reasons = new LinkedHashMap<>();
    for (Row row : rows) {
      String why = row.text("above_peak");
      if (why != null) {
        String kernel = row.text("kernel_name");
        String what = kernel == null ? String.valueOf(row.text("category")) : kernel;
        reasons
            .computeIfAbsent(why, _ -> new LinkedHashSet<>())
            .add(name(row) + " " + FreeText.line(what, 60));
      }
    }
    List<Remark> remarks = new ArrayList<>();
    reasons.forEach(
        (why, which) -> remarks.add(Remark.caution(some(List.copyOf(which)) + ": " + why + ".")));
    return remarks;
  }

  /// The first of many names, and how many more.
  static String some(List<String> names) {
    return names.size() <= 5
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 5))
            + " and "
            + Figures.count(names.size() - 5)
            + " more";
  }
}
