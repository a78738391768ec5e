package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/// The lake's tables in a catalog.
record CatalogTables(CatalogAccess access, CatalogSession session) {
  private static final String KEPT_METADATA = "20";

  CatalogTables {
    requireNonNull(access, "access is null");
    requireNonNull(session, "session is null");
  }

  /// Loads a table; empty where the catalog has none.
  Optional<PendingTable> find(String table) {
    try {
      PendingTable found = PendingTable.load(session.catalog(), identifier(table));
      if (!LocalFileIO.isLocal(found.current().location())) {
        throw access.refused("keeps %s at %s".formatted(table, found.current().location()));
      }
      return Optional.of(found);
    } catch (NoSuchTableException _) {
      return Optional.empty();
    }
  }

  /// Loads a table, which is made where the catalog has none: without rows it says nothing.
  PendingTable findOrMake(Table table) {
    Optional<PendingTable> found = find(table.name());
    if (found.isPresent()) {
      return found.get();
    }
    makeNamespace();
    Schema schema = new TableSchema(table).schema();
    try {
      session
          .catalog()
          .buildTable(identifier(table.name()), schema)
          .withPartitionSpec(TableSchema.partition(schema))
          .withProperties(properties(table))
          .create();
    } catch (AlreadyExistsException _) {
      // Another publish made it meanwhile.
    }
    return find(table.name()).orElseThrow(() -> new NoSuchTableException("%s", table.name()));
  }

  /// Those of the lake's tables that the catalog has.
  List<PendingTable> existing() {
    List<PendingTable> tables = new ArrayList<>();
    Tables.PUBLISHED.forEach(name -> find(name).ifPresent(tables::add));
    return tables;
  }

  private void makeNamespace() {
    Namespace namespace = namespace();
    if (session.catalog() instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(namespace)) {
      try {
        namespaces.createNamespace(namespace, new HashMap<>());
      } catch (AlreadyExistsException _) {
        // Another publish made it meanwhile.
      }
    }
  }

  private static Map<String, String> properties(Table table) {
    Map<String, String> properties = new HashMap<>();
    properties.put(TableProperties.FORMAT_VERSION, "2");
    properties.put(TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true");
    properties.put(TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, KEPT_METADATA);
    properties.put("comment", table.description());
    return properties;
  }

  private Namespace namespace() {
    return Namespace.of(access.catalog().namespace().split("\\."));
  }

  private TableIdentifier identifier(String table) {
    return TableIdentifier.of(namespace(), table);
  }
}
