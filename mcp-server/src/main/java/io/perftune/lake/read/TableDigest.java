package io.perftune.lake.read;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.ParquetRows;
import io.perftune.lake.RowDigest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one table's file says of itself once every value was read.
///
/// @param rows in it
/// @param sha256 of the file's bytes
/// @param digest hash over the rows, as a publish makes it
/// @param publishIds those that its rows carry; none where it is empty, two at most
/// @param bound whether it has the column publish_id at all
public record TableDigest(
    String table, long rows, String sha256, String digest, Set<String> publishIds, boolean bound) {
  private static final String PUBLISH_ID = "publish_id";

  public TableDigest {
    requireNonNull(table, "table is null");
    requireNonNull(sha256, "sha256 is null");
    requireNonNull(digest, "digest is null");
    publishIds = Set.copyOf(publishIds);
  }

  /// Reads all rows.
  static TableDigest of(String table, ParquetRows rows, String sha256) throws IOException {
    List<String> names = rows.columns().stream().map(ParquetRows.Column::name).toList();
    int publishId = names.indexOf(PUBLISH_ID);
    RowDigest digest = new RowDigest();
    names.stream().filter(name -> !name.equals(PUBLISH_ID)).forEach(digest::add);
    Set<String> publishIds = new TreeSet<>();
    long[] count = new long[1];
    rows.forEach(values -> {
      count[0]++;
      if (publishId >= 0 && publishIds.size() < 2) {
        publishIds.add(String.valueOf(values[publishId]));
      }
      digest.addRow(without(values, publishId));
    });
    return new TableDigest(table, count[0], sha256, digest.sha256(), publishIds, publishId >= 0);
  }

  /// The hash that binds these tables, as a publish makes it.
  ///
  /// @param tables at most one of each name
  public static String publishId(LakeKey key, List<TableDigest> tables) {
    RowDigest digest = new RowDigest();
    digest.add(key.campaignId());
    digest.add(key.dt().toString());
    List<TableDigest> ordered = new ArrayList<>();
    for (String name : Tables.PUBLISHED) {
      tables.stream().filter(table -> table.table().equals(name)).forEach(ordered::add);
    }
    for (TableDigest table : ordered) {
      digest.add(table.table());
      digest.add(table.digest());
    }
    return digest.sha256();
  }

  /// A row without the value at that place; all of it for a negative one.
  public static @Nullable Object[] without(@Nullable Object[] values, int index) {
    if (index < 0) {
      return values;
    }
    @Nullable Object[] rest = new @Nullable Object[values.length - 1];
    System.arraycopy(values, 0, rest, 0, index);
    System.arraycopy(values, index + 1, rest, index, rest.length - index);
    return rest;
  }
}
