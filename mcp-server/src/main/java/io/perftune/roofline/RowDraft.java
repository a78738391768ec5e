package io.perftune.roofline;

import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A row in which every column begins as null with one reason, until something is known.
final class RowDraft {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectNode columns = Json.object();
  private final ObjectNode unmeasured = Json.object();

  RowDraft(Table table, String reason) {
    for (Table.Column column : table.columns()) {
      absent(column.name(), reason);
    }
  }

  RowDraft set(String column, JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return this;
    }
    columns.set(column, value);
    unmeasured.remove(column);
    return this;
  }

  RowDraft set(String column, @Nullable String value) {
    return value == null ? this : set(column, NODES.stringNode(value));
  }

  RowDraft set(String column, @Nullable Double value) {
    return value == null ? this : set(column, NODES.numberNode(value));
  }

  RowDraft set(String column, long value) {
    return set(column, NODES.numberNode(value));
  }

  RowDraft set(String column, boolean value) {
    return set(column, NODES.booleanNode(value));
  }

  /// Null, and why.
  RowDraft absent(String column, String reason) {
    columns.putNull(column);
    unmeasured.put(column, reason);
    return this;
  }

  Row build() {
    unmeasured.remove("unmeasured");
    columns.set("unmeasured", unmeasured);
    return new Row(columns);
  }
}
