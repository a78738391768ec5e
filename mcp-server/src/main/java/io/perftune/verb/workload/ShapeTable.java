package io.perftune.verb.workload;

import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A shape's figures as a table for a reader: a line for each concurrency, below it why figures are
/// missing and the context that all lines share.
final class ShapeTable {
  /// Heading -> column.
  private static final Map<String, String> FIGURES = new LinkedHashMap<>();

  static {
    FIGURES.put("TTFT p50 ms", "ttft_p50_ms");
    FIGURES.put("TTFO p50 ms", "ttfo_p50_ms");
    FIGURES.put("TTFO coverage", "ttfo_coverage");
    FIGURES.put("output speed p50 tok/s", "output_speed_p50_tps");
    FIGURES.put("throughput tok/s", "output_tps");
    FIGURES.put("%SoL", "sol_pct");
  }

  private ShapeTable() {}

  static String text(ShapeResult result) {
    StringBuilder text = new StringBuilder(result.shape().label());
    text.append(": ").append(Json.text(result.outcome().json(), "status")).append('\n');
    if (!result.rows().isEmpty()) {
      lines(cells(result.rows())).forEach(line -> text.append("  ").append(line).append('\n'));
      reasons(result.rows()).forEach(line -> text.append("  ").append(line).append('\n'));
      text.append("  Context: ")
          .append(Json.text(result.outcome().json(), "context_line"))
          .append('\n');
    }
    return text.append("  Artifacts: ").append(result.directory()).append('\n').toString();
  }

  private static List<List<String>> cells(List<Row> rows) {
    List<List<String>> cells = new ArrayList<>();
    List<String> heading = new ArrayList<>(List.of("concurrency", "status", "n"));
    heading.addAll(FIGURES.keySet());
    cells.add(heading);
    for (Row row : rows) {
      List<String> line =
          new ArrayList<>(
              List.of(
                  String.valueOf(row.integer("concurrency")),
                  String.valueOf(row.text("status")),
                  String.valueOf(row.integer("n"))));
      FIGURES.values().forEach(column -> line.add(figure(row, column)));
      cells.add(line);
    }
    return cells;
  }

  private static String figure(Row row, String column) {
    Double value = row.number(column);
    return value == null ? "none" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static List<String> lines(List<List<String>> cells) {
    int columns = cells.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> line : cells) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> line : cells) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        text.append(i == 0 ? "" : "  ").append(" ".repeat(widths[i] - line.get(i).length()));
        text.append(line.get(i));
      }
      lines.add(text.toString());
    }
    return lines;
  }

  /// `no %SoL at c=1, c=10: hardware undisclosed`.
  private static List<String> reasons(List<Row> rows) {
    Map<String, List<String>> points = new LinkedHashMap<>();
    FIGURES.forEach((heading, column) -> {
      for (Row row : rows) {
        if (row.number(column) == null) {
          points
              .computeIfAbsent(heading + "\n" + row.whyNull(column), _ -> new ArrayList<>())
              .add("c=" + row.integer("concurrency"));
        }
      }
    });
    List<String> lines = new ArrayList<>();
    points.forEach((what, at) -> {
      String[] parts = what.split("\n", 2);
      lines.add("no %s at %s: %s".formatted(parts[0], String.join(", ", at), parts[1]));
    });
    return lines;
  }
}
