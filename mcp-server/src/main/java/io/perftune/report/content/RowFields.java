package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What describes the rows of a lake table: the columns that are equal over all of them are said
/// once, those that differ become columns of the table.
///
/// @param line the equal ones, as a context line
/// @param differing the others, in reading order
record RowFields(String line, List<String> differing) {
  RowFields {
    differing = List.copyOf(differing);
  }

  /// @param rows at least one
  /// @param describing columns of the rows, in reading order
  static RowFields of(List<Row> rows, List<String> describing) {
    List<String> equal = new ArrayList<>();
    List<String> differing = new ArrayList<>();
    for (String column : describing) {
      Set<String> values = new LinkedHashSet<>();
      rows.forEach(row -> values.add(text(row, column)));
      if (values.size() > 1) {
        differing.add(column);
      } else {
        String value = values.iterator().next();
        equal.add(
            ContextFields.name(column)
                + " "
                + (value.isEmpty() ? "not stated" : FreeText.line(value, 120)));
      }
    }
    return new RowFields(String.join(" · ", equal), differing);
  }

  /// The heads of the columns that differ.
  List<DataTable.Column> columns() {
    return differing.stream()
        .map(column -> DataTable.Column.text(ContextFields.name(column)))
        .toList();
  }

  /// A row's entries in them.
  List<Entry> entries(Row row) {
    return differing.stream()
        .map(column -> {
          String value = text(row, column);
          return value.isEmpty() ? Entry.absent("not stated") : Entry.of(FreeText.line(value, 120));
        })
        .toList();
  }

  private static String text(Row row, String column) {
    JsonNode value = row.value(column);
    return value.isNull() ? "" : value.asString();
  }
}
