package io.perftune.lake.iceberg;

import io.perftune.config.LakeCatalog;
import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.Publication;
import io.perftune.lake.RowSource;
import io.perftune.lake.TableRows;
import io.perftune.value.Json;
import io.perftune.value.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.jdbc.JdbcCatalog;
import tools.jackson.databind.node.ObjectNode;

/// A catalog in an SQLite file below a folder, and what Iceberg's own classes read of it.
record IcebergSample(Path root) {
  static final String ONE = "20260115T093000Z-one";
  static final String TWO = "20260115T101500Z-two";
  static final Clock CLOCK = Clock.fixed(Instant.parse("2126-02-01T00:00:00Z"), ZoneOffset.UTC);

  /// The smallest tables that a publish takes, quick to write.
  static final List<String> SMALL = List.of(Tables.ATLAS, Tables.REQUESTS, Tables.CAMPAIGN);

  CatalogAccess access() throws IOException {
    return access(new LakeCatalog.Snapshots(100, 36_500));
  }

  CatalogAccess access(LakeCatalog.Snapshots snapshots) throws IOException {
    Files.createDirectories(root);
    LakeCatalog catalog =
        new LakeCatalog(
            "sample",
            LakeCatalog.Kind.JDBC,
            "jdbc:sqlite:catalog.db",
            "warehouse",
            "perf",
            Map.of(),
            snapshots);
    return CatalogAccess.of(catalog, root, Map.of());
  }

  IcebergLake open() throws IOException {
    return IcebergLake.of(access(), CLOCK);
  }

  IcebergLake open(Function<Map<String, String>, FileIO> files) throws IOException {
    return IcebergLake.of(access(), CLOCK, files);
  }

  /// A campaign whose rows say no more than a value; `requests_v1` has two of them.
  static Publication small(String campaign, String value) throws IOException {
    List<TableRows> tables = new ArrayList<>();
    for (String name : SMALL) {
      List<ObjectNode> rows = new ArrayList<>();
      rows.add(Json.object().put("campaign_id", campaign).put("value", value));
      if (name.equals(Tables.REQUESTS)) {
        rows.add(Json.object().put("campaign_id", campaign).putNull("value"));
      }
      tables.add(rows(name, rows));
    }
    return Publication.of(LakeKey.of(campaign), tables);
  }

  private static TableRows rows(String name, List<ObjectNode> rows) {
    Table.Column id =
        new Table.Column("campaign_id", Table.Type.TEXT, true, null, "An id.", false, "key");
    Table.Column value =
        new Table.Column("value", Table.Type.TEXT, false, null, "A value.", false, "key");
    Table table = new Table(name, "A table.", List.of("campaign_id"), List.of(id, value));
    return new TableRows(table, RowSource.of(name, rows));
  }

  /// Asks a table of the catalog something, through a catalog of Iceberg's own.
  <T> T table(String name, Asking<T> asking) throws IOException {
    JdbcCatalog catalog = new JdbcCatalog(_ -> new LocalFileIO(), null, true);
    catalog.initialize(
        "sample",
        Map.of(
            CatalogProperties.URI,
            "jdbc:sqlite:" + root.resolve("catalog.db"),
            CatalogProperties.WAREHOUSE_LOCATION,
            root.resolve("warehouse").toString()));
    try {
      return asking.ask((BaseTable) catalog.loadTable(TableIdentifier.of("perf", name)));
    } finally {
      catalog.close();
    }
  }

  /// Asks something.
  @FunctionalInterface
  interface Asking<T> {
    T ask(BaseTable table) throws IOException;
  }

  /// The files that a scan of a table reads; none where the catalog has no such table.
  List<Path> files(String name) throws IOException {
    if (!Files.exists(root.resolve("catalog.db"))) {
      return List.of();
    }
    try {
      return table(name, table -> scanned(table).stream().map(IcebergSample::path).toList());
    } catch (NoSuchTableException _) {
      return List.of();
    }
  }

  static List<DataFile> scanned(org.apache.iceberg.Table table) throws IOException {
    List<DataFile> files = new ArrayList<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().includeColumnStats().planFiles()) {
      tasks.forEach(task -> files.add(task.file().copy()));
    }
    return files;
  }

  static Path path(DataFile file) {
    return LocalFileIO.path(file.location());
  }

  /// What a reader finds: by table, the publish_ids of all rows in the order of the files.
  Map<String, List<String>> visible() throws IOException {
    Map<String, List<String>> visible = new TreeMap<>();
    for (String name : SMALL) {
      List<String> ids = new ArrayList<>();
      for (Path file : files(name)) {
        ids.addAll(ParquetColumn.texts(file, "publish_id"));
      }
      visible.put(name, ids.stream().sorted().toList());
    }
    return visible;
  }

  /// What [#visible] is where just these publications are there, whole.
  static Map<String, List<String>> whole(Publication... publications) {
    Map<String, List<String>> visible = new TreeMap<>();
    for (String name : SMALL) {
      List<String> ids = new ArrayList<>();
      for (Publication publication : publications) {
        ids.add(publication.publishId());
        if (name.equals(Tables.REQUESTS)) {
          ids.add(publication.publishId());
        }
      }
      visible.put(name, ids.stream().sorted().toList());
    }
    return visible;
  }
}
