package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table: the first column names its rows.
///
/// @param caption what the table holds, in one sentence
/// @param context what is equal over its rows; null where the page's own line says it
/// @param rows each as long as `columns`
/// @param footnotes below the table: what its dashes mean
public record DataTable(
    String caption,
    @Nullable String context,
    List<Column> columns,
    List<List<Entry>> rows,
    List<String> footnotes) {
  public DataTable {
    requireNonNull(caption, "caption is null");
    columns = List.copyOf(columns);
    int width = columns.size();
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.stream().anyMatch(row -> row.size() != width)) {
      throw new IllegalArgumentException("a row of '" + caption + "' is not as wide as its head");
    }
    footnotes = List.copyOf(footnotes);
  }

  /// A table without a context line of its own and without footnotes.
  public static DataTable of(String caption, List<Column> columns, List<List<Entry>> rows) {
    return new DataTable(caption, null, columns, rows, List.of());
  }

  /// The head of a column.
  ///
  /// @param unit null where it has none
  /// @param numeric its entries are figures
  /// @param meaning the definition, for a reader who asks; null where the heading says it all
  public record Column(
      String heading, @Nullable String unit, boolean numeric, @Nullable String meaning) {
    public Column {
      requireNonNull(heading, "heading is null");
    }

    /// A column of texts.
    public static Column text(String heading) {
      return new Column(heading, null, false, null);
    }
  }
}
