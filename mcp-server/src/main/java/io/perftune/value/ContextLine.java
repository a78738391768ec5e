package io.perftune.value;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What all rows of a table declare alike, said once so that no figure stands bare; what differs is
/// named, to become columns of the table.
///
/// @param equal `column=value`, or `column reason` for a null, in the table's order; empty for no
///   rows
/// @param differing columns whose value, or reason for null, is not the same in every row
public record ContextLine(List<String> equal, List<String> differing) {
  /// Said of every row by its own words, and no context of a figure.
  private static final String NOTES = "notes";

  /// What follows from the call, the plan or the endpoint's answers and still makes figures
  /// comparable or not.
  private static final Set<String> ALSO =
      Set.of(
          "dataset",
          "aa_shape",
          "aa_mode",
          "prompt_source",
          "max_output_tokens",
          "output_control",
          "endpoint_origin",
          "load_engine",
          "bench_version",
          "trials");

  public ContextLine {
    equal = List.copyOf(equal);
    differing = List.copyOf(differing);
  }

  /// The declared context of the rows.
  ///
  /// @param table whose declared columns count
  public static ContextLine of(Table table, List<Row> rows) {
    List<String> equal = new ArrayList<>();
    List<String> differing = new ArrayList<>();
    for (Table.Column column : table.columns()) {
      if (isContext(column) && !rows.isEmpty()) {
        Set<String> said =
            rows.stream()
                .map(row -> said(row, column.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (said.size() == 1) {
          equal.add(column.name() + said.iterator().next());
        } else {
          differing.add(column.name());
        }
      }
    }
    return new ContextLine(equal, differing);
  }

  /// The columns that are the context of a figure.
  public static List<String> columns(Table table) {
    return table.columns().stream().filter(ContextLine::isContext).map(Table.Column::name).toList();
  }

  private static boolean isContext(Table.Column column) {
    return ALSO.contains(column.name()) || (column.declared() && !column.name().equals(NOTES));
  }

  /// The line: `model=example-8b, hardware=h200, max_num_seqs not declared`.
  public String text() {
    return String.join(", ", equal);
  }

  /// The value of a column for a reader, or in its place the reason why it is null.
  public static String shown(Row row, String column) {
    String value = row.text(column);
    return value == null ? why(row, column) : value;
  }

  private static String said(Row row, String column) {
    return (row.value(column).isNull() ? " " : "=") + shown(row, column);
  }

  private static String why(Row row, String column) {
    String why = row.whyNull(column);
    return why == null ? "unmeasured" : why;
  }
}
