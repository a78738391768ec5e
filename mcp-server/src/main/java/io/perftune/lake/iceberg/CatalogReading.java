package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.RowDigest;
import io.perftune.lake.read.TableDigest;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/// What a catalog holds, as it was when this was made: each table's snapshot of then.
final class CatalogReading {
  private static final String CAMPAIGN_ID = "campaign_id";
  private static final String PUBLISH_ID = "publish_id";

  private final Map<String, PendingTable> tables = new HashMap<>();
  private final Map<String, Map<LocalDate, DayFiles>> days = new HashMap<>();

  CatalogReading(CatalogTables catalog) {
    for (String name : Tables.PUBLISHED) {
      catalog.find(name).ifPresent(table -> tables.put(name, table));
    }
  }

  /// The committed campaigns, by day and id.
  List<CatalogCampaign> campaigns() throws IOException {
    PendingTable commit = tables.get(Tables.CAMPAIGN);
    List<CatalogCampaign> campaigns = new ArrayList<>();
    if (commit == null) {
      return campaigns;
    }
    for (DataFile file : DayFiles.of(commit.table()).files()) {
      read(commit, file, (columns, values) -> campaigns.add(campaign(columns, values)));
    }
    campaigns.sort(Comparator.comparing(campaign -> campaign.key().campaignId()));
    return campaigns;
  }

  private CatalogCampaign campaign(List<ParquetRows.Column> columns, @Nullable Object[] values)
      throws IOException {
    List<String> names = columns.stream().map(ParquetRows.Column::name).toList();
    LakeKey key = LakeKey.of(String.valueOf(values[names.indexOf(CAMPAIGN_ID)]));
    List<CatalogCampaign.Held> held = new ArrayList<>();
    for (String name : Tables.PUBLISHED) {
      for (DataFile file : files(name, key)) {
        boolean own = DayFiles.isOwn(file, key);
        held.add(
            new CatalogCampaign.Held(
                name, file.location(), file.fileSizeInBytes(), own ? file.recordCount() : null));
      }
    }
    return new CatalogCampaign(key, String.valueOf(values[names.indexOf(PUBLISH_ID)]), held);
  }

  /// Its own file, else those that may hold it among others.
  private List<DataFile> files(String name, LakeKey key) {
    PendingTable table = tables.get(name);
    if (table == null) {
      return List.of();
    }
    List<DataFile> files =
        days.computeIfAbsent(name, _ -> new HashMap<>())
            .computeIfAbsent(key.dt(), dt -> DayFiles.of(table.table(), dt))
            .of(key);
    List<DataFile> own = files.stream().filter(file -> DayFiles.isOwn(file, key)).toList();
    return own.isEmpty() ? files : own;
  }

  /// Takes rows with their columns.
  @FunctionalInterface
  interface Sink {
    void accept(List<ParquetRows.Column> columns, @Nullable Object[] values) throws IOException;
  }

  private static void read(PendingTable table, DataFile file, Sink sink) throws IOException {
    try (ParquetRows rows = ParquetRows.open(new ParquetInput(table.io().newInputFile(file)))) {
      List<ParquetRows.Column> columns = rows.columns();
      rows.forEach(values -> sink.accept(columns, values));
    }
  }

  /// The rows of a campaign in a table.
  void rows(LakeKey key, String name, Sink sink) throws IOException {
    PendingTable table = requireNonNull(tables.get(name), "no such table");
    for (DataFile file : files(name, key)) {
      read(
          table,
          file,
          (columns, values) -> {
            if (key.campaignId().equals(values[index(columns, CAMPAIGN_ID)])) {
              sink.accept(columns, values);
            }
          });
    }
  }

  boolean has(String name) {
    return tables.containsKey(name);
  }

  private static int index(List<ParquetRows.Column> columns, String name) {
    return columns.stream().map(ParquetRows.Column::name).toList().indexOf(name);
  }

  /// Whether the rows of a campaign are those that were published: their hash is its publish_id.
  boolean isWhole(CatalogCampaign campaign) throws IOException {
    List<TableDigest> digests = new ArrayList<>();
    Set<String> ids = new TreeSet<>();
    for (String name : Tables.PUBLISHED) {
      Optional<TableDigest> digest = digest(campaign.key(), name);
      digest.ifPresent(table -> ids.addAll(table.publishIds()));
      digest.ifPresent(digests::add);
    }
    return ids.equals(Set.of(campaign.publishId()))
        && TableDigest.publishId(campaign.key(), digests).equals(campaign.publishId());
  }

  /// Empty where the campaign was published without the table.
  private Optional<TableDigest> digest(LakeKey key, String name) throws IOException {
    RowDigest digest = new RowDigest();
    Set<String> ids = new TreeSet<>();
    long[] count = new long[1];
    boolean found = false;
    for (DataFile file : files(name, key)) {
      try (ParquetRows rows =
          ParquetRows.open(
              new ParquetInput(requireNonNull(tables.get(name), name).io().newInputFile(file)))) {
        List<ParquetRows.Column> columns = rows.columns();
        int campaignId = index(columns, CAMPAIGN_ID);
        int publishId = index(columns, PUBLISH_ID);
        boolean first = !found && DayFiles.isOwn(file, key);
        if (first) {
          heads(digest, columns);
          found = true;
        }
        boolean[] headed = {found};
        rows.forEach(values -> {
          if (key.campaignId().equals(values[campaignId])) {
            if (!headed[0]) {
              heads(digest, columns);
              headed[0] = true;
            }
            count[0]++;
            ids.add(String.valueOf(values[publishId]));
            digest.addRow(TableDigest.without(values, publishId));
          }
        });
        found = headed[0];
      }
    }
    return found
        ? Optional.of(new TableDigest(name, count[0], "", digest.sha256(), ids, true))
        : Optional.empty();
  }

  private static void heads(RowDigest digest, List<ParquetRows.Column> columns) {
    columns.stream()
        .map(ParquetRows.Column::name)
        .filter(column -> !column.equals(PUBLISH_ID))
        .forEach(digest::add);
  }
}
