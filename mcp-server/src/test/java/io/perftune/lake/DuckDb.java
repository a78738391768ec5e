package io.perftune.lake;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// An independent reader of the lake's files.
public final class DuckDb implements AutoCloseable {
  private final Connection connection;

  public DuckDb() throws SQLException {
    connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET threads = 1");
    }
  }

  /// Every row as texts, joined by `|`; a null is `null`. Nothing for a statement that asks
  /// nothing.
  public List<String> rows(String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!statement.execute(query)) {
        return List.of();
      }
      ResultSet result = statement.getResultSet();
      List<String> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join("|", row));
      }
      return rows;
    }
  }

  /// The one value of the one row.
  public String value(String query) throws SQLException {
    return rows(query).getFirst();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
