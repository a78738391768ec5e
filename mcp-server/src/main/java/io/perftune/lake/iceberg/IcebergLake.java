package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.LakeCatalog;
import io.perftune.lake.IfExists;
import io.perftune.lake.Landed;
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
      LakeCatalog.Snapshots policy = access.catalog().snapshots();
      new SnapshotExpiry(policy, clock.instant()).run(tables().existing());
      return landed;
    });
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
