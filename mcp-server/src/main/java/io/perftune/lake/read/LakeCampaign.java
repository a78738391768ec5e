package io.perftune.lake.read;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.store.Store.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A campaign in the lake, by its files alone.
///
/// @param files by table; a table that is not there has none
public record LakeCampaign(LakeKey key, Map<String, Entry> files) {
  public LakeCampaign {
    requireNonNull(key, "key is null");
    files = Map.copyOf(files);
  }

  /// Its id.
  public String id() {
    return key.campaignId();
  }

  /// Its tables in the order in which a publish writes them.
  public List<String> tables() {
    return Tables.PUBLISHED.stream().filter(files::containsKey).toList();
  }

  /// The file of a table.
  public Optional<Entry> file(String table) {
    return Optional.ofNullable(files.get(table));
  }

  /// Bytes of all its files.
  public long bytes() {
    return files.values().stream().mapToLong(Entry::bytes).sum();
  }
}
