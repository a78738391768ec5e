package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table of one publish and its rows, which come without `publish_id`.
public record TableRows(Table table, RowSource rows) {
  private static final String PUBLISH_ID = "publish_id";

  public TableRows {
    requireNonNull(rows, "rows is null");
    table = without(table);
  }

  /// Reads and checks all rows once.
  ///
  /// @return the hash over them
  /// @throws ProblemException for a row that breaks its table's schema
  String digest() throws IOException {
    RowDigest digest = new RowDigest();
    TypedRows typed = new TypedRows(table);
    table.columns().forEach(column -> digest.add(column.name()));
    rows.forEach((row, where) -> digest.addRow(typed.values(row, where)));
    return digest.sha256();
  }

  /// Writes the file, `publish_id` in every row.
  ///
  /// @param expected the hash that the rows had when the publish was bound
  /// @throws ProblemException where they have changed since
  ParquetTable.Written write(String publishId, String expected, OutputStream target)
      throws IOException {
    RowDigest digest = new RowDigest();
    TypedRows typed = new TypedRows(table);
    table.columns().forEach(column -> digest.add(column.name()));
    ParquetTable.TypedSource bound =
        sink ->
            rows.forEach((row, where) -> {
              @Nullable Object[] values = typed.values(row, where);
              digest.addRow(values);
              sink.accept(with(values, publishId));
            });
    ParquetTable.Written written = new ParquetTable(with(table)).write(bound, target);
    if (!digest.sha256().equals(expected)) {
      throw new ProblemException(
          Problem.of(
              "rows-changed",
              "The rows of " + table.name() + " changed while they were published.",
              "Let cell_run and atlas_aggregate end, then publish again."));
    }
    return written;
  }

  private static @Nullable Object[] with(@Nullable Object[] values, String publishId) {
    @Nullable Object[] bound = Arrays.copyOf(values, values.length + 1);
    bound[values.length] = publishId;
    return bound;
  }

  private static Table without(Table table) {
    return new Table(
        table.name(),
        table.description(),
        table.key(),
        table.columns().stream().filter(column -> !column.name().equals(PUBLISH_ID)).toList());
  }

  private static Table with(Table table) {
    List<Table.Column> columns = new ArrayList<>(table.columns());
    columns.add(
        new Table.Column(
            PUBLISH_ID,
            Table.Type.TEXT,
            true,
            null,
            "Hash over the rows of all tables of one publish; the same in each of them.",
            false,
            "publish"));
    return new Table(table.name(), table.description(), table.key(), columns);
  }
}
