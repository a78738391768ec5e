package io.perftune.config;

import io.perftune.value.Json;
import io.perftune.value.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// docs/rows.md, made from the schemas of the tables.
final class RowsPage {
  private static final String OPENING =
      """
      # The tables

      <!-- Made from schemas/rows/; DocumentsTest -Dgolden.update=true writes it anew. -->

      Every row holds every column of its table. Null means not measured or not declared, never zero; in atlas_v1 the column
      `unmeasured` says why, by column. A column marked (d) is copied from what the campaign file declares. Times in names end in
      _ms, rates in _tps; tokens are o200k_base unless a column says that the server counted.
      """;

  private RowsPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(OPENING);
    for (String name :
        List.of(
            Tables.ATLAS,
            Tables.CAMPAIGN,
            Tables.REQUESTS,
            Tables.SOL,
            Tables.ROOFLINE,
            Tables.TPM,
            Tables.COST)) {
      table(name, page);
    }
    return page.toString();
  }

  private static void table(String name, StringBuilder page) {
    Table table = Tables.table(name);
    JsonNode properties = Tables.schema(name).json().required("properties");
    page.append(
        "\n## %s\n\n%s\n\nKey: %s.\n"
            .formatted(
                name,
                table.description(),
                table.key().stream()
                    .map(key -> "`" + key + "`")
                    .collect(Collectors.joining(", "))));
    Map<String, List<Table.Column>> groups =
        table.columns().stream()
            .collect(
                Collectors.groupingBy(
                    Table.Column::group, LinkedHashMap::new, Collectors.toList()));
    groups.forEach((group, columns) -> {
      page.append("\n### ").append(name).append(": ").append(group);
      page.append("\n\n| column | type | unit | null when | meaning |\n|---|---|---|---|---|\n");
      columns.forEach(column -> page.append(row(column, properties.required(column.name()))));
    });
  }

  private static String row(Table.Column column, JsonNode property) {
    String nullRule = Json.text(property, "x-null");
    return "| `%s`%s | %s | %s | %s | %s |\n"
        .formatted(
            column.name(),
            column.declared() ? " (d)" : "",
            type(column.type()),
            column.unit() == null ? "" : column.unit(),
            column.required()
                ? "never"
                : nullRule == null ? "not measured" : Markdown.cell(nullRule),
            meaning(column, property));
  }

  private static String meaning(Table.Column column, JsonNode property) {
    String words = Markdown.cell(column.description());
    String choices =
        property
            .path("enum")
            .valueStream()
            .filter(JsonNode::isString)
            .map(JsonNode::asString)
            .collect(Collectors.joining(", "));
    return choices.isEmpty() ? words : words + " One of " + choices + ".";
  }

  private static String type(Table.Type type) {
    return switch (type) {
      case TEXT -> "text";
      case INTEGER -> "whole number";
      case NUMBER -> "number";
      case BOOLEAN -> "truth";
      case INSTANT -> "UTC instant";
      case JSON -> "JSON";
    };
  }
}
