package io.perftune.verb.lake;

import io.perftune.config.Tables;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Rows as aligned text.
final class TextTable {
  private static final List<String> ATLAS =
      List.of(
          "cell_id",
          "concurrency",
          "status",
          "ttft_p50_ms",
          "ttfo_p50_ms",
          "ttfo_coverage",
          "output_speed_p50_tps",
          "output_tps",
          "sol_pct");
  private static final int MOST = 9;

  private TextTable() {}

  /// The columns that tell most: of the atlas the headline figures, else the first ones, the
  /// campaign aside.
  static List<String> telling(Table table) {
    return table.name().equals(Tables.ATLAS)
        ? ATLAS
        : table.columns().stream()
            .map(Table.Column::name)
            .filter(name -> !name.equals("campaign_id"))
            .limit(MOST)
            .toList();
  }

  /// A head, a line a row, and how many rows are left out.
  static String of(List<String> columns, ArrayNode rows, long count) {
    List<List<String>> cells = new ArrayList<>();
    cells.add(columns);
    for (JsonNode row : rows) {
      cells.add(columns.stream().map(column -> text(row.path(column))).toList());
    }
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < columns.size(); column++) {
      int at = column;
      widths.add(cells.stream().mapToInt(line -> line.get(at).length()).max().orElse(0));
    }
    List<String> lines = new ArrayList<>();
    for (List<String> line : cells) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        text.append(("%-" + (widths.get(column) + 2) + "s").formatted(line.get(column)));
      }
      lines.add(text.toString().stripTrailing());
    }
    if (count > rows.size()) {
      lines.add("and " + (count - rows.size()) + " more; --limit shows them");
    }
    lines.add("--columns A,B shows others, --json all.");
    return String.join("\n", lines);
  }

  private static String text(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "-";
    }
    if (value.isFloatingPointNumber()) {
      return String.format(Locale.ROOT, "%.4g", value.doubleValue()).contains("e")
          ? value.asString()
          : String.format(Locale.ROOT, "%.2f", value.doubleValue());
    }
    return (value.isContainer() ? value.toString() : value.asString()).replaceAll("\\s+", " ");
  }
}
