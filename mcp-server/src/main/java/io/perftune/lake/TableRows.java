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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A table of one publish and its rows, which come without `publish_id`.
///
/// @param known of rows that were read already; null where nobody has
public record TableRows(Table table, RowSource rows, @Nullable Known known) {
  private static final String PUBLISH_ID = "publish_id";
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  public TableRows {
    requireNonNull(rows, "rows is null");
    table = without(table);
  }

  /// What rows were when they were read.
  ///
  /// @param sha256 the hash over them
  /// @param mark a quick one, by which rows that changed meanwhile are told; chance alone, and
  ///   nobody who wants to, keeps it the same
  public record Known(String sha256, long mark) {
    public Known {
      requireNonNull(sha256, "sha256 is null");
    }
  }

  public TableRows(Table table, RowSource rows) {
    this(table, rows, null);
  }

  /// The same rows, read and checked, so that nobody has to go through them again for their hash.
  ///
  /// @throws ProblemException for a row that breaks its table's schema
  public TableRows checked() throws IOException {
    return known == null ? new TableRows(table, rows, read()) : this;
  }

  /// Reads and checks all rows once, unless that was done.
  ///
  /// @return the hash over them
  /// @throws ProblemException for a row that breaks its table's schema
  String digest() throws IOException {
    return (known == null ? read() : known).sha256();
  }

  private Known read() throws IOException {
    RowDigest digest = digestOfNames();
    TypedRows typed = new TypedRows(table);
    long[] mark = new long[1];
    rows.forEach((row, where) -> {
      @Nullable Object[] values = typed.values(row, where);
      digest.addRow(values);
      mark[0] = marked(mark[0], values);
    });
    return new Known(digest.sha256(), mark[0]);
  }

  /// The table with its `publish_id`, as its file has it.
  public Table published() {
    return with(table);
  }

  /// Writes the file, `publish_id` in every row.
  ///
  /// @param expected the hash that the rows had when the publish was bound
  /// @throws ProblemException where they have changed since
  ParquetTable.Written write(String publishId, String expected, OutputStream target)
      throws IOException {
    return write(publishId, expected, new ParquetTable(published()), target);
  }

  /// The same into a file of the caller's making.
  ParquetTable.Written write(
      String publishId, String expected, ParquetTable file, OutputStream target)
      throws IOException {
    RowDigest digest = digestOfNames();
    TypedRows typed = new TypedRows(table);
    long[] mark = new long[1];
    ParquetTable.TypedSource bound =
        sink ->
            rows.forEach((row, where) -> {
              @Nullable Object[] values = typed.values(row, where);
              if (known == null) {
                digest.addRow(values);
              } else {
                mark[0] = marked(mark[0], values);
              }
              sink.accept(with(values, publishId));
            });
    ParquetTable.Written written = file.write(bound, target);
    boolean same = known == null ? digest.sha256().equals(expected) : mark[0] == known.mark();
    if (!same) {
      throw new ProblemException(
          Problem.of(
              "rows-changed",
              "The rows of " + table.name() + " changed while they were published.",
              "Let cell_run and atlas_aggregate end, then publish again."));
    }
    return written;
  }

  private RowDigest digestOfNames() {
    RowDigest digest = new RowDigest();
    table.columns().forEach(column -> digest.add(column.name()));
    return digest;
  }

  private static long marked(long before, @Nullable Object[] values) {
    long mark = before;
    for (Object value : values) {
      long own = value instanceof Double number ? Double.doubleToLongBits(number) : hash(value);
      mark = Long.rotateLeft(mark * MULTIPLIER ^ own, 29);
    }
    return mark;
  }

  private static long hash(@Nullable Object value) {
    return value instanceof Long whole ? whole : Objects.hashCode(value);
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
