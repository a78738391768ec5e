package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.LakeCatalog;
import io.perftune.lake.IfExists;
import io.perftune.lake.LakeKey;
import io.perftune.lake.Landed;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.Publication;
import io.perftune.lake.PublishTarget;
import io.perftune.lake.store.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;

/// A lake in an Iceberg catalog: a campaign goes in by one commit over all tables, so that it is
/// there whole or not at all.
///
/// A publish that was cut off anywhere has changed nothing, and the same call again completes it.
public final class IcebergLake implements PublishTarget {
  private final CatalogAccess access;
  private final Clock clock;
  private final Function<Map<String, String>, FileIO> files;
  private @Nullable CatalogTables opened;

  private IcebergLake(
      CatalogAccess access, Clock clock, Function<Map<String, String>, FileIO> files) {
    this.access = requireNonNull(access, "access is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.files = requireNonNull(files, "files is null");
  }

  /// A lake in that catalog, which is reached when it is first asked.
  public static IcebergLake of(CatalogAccess access, Clock clock) {
    return of(access, clock, _ -> new LocalFileIO());
  }

  /// @param files makes the access to the tables' files
  static IcebergLake of(
      CatalogAccess access, Clock clock, Function<Map<String, String>, FileIO> files) {
    return new IcebergLake(access, clock, files);
  }

  /// Opens the catalog, and makes its database where that is a file.
  private CatalogTables tables() throws IOException {
    CatalogTables tables = opened == null ? new CatalogTables(access, session()) : opened;
    opened = tables;
    return tables;
  }

  private CatalogSession session() throws IOException {
    return switch (access.catalog().kind()) {
      case JDBC -> JdbcSession.open(access, files);
      case REST -> RestSession.open(access, files);
    };
  }

  @Override
  public List<Landed> publish(Publication publication, IfExists ifExists) throws IOException {
    return staging(hold -> {
      List<Landed> landed = new TablePublish(publication, ifExists, hold).run(tables());
      expire();
      return landed;
    });
  }

  private void expire() throws IOException {
    LakeCatalog.Snapshots policy = access.catalog().snapshots();
    new SnapshotExpiry(policy, clock.instant()).run(tables().existing());
  }

  @Override
  public List<Landed> preview(Publication publication, IfExists ifExists) throws IOException {
    return staging(hold -> {
      TablePublish publish = new TablePublish(publication, ifExists, hold);
      return access.isMissing()
          ? publish.preview(_ -> Optional.empty())
          : publish.preview(tables()::find);
    });
  }

  /// Puts the small files of each day together; a reader sees the same rows before and after.
  public List<Compaction.Compacted> compact() throws IOException {
    return staging(hold -> {
      List<Compaction.Compacted> done = new Compaction(tables(), hold).run();
      expire();
      return done;
    });
  }

  /// The committed campaigns, by id.
  public List<CatalogCampaign> campaigns() throws IOException {
    return access.isMissing()
        ? List.of()
        : CatalogFailure.told(access, () -> new CatalogReading(tables()).campaigns());
  }

  /// Hands over the rows of a campaign in a table.
  ///
  /// @return false where the catalog has no such table
  public boolean rows(LakeKey key, String table, Rows rows) throws IOException {
    return CatalogFailure.told(
        access,
        () -> {
          CatalogReading reading = new CatalogReading(tables());
          if (reading.has(table)) {
            reading.rows(key, table, rows::accept);
          }
          return reading.has(table);
        });
  }

  /// Takes rows with their columns.
  @FunctionalInterface
  public interface Rows {
    void accept(List<ParquetRows.Column> columns, @Nullable Object[] values) throws IOException;
  }

  /// Whether the rows of a campaign are those that were published.
  public boolean isWhole(CatalogCampaign campaign) throws IOException {
    return CatalogFailure.told(access, () -> new CatalogReading(tables()).isWhole(campaign));
  }

  /// Files that no snapshot names, older than an hour, by table.
  ///
  /// @param remove whether they are removed
  public SortedMap<String, List<Path>> orphans(boolean remove) throws IOException {
    return CatalogFailure.told(
        access,
        () -> {
          SortedMap<String, List<Path>> orphans = new TreeMap<>();
          Orphans search = new Orphans(clock.instant());
          for (PendingTable table : tables().existing()) {
            List<Path> files = search.of(table);
            for (Path file : remove ? files : List.<Path>of()) {
              Files.deleteIfExists(file);
            }
            if (!files.isEmpty()) {
              orphans.put(table.identifier().name(), files);
            }
          }
          return orphans;
        });
  }

  @FunctionalInterface
  private interface Staging<T> {
    T run(Hold hold) throws IOException;
  }

  private <T> T staging(Staging<T> staging) throws IOException {
    Path folder = Files.createTempDirectory("perftune-iceberg-");
    try (Hold hold = Hold.temporary(folder)) {
      return CatalogFailure.told(access, () -> staging.run(hold));
    }
  }

  @Override
  public void close() {
    if (opened != null) {
      opened.session().close();
    }
  }
}
