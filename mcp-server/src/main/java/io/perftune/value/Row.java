package io.perftune.value;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One row of a lake table: every column of its schema, in the schema's order, null where
/// unmeasured.
///
/// Asking for a column that the row does not have is a defect and throws.
public record Row(ObjectNode columns) {
  public Row {
    columns = PackedMembers.packed(columns);
  }

  /// The text of a column, or null.
  public @Nullable String text(String column) {
    JsonNode value = value(column);
    return value.isNull() ? null : value.asString();
  }

  /// The number of a column, or null.
  public @Nullable Double number(String column) {
    JsonNode value = value(column);
    return value.isNumber() ? value.doubleValue() : null;
  }

  /// The whole number of a column, or null.
  public @Nullable Long integer(String column) {
    JsonNode value = value(column);
    return value.isNumber() ? value.longValue() : null;
  }

  /// The truth of a column, or null.
  public @Nullable Boolean bool(String column) {
    JsonNode value = value(column);
    return value.isBoolean() ? value.booleanValue() : null;
  }

  /// The raw value; a JSON null where unmeasured.
  public JsonNode value(String column) {
    JsonNode value = columns.get(column);
    if (value == null) {
      throw new IllegalArgumentException("the row has no column " + column);
    }
    return value;
  }

  /// Why a column is null, by the row's own `unmeasured`; null where it says nothing.
  public @Nullable String whyNull(String column) {
    return Json.text(value("unmeasured"), column);
  }
}
