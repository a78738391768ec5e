package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.LakeKey;
import io.perftune.lake.ParquetRows;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataFile;
import org.jspecify.annotations.Nullable;

/// The rows of one campaign in a table.
record CampaignRows(BaseTable table, LakeKey key) {
  private static final String CAMPAIGN_ID = "campaign_id";
  private static final String PUBLISH_ID = "publish_id";

  CampaignRows {
    requireNonNull(table, "table is null");
    requireNonNull(key, "key is null");
  }

  /// The publish_id that they carry; empty where there are no rows.
  ///
  /// @throws IOException where they carry more than one
  Optional<String> publishId() throws IOException {
    String[] found = new String[1];
    for (DataFile file : DayFiles.of(table, key.dt()).of(key)) {
      read(
          file,
          (columns, values) -> {
            String id = String.valueOf(values[columns.indexOf(PUBLISH_ID)]);
            if (found[0] != null && !found[0].equals(id)) {
              throw new IOException(
                  "%s has rows of two publishes of %s".formatted(table.name(), key.campaignId()));
            }
            found[0] = id;
          });
    }
    return Optional.ofNullable(found[0]);
  }

  /// Takes rows with the names of their columns.
  @FunctionalInterface
  interface Sink {
    void accept(List<String> columns, @Nullable Object[] values) throws IOException;
  }

  private void read(DataFile file, Sink sink) throws IOException {
    try (ParquetRows rows = ParquetRows.open(new ParquetInput(table.io().newInputFile(file)))) {
      List<String> columns = rows.columns().stream().map(ParquetRows.Column::name).toList();
      int id = columns.indexOf(CAMPAIGN_ID);
      rows.forEach(values -> {
        if (key.campaignId().equals(values[id])) {
          sink.accept(columns, values);
        }
      });
    }
  }
}
