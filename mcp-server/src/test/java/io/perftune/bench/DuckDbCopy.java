package io.perftune.bench;

import io.perftune.config.Tables;
import io.perftune.lake.DuckDb;
import io.perftune.value.Table;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/// DuckDB's own way from requests.jsonl to Parquet in zstd, with the types of requests_v1.
final class DuckDbCopy {
  private DuckDbCopy() {}

  /// Copies.
  ///
  /// @param args the file to write, and those to read
  public static void main(String[] args) throws SQLException {
    String files =
        List.of(args).subList(1, args.length).stream()
            .map(file -> "'" + file + "'")
            .collect(Collectors.joining(", "));
    String columns =
        Tables.table(Tables.REQUESTS).columns().stream()
            .map(column -> column.name() + ": '" + type(column.type()) + "'")
            .collect(Collectors.joining(", "));
    try (DuckDb duckDb = new DuckDb()) {
      duckDb.rows("SET preserve_insertion_order = true");
      duckDb.rows(
          "COPY (SELECT * REPLACE (NULL::VARCHAR AS error_message) FROM read_json([%s],"
                  .formatted(files)
              + " format = 'newline_delimited', columns = {%s}))".formatted(columns)
              + " TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(args[0]));
    }
  }

  private static String type(Table.Type type) {
    return switch (type) {
      case TEXT -> "VARCHAR";
      case INTEGER -> "BIGINT";
      case NUMBER -> "DOUBLE";
      case BOOLEAN -> "BOOLEAN";
      case INSTANT -> "TIMESTAMPTZ";
      case JSON -> "JSON";
    };
  }
}
