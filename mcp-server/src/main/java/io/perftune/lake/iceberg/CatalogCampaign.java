package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.LakeKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A campaign in an Iceberg catalog.
///
/// @param publishId under which it is committed
/// @param tables those that have a file for it
public record CatalogCampaign(LakeKey key, String publishId, List<Held> tables) {
  public CatalogCampaign {
    requireNonNull(key, "key is null");
    requireNonNull(publishId, "publishId is null");
    tables = List.copyOf(tables);
  }

  /// The file in which a table holds it.
  ///
  /// @param rows null where it holds other campaigns too
  public record Held(String table, String location, long bytes, @Nullable Long rows) {
    public Held {
      requireNonNull(table, "table is null");
      requireNonNull(location, "location is null");
    }
  }
}
