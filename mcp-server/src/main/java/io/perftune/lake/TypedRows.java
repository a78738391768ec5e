package io.perftune.lake;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns a row's JSON into the values that a table's columns hold, and refuses a row that breaks
/// the table's schema.
///
/// TEXT and JSON are String, INTEGER is Long, NUMBER is a finite Double, BOOLEAN is Boolean,
/// INSTANT is Long (microseconds since the epoch).
final class TypedRows {
  private final Table table;
  private final Set<String> names = new LinkedHashSet<>();

  TypedRows(Table table) {
    this.table = table;
    table.columns().forEach(column -> names.add(column.name()));
  }

  /// The values in the order of the table's columns; null where the row has a JSON null.
  ///
  /// @throws ProblemException with everything that is wrong in the row
  @Nullable Object[] values(ObjectNode row, String where) {
    List<Problem> problems = new ArrayList<>();
    @Nullable Object[] values = new @Nullable Object[table.columns().size()];
    for (int index = 0; index < values.length; index++) {
      Table.Column column = table.columns().get(index);
      JsonNode node = row.get(column.name());
      if (node == null) {
        problems.add(broken("missing-column", "needs " + column.name(), where));
      } else if (node.isNull()) {
        if (column.required()) {
          problems.add(broken("null-column", "does not allow null in " + column.name(), where));
        }
      } else {
        values[index] = value(column, node);
        if (values[index] == null) {
          String wrong = "holds %s in %s, not %s".formatted(words(column), column.name(), node);
          problems.add(broken("wrong-column-type", wrong, where));
        }
      }
    }
    if (row.size() > values.length || !problems.isEmpty()) {
      problems.addAll(0, unknown(row, where));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return values;
  }

  /// A row that has all columns and no member more has none that is unknown.
  private List<Problem> unknown(ObjectNode row, String where) {
    List<Problem> problems = new ArrayList<>();
    for (var member : Json.members(row)) {
      if (!names.contains(member.getKey())) {
        problems.add(broken("unknown-column", "has no column " + member.getKey(), where));
      }
    }
    return problems;
  }

  private Problem broken(String code, String what, String where) {
    return new Problem(
        code,
        table.name() + " " + what + ".",
        where,
        "Run atlas_aggregate again; if the row was edited by hand, restore it.");
  }

  private static String words(Table.Column column) {
    return switch (column.type()) {
      case TEXT -> "text";
      case INTEGER -> "a whole number of 64 bits";
      case NUMBER -> "a finite number";
      case BOOLEAN -> "true or false";
      case INSTANT -> "a UTC instant";
      case JSON -> "an object";
    };
  }

  /// Null where the node is of another type.
  private static @Nullable Object value(Table.Column column, JsonNode node) {
    return switch (column.type()) {
      case TEXT -> node.isString() ? node.stringValue() : null;
      case INTEGER ->
          node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.longValue() : null;
      case NUMBER -> number(node);
      case BOOLEAN -> node.isBoolean() ? (Object) node.booleanValue() : null;
      case INSTANT -> node.isString() ? InstantText.micros(node.stringValue()) : null;
      case JSON -> node.isObject() ? Json.line(node) : null;
    };
  }

  private static @Nullable Object number(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue()) ? node.doubleValue() : null;
  }
}
