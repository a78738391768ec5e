package io.perftune.atlas;

import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Fills one row: each column once, a null only with its reason.
final class RowBuilder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Table table;
  private final Map<String, JsonNode> values = new LinkedHashMap<>();
  private final ObjectNode unmeasured = Json.object();

  RowBuilder(Table table) {
    this.table = table;
    table.columns().forEach(column -> values.put(column.name(), NODES.missingNode()));
  }

  RowBuilder set(String column, JsonNode value) {
    JsonNode before = values.get(column);
    if (before == null || !before.isMissingNode()) {
      throw new IllegalStateException(
          table.name() + (before == null ? " has no column " : " was given twice ") + column);
    }
    values.put(column, value);
    return this;
  }

  RowBuilder text(String column, String value) {
    return set(column, NODES.stringNode(value));
  }

  RowBuilder bool(String column, boolean value) {
    return set(column, NODES.booleanNode(value));
  }

  RowBuilder integer(String column, long value) {
    return set(column, NODES.numberNode(value));
  }

  /// A number, or null with the reason.
  RowBuilder number(String column, @Nullable Double value, String whyNull) {
    return value == null ? unmeasured(column, whyNull) : set(column, NODES.numberNode(value));
  }

  /// A text, or null with the reason.
  RowBuilder text(String column, @Nullable String value, String whyNull) {
    return value == null ? unmeasured(column, whyNull) : text(column, value);
  }

  /// Null, and why.
  RowBuilder unmeasured(String column, String why) {
    unmeasured.put(column, why);
    return set(column, NODES.nullNode());
  }

  /// The number that was put before; null where it is unmeasured.
  @Nullable Double given(String column) {
    JsonNode value = values.get(column);
    return value != null && value.isNumber() ? value.doubleValue() : null;
  }

  Row build() {
    set("unmeasured", unmeasured);
    ObjectNode row = Json.object();
    values.forEach((column, value) -> {
      if (value.isMissingNode()) {
        throw new IllegalStateException(table.name() + " lacks " + column);
      }
      row.set(column, value);
    });
    return new Row(row);
  }
}
