package io.perftune.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.config.LakeCatalog;
import io.perftune.config.Tables;
import io.perftune.lake.DuckDb;
import io.perftune.lake.IfExists;
import io.perftune.lake.LakeSample;
import io.perftune.lake.Landed;
import io.perftune.lake.Publication;
import io.perftune.lake.RowSource;
import io.perftune.lake.TableRows;
import io.perftune.value.ProblemException;
import io.perftune.value.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A lake in a catalog that is an SQLite file.
class IcebergLakeTest {
  @TempDir Path root;

  private IcebergSample sample() {
    return new IcebergSample(root);
  }

  private List<Landed> publish(Publication publication, IfExists ifExists) throws IOException {
    try (IcebergLake lake = sample().open()) {
      return lake.publish(publication, ifExists);
    }
  }

  @Test
  void duckDbReadsTheAggregatesOfTheRowsFromTheFilesOfAScan() throws IOException, SQLException {
    publish(LakeSample.publication(), IfExists.FAIL);

    double ttft =
        LakeSample.atlas().stream()
            .mapToDouble(row -> row.required("ttft_p50_ms").doubleValue())
            .sum();
    try (DuckDb duck = new DuckDb()) {
      assertThat(duck.rows("SELECT count(*), sum(ttft_p50_ms), max(dt) FROM " + scan(Tables.ATLAS)))
          .containsExactly("6|" + ttft + "|2026-01-15");
      assertThat(
              duck.rows(
                  "SELECT result, count(*), min(dt) FROM %s GROUP BY result ORDER BY result"
                      .formatted(scan(Tables.REQUESTS))))
          .containsExactly("failed|6|2026-01-15", "ok|114|2026-01-15");
      assertThat(
              duck.value(
                  "SELECT count(*) FROM %s SEMI JOIN %s c USING (campaign_id, publish_id)"
                      .formatted(scan(Tables.ATLAS), scan(Tables.CAMPAIGN))))
          .isEqualTo("6");
    }
  }

  private String scan(String table) throws IOException {
    return sample().files(table).stream()
        .map(file -> "'" + file + "'")
        .collect(Collectors.joining(", ", "read_parquet([", "])"));
  }

  @Test
  void columnsHaveTheTypesAndDescriptionsOfTheSchemasAndFilesTheirIds() throws IOException {
    publish(LakeSample.publication(), IfExists.FAIL);

    sample()
        .table(
            Tables.ATLAS,
            table -> {
              for (Table.Column column : Tables.table(Tables.ATLAS).columns()) {
                Types.NestedField field = table.schema().findField(column.name());
                assertThat(field.doc()).as(column.name()).startsWith(column.description());
                assertThat(field.isRequired()).as(column.name()).isEqualTo(column.required());
              }
              assertThat(table.schema().findField("captured_at").type())
                  .isEqualTo(Types.TimestampType.withZone());
              assertThat(table.spec().fields().getFirst().transform().isIdentity()).isTrue();
              DataFile file = IcebergSample.scanned(table).getFirst();
              assertThat(file.recordCount()).isEqualTo(6);
              assertThat(file.nullValueCounts()).hasSize(table.schema().columns().size() - 1);
              return true;
            });
  }

  @Test
  void aScanPrunesByDayAndByCampaign() throws IOException {
    publish(IcebergSample.small(IcebergSample.ONE, "a"), IfExists.FAIL);
    publish(IcebergSample.small(IcebergSample.TWO, "b"), IfExists.FAIL);

    sample()
        .table(
            Tables.ATLAS,
            table -> {
              var all = table.newScan();
              assertThat(all.filter(Expressions.equal("dt", "2026-01-15")).planFiles()).hasSize(2);
              assertThat(all.filter(Expressions.equal("dt", "2026-01-16")).planFiles()).isEmpty();
              assertThat(
                      all.filter(Expressions.equal("campaign_id", IcebergSample.TWO)).planFiles())
                  .singleElement()
                  .satisfies(task -> assertThat(task.file().location()).contains("-two/"));
              return true;
            });
  }

  @Test
  void theSameContentAgainChangesNothing() throws IOException {
    Publication publication = IcebergSample.small(IcebergSample.ONE, "a");
    List<Landed> first = publish(publication, IfExists.FAIL);
    long snapshot = snapshot();

    List<Landed> again = publish(publication, IfExists.FAIL);

    assertThat(first).extracting(Landed::outcome).containsOnly("created");
    assertThat(again).extracting(Landed::outcome).containsOnly("unchanged");
    assertThat(again).extracting(Landed::key).isEqualTo(first.stream().map(Landed::key).toList());
    assertThat(snapshot()).isEqualTo(snapshot);
  }

  private long snapshot() throws IOException {
    return sample().table(Tables.CAMPAIGN, table -> table.currentSnapshot().snapshotId());
  }

  @Test
  void otherContentIsRefusedSkippedOrReplaced() throws IOException {
    Publication old = IcebergSample.small(IcebergSample.ONE, "a");
    Publication changed = IcebergSample.small(IcebergSample.ONE, "b");
    Publication beside = IcebergSample.small(IcebergSample.TWO, "c");
    publish(old, IfExists.FAIL);
    publish(beside, IfExists.FAIL);

    assertThatThrownBy(() -> publish(changed, IfExists.FAIL))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().getFirst().code()).isEqualTo("already-published"));
    assertThat(publish(changed, IfExists.SKIP)).extracting(Landed::outcome).containsOnly("skipped");
    assertThat(sample().visible()).isEqualTo(IcebergSample.whole(old, beside));
    assertThat(publish(changed, IfExists.OVERWRITE))
        .extracting(Landed::outcome)
        .containsOnly("replaced");
    assertThat(sample().visible()).isEqualTo(IcebergSample.whole(changed, beside));
    publish(old, IfExists.OVERWRITE);
    assertThat(sample().visible()).isEqualTo(IcebergSample.whole(old, beside));
  }

  @Test
  void aPreviewSaysWhatAPublishDoesAndMakesNothing() throws IOException {
    Publication publication = IcebergSample.small(IcebergSample.ONE, "a");
    List<Landed> preview;
    try (IcebergLake lake = sample().open()) {
      preview = lake.preview(publication, IfExists.FAIL);
    }

    assertThat(preview).extracting(Landed::outcome).containsOnly("would_create");
    assertThat(root.resolve("warehouse")).doesNotExist();
    List<Landed> landed = publish(publication, IfExists.FAIL);
    assertThat(landed).extracting(Landed::sha256).isEqualTo(hashes(preview));
    assertThat(landed)
        .extracting(Landed::key)
        .isEqualTo(preview.stream().map(Landed::key).toList());
  }

  private static List<String> hashes(List<Landed> landed) {
    return landed.stream().map(Landed::sha256).toList();
  }

  @Test
  void aColumnThatIsGainedIsAddedByIdAndOldRowsReadAsNull() throws IOException {
    publish(with(IcebergSample.ONE, column("speed", Table.Type.INTEGER)), IfExists.FAIL);
    int id = id("speed");

    publish(
        with(
            IcebergSample.TWO,
            column("speed", Table.Type.INTEGER),
            column("extra", Table.Type.NUMBER)),
        IfExists.FAIL);

    assertThat(id("speed")).isEqualTo(id);
    assertThat(id("extra")).isGreaterThan(id("dt"));
    publish(with("20260116T000000Z-three"), IfExists.FAIL);
    assertThat(id("extra")).isGreaterThan(id("dt"));
    assertThat(sample().files(Tables.ATLAS)).hasSize(3);
  }

  @Test
  void aTypeThatIcebergDoesNotTurnIntoOursIsRefusedAndNothingChanges() throws IOException {
    publish(with(IcebergSample.ONE, column("speed", Table.Type.INTEGER)), IfExists.FAIL);

    assertThatThrownBy(
            () -> publish(with(IcebergSample.TWO, column("speed", Table.Type.TEXT)), IfExists.FAIL))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().getFirst().line())
                    .contains("Column speed of atlas_v1 is long in the catalog and string here"));
    assertThat(sample().files(Tables.ATLAS)).hasSize(1);
  }

  private int id(String column) throws IOException {
    return sample().table(Tables.ATLAS, table -> table.schema().findField(column).fieldId());
  }

  private static Table.Column column(String name, Table.Type type) {
    return new Table.Column(name, type, false, "ms", "A figure.", false, "figures");
  }

  /// The small campaign, its atlas with more columns, which are null.
  private static Publication with(String campaign, Table.Column... more) throws IOException {
    Publication small = IcebergSample.small(campaign, "a");
    List<TableRows> tables = new ArrayList<>(small.tables());
    Table plain = tables.getFirst().table();
    List<Table.Column> columns = new ArrayList<>(plain.columns());
    columns.addAll(List.of(more));
    RowSource rows =
        sink ->
            small
                .tables()
                .getFirst()
                .rows()
                .forEach((row, where) -> {
                  ObjectNode wide = row.deepCopy();
                  List.of(more).forEach(column -> wide.putNull(column.name()));
                  sink.accept(wide, where);
                });
    tables.set(
        0, new TableRows(new Table(plain.name(), plain.description(), plain.key(), columns), rows));
    return Publication.of(small.key(), tables);
  }

  @Test
  void snapshotsThatThePolicyNoLongerKeepsGoWithTheirFiles() throws IOException {
    CatalogAccess access = sample().access(new LakeCatalog.Snapshots(2, 1));
    Publication first = IcebergSample.small(IcebergSample.ONE, "a");
    Publication second = IcebergSample.small(IcebergSample.ONE, "b");
    try (IcebergLake lake = IcebergLake.of(access, IcebergSample.CLOCK)) {
      lake.publish(first, IfExists.FAIL);
      Path gone = sample().files(Tables.ATLAS).getFirst();
      for (Publication publication : List.of(second, first, second, first)) {
        lake.publish(publication, IfExists.OVERWRITE);
      }

      assertThat(gone).doesNotExist();
    }
    assertThat(sample().visible()).isEqualTo(IcebergSample.whole(first));
    int snapshots =
        sample()
            .table(
                Tables.ATLAS,
                table -> org.assertj.core.util.Lists.newArrayList(table.snapshots()).size());
    assertThat(snapshots).isEqualTo(2);
  }

  @Test
  void aWarehouseThatIsNotOnThisMachineIsRefused() {
    LakeCatalog catalog =
        new LakeCatalog(
            "s3",
            LakeCatalog.Kind.JDBC,
            "jdbc:sqlite:catalog.db",
            "s3://bucket/lake",
            "perf",
            Map.of(),
            new LakeCatalog.Snapshots(1, 1));
    CatalogAccess access = CatalogAccess.of(catalog, root, Map.of());

    assertThatThrownBy(() -> published(access))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problems().getFirst().line())
                    .contains("has its warehouse at s3://bucket/lake; only directories"));
  }

  private static List<Landed> published(CatalogAccess access) throws IOException {
    try (IcebergLake lake = IcebergLake.of(access, IcebergSample.CLOCK)) {
      return lake.publish(IcebergSample.small(IcebergSample.ONE, "a"), IfExists.FAIL);
    }
  }
}
