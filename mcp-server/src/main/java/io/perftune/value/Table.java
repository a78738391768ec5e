package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One lake table as its schema declares it: the columns in their order.
public record Table(String name, String description, List<String> key, List<Column> columns) {
  public Table {
    requireNonNull(name, "name is null");
    requireNonNull(description, "description is null");
    key = List.copyOf(key);
    columns = List.copyOf(columns);
  }

  /// What a column holds.
  public enum Type {
    TEXT,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /// A UTC instant, ISO 8601 text in JSON, microseconds in Parquet.
    INSTANT,
    /// A JSON value; text in Parquet.
    JSON
  }

  /// One column.
  ///
  /// @param required never null
  /// @param unit `ms`, `tokens/s`, ...; null where it has none
  /// @param declared copied from the cell of the campaign file, not measured
  /// @param group the heading under which documents list it
  public record Column(
      String name,
      Type type,
      boolean required,
      @Nullable String unit,
      String description,
      boolean declared,
      String group) {
    public Column {
      requireNonNull(name, "name is null");
      requireNonNull(type, "type is null");
      requireNonNull(description, "description is null");
      requireNonNull(group, "group is null");
    }
  }
}
