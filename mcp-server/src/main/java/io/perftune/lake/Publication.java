package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One campaign as it goes to the lake: its tables in the order in which they are written, the last
/// of which is the commit, and the hash that binds them.
///
/// @param digests the hash over each table's rows
/// @param publishId sha256 over campaign_id, dt and every table's rows as checked values
public record Publication(
    LakeKey key, List<TableRows> tables, List<String> digests, String publishId) {
  public Publication {
    requireNonNull(key, "key is null");
    requireNonNull(publishId, "publishId is null");
    tables = List.copyOf(tables);
    digests = List.copyOf(digests);
    if (tables.size() < 2 || digests.size() != tables.size()) {
      throw new IllegalArgumentException("a publish needs a first table, a commit, and hashes");
    }
  }

  /// Reads all rows once, checks them, and binds them.
  ///
  /// @throws io.perftune.value.ProblemException for a row that breaks its table's schema
  public static Publication of(LakeKey key, List<TableRows> tables) throws IOException {
    RowDigest digest = new RowDigest();
    digest.add(key.campaignId());
    digest.add(key.dt().toString());
    List<String> digests = new ArrayList<>();
    for (TableRows table : tables) {
      digests.add(table.digest());
      digest.add(table.table().name());
      digest.add(digests.getLast());
    }
    return new Publication(key, tables, digests, digest.sha256());
  }

  /// Writes the file of the table at that place.
  ParquetTable.Written write(int index, OutputStream target) throws IOException {
    return write(index, Map.of(), target);
  }

  /// Writes the file of the table at that place, its columns with their ids in an Iceberg table.
  ///
  /// @param fieldIds by column: of all columns, `publish_id` too, or of none
  public ParquetTable.Written write(int index, Map<String, Integer> fieldIds, OutputStream target)
      throws IOException {
    TableRows rows = tables.get(index);
    return rows.write(
        publishId, digests.get(index), new ParquetTable(rows.published(), fieldIds), target);
  }
}
