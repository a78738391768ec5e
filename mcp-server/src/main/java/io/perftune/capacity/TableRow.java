package io.perftune.capacity;

import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A row in the making: what an atlas row says under the same name is copied, the rest is set, and
/// each null has its reason.
final class TableRow {
  private static final String PUBLISH_ID = "publish_id";
  private static final String UNMEASURED = "unmeasured";

  private final ObjectNode columns = Json.object();
  private final ObjectNode unmeasured = Json.object();

  /// Starts with every column of the table in its order, copied where the atlas row has it.
  TableRow(Table table, OperatingPoint point) {
    ObjectNode atlas = point.row().columns();
    for (Table.Column column : table.columns()) {
      String name = column.name();
      columns.putNull(name);
      if (atlas.has(name) && !name.equals(UNMEASURED)) {
        copy(name, point.row(), name);
      }
    }
    columns.remove(PUBLISH_ID);
    columns.put("operating_point", point.name());
    copy("captured_at_utc", point.row(), "captured_at");
  }

  /// The value of an atlas column, or its reason.
  void copy(String column, Row atlas, String from) {
    columns.set(column, atlas.value(from));
    String why = atlas.whyNull(from);
    if (atlas.value(from).isNull()) {
      unmeasured.put(column, why == null ? "unmeasured" : why);
    }
  }

  TableRow text(String column, @Nullable String value, String why) {
    columns.put(column, value);
    return reason(column, value == null, why);
  }

  TableRow number(String column, @Nullable Double value, String why) {
    columns.put(column, value);
    return reason(column, value == null, why);
  }

  TableRow integer(String column, @Nullable Long value, String why) {
    columns.put(column, value);
    return reason(column, value == null, why);
  }

  Row row() {
    columns.set(UNMEASURED, unmeasured);
    return new Row(columns);
  }

  private TableRow reason(String column, boolean absent, String why) {
    if (absent) {
      unmeasured.put(column, why);
    }
    return this;
  }
}
