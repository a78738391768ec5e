package io.perftune.lake.iceberg;

import java.util.List;
import org.apache.iceberg.catalog.Catalog;

/// An open catalog that can commit several tables at once.
sealed interface CatalogSession extends AutoCloseable permits JdbcSession, RestSession {
  /// Its tables.
  Catalog catalog();

  /// Commits the changes of all these tables, or of none.
  ///
  /// @throws org.apache.iceberg.exceptions.CommitFailedException where one of them has changed
  ///   since it was loaded; nothing was committed then
  /// @throws RuntimeException whatever else Iceberg throws: it may be committed or not
  void commit(List<PendingTable> tables);

  @Override
  void close();
}
