package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.jdbc.JdbcClientPool;

/// A catalog in a database. A commit swaps the pointers of all tables in one SQL transaction, each
/// only where it still is what was seen.
final class JdbcSession implements CatalogSession {
  private static final Pattern VERSION = Pattern.compile(".*/(\\d+)-[^/]*");
  private static final String SWAP =
      "UPDATE iceberg_tables SET metadata_location = ?, previous_metadata_location = ?"
          + " WHERE catalog_name = ? AND table_namespace = ? AND table_name = ?"
          + " AND metadata_location = ?";

  private final JdbcCatalog catalog;
  private final JdbcClientPool pool;

  private JdbcSession(JdbcCatalog catalog, JdbcClientPool pool) {
    this.catalog = catalog;
    this.pool = pool;
  }

  /// Opens it, and makes its tables where the database has none.
  static JdbcSession open(CatalogAccess access, Function<Map<String, String>, FileIO> files)
      throws IOException {
    Optional<Path> folder = access.sqlite().map(Path::getParent);
    if (folder.isPresent()) {
      Files.createDirectories(folder.get());
    }
    String uri = access.uri();
    Map<String, String> properties = new HashMap<>();
    if (uri.startsWith("jdbc:sqlite:")) {
      // Of two commits one waits for the other, from its first statement on.
      properties.put("jdbc.busy_timeout", "30000");
      properties.put("jdbc.transaction_mode", "IMMEDIATE");
    }
    properties.put("jdbc.schema-version", "V1");
    properties.putAll(access.properties());
    properties.put(CatalogProperties.URI, uri);
    properties.put(CatalogProperties.WAREHOUSE_LOCATION, access.directory());
    JdbcClientPool pool = new JdbcClientPool(uri, properties);
    JdbcCatalog catalog = new JdbcCatalog(files, _ -> pool, true);
    catalog.initialize(access.catalog().name(), properties);
    return new JdbcSession(catalog, pool);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  private record Swap(TableIdentifier table, String expected, String location) {
    Swap {
      requireNonNull(table, "table is null");
      requireNonNull(expected, "expected is null");
      requireNonNull(location, "location is null");
    }
  }

  @Override
  public void commit(List<PendingTable> tables) {
    List<Swap> swaps = new ArrayList<>();
    for (PendingTable table : tables) {
      String expected = table.start().metadataFileLocation();
      String name = "%05d-%s.metadata.json".formatted(version(expected) + 1, UUID.randomUUID());
      String location = table.metadataFileLocation(name);
      TableMetadataParser.write(table.current(), table.io().newOutputFile(location));
      swaps.add(new Swap(table.identifier(), expected, location));
    }
    if (!swapped(swaps)) {
      for (int index = 0; index < swaps.size(); index++) {
        tables.get(index).io().deleteFile(swaps.get(index).location());
      }
      throw new CommitFailedException("A table has changed since it was read");
    }
    for (PendingTable table : tables) {
      CatalogUtil.deleteRemovedMetadataFiles(table.io(), table.start(), table.current());
    }
  }

  private boolean swapped(List<Swap> swaps) {
    try {
      return pool.run(connection -> swapped(connection, swaps), false);
    } catch (SQLException e) {
      throw new CommitStateUnknownException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommitStateUnknownException(e);
    }
  }

  private boolean swapped(Connection connection, List<Swap> swaps) throws SQLException {
    boolean done = false;
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(SWAP)) {
      done = true;
      for (Swap swap : swaps) {
        done = done && swapped(statement, swap);
      }
      if (done) {
        connection.commit();
      }
    } finally {
      if (!done) {
        connection.rollback();
      }
      connection.setAutoCommit(true);
    }
    return done;
  }

  private boolean swapped(PreparedStatement statement, Swap swap) throws SQLException {
    int at = 1;
    statement.setString(at++, swap.location());
    statement.setString(at++, swap.expected());
    statement.setString(at++, catalog.name());
    statement.setString(at++, String.join(".", swap.table().namespace().levels()));
    statement.setString(at++, swap.table().name());
    statement.setString(at, swap.expected());
    return statement.executeUpdate() == 1;
  }

  /// The number that the name of a metadata file begins with.
  private static int version(String location) {
    Matcher matcher = VERSION.matcher(location);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }

  @Override
  public void close() {
    catalog.close();
  }
}
