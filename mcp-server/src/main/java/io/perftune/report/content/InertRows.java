package io.perftune.report.content;

import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Rows whose texts can be shown: in every column, also one that a later version adds, whatever
/// controls or reorders the text around it is gone, and what is endless is cut.
final class InertRows {
  /// Most places show less.
  private static final int LONGEST = 600;

  private InertRows() {}

  static List<Row> of(List<Row> rows) {
    return rows.parallelStream().map(InertRows::inert).toList();
  }

  private static Row inert(Row row) {
    return shown(row.columns()) ? row : new Row(inert(row.columns()));
  }

  /// Whether all texts in it can be shown as they are.
  private static boolean shown(JsonNode node) {
    if (node.isString()) {
      return shown(node.asString());
    }
    for (Map.Entry<String, JsonNode> member : Json.members(node)) {
      if (!shown(member.getKey()) || !shown(member.getValue())) {
        return false;
      }
    }
    return !node.isArray() || node.valueStream().allMatch(InertRows::shown);
  }

  private static boolean shown(String text) {
    return FreeText.line(text, LONGEST).equals(text);
  }

  private static ObjectNode inert(ObjectNode object) {
    ObjectNode inert = Json.object();
    for (Map.Entry<String, JsonNode> member : Json.members(object)) {
      inert.set(FreeText.line(member.getKey(), LONGEST), inert(member.getValue()));
    }
    return inert;
  }

  private static JsonNode inert(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> inert(object);
      case ArrayNode array -> {
        ArrayNode inert = Json.array();
        array.forEach(item -> inert.add(inert(item)));
        yield inert;
      }
      default ->
          node.isString()
              ? JsonNodeFactory.instance.stringNode(FreeText.line(node.asString(), LONGEST))
              : node;
    };
  }
}
