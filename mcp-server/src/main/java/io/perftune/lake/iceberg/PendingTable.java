package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.types.Types;

/// A table with changes that only this program knows yet: they write manifests, but the catalog
/// learns of them in one commit with those of other tables.
final class PendingTable implements TableOperations {
  private final TableIdentifier identifier;
  private final TableOperations operations;
  private final TableMetadata start;
  private TableMetadata current;

  private PendingTable(TableIdentifier identifier, TableOperations operations) {
    this.identifier = requireNonNull(identifier, "identifier is null");
    this.operations = requireNonNull(operations, "operations is null");
    this.start = operations.current();
    this.current = start;
  }

  /// The table as the catalog has it now.
  ///
  /// @throws org.apache.iceberg.exceptions.NoSuchTableException where it has none
  static PendingTable load(Catalog catalog, TableIdentifier identifier) {
    HasTableOperations table = (HasTableOperations) catalog.loadTable(identifier);
    return new PendingTable(identifier, table.operations());
  }

  TableIdentifier identifier() {
    return identifier;
  }

  /// What the catalog had when the table was loaded.
  TableMetadata start() {
    return start;
  }

  /// The table with its changes.
  BaseTable table() {
    return new BaseTable(this, identifier.toString());
  }

  /// The table without them, whose changes the catalog learns of one by one.
  BaseTable committing() {
    return new BaseTable(operations, identifier.toString());
  }

  /// The ids of the columns by name.
  Map<String, Integer> fieldIds() {
    return fieldIds(current.schema());
  }

  /// The ids of a schema's columns by name.
  static Map<String, Integer> fieldIds(Schema schema) {
    Map<String, Integer> ids = new TreeMap<>();
    for (Types.NestedField field : schema.columns()) {
      ids.put(field.name(), field.fieldId());
    }
    return ids;
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  /// A change is of one very state, which has no equal.
  @Override
  @SuppressWarnings("ReferenceEquality")
  public void commit(TableMetadata base, TableMetadata metadata) {
    if (base != current) {
      throw new CommitFailedException("%s was changed by two at once", identifier);
    }
    current = metadata;
  }

  @Override
  public FileIO io() {
    return operations.io();
  }

  @Override
  public EncryptionManager encryption() {
    return operations.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return operations.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return operations.locationProvider();
  }

  @Override
  public long newSnapshotId() {
    return operations.newSnapshotId();
  }
}
