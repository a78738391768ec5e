package io.perftune.lake.read;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.Store.Entry;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/// What a lake holds, from the names of its files: no file is opened.
///
/// @param campaigns by id
/// @param foreign keys below the lake's tables that no publish writes
public record Catalog(List<LakeCampaign> campaigns, List<String> foreign) {
  private static final String CAMPAIGN = "/campaign=";

  public Catalog {
    campaigns = List.copyOf(campaigns);
    foreign = List.copyOf(foreign);
  }

  /// Lists every table of a lake, all at once.
  public static Catalog of(Store store) throws IOException, InterruptedException {
    List<Callable<List<Entry>>> listings = new ArrayList<>();
    for (String table : Tables.PUBLISHED) {
      listings.add(() -> store.list(table + "/"));
    }
    Map<LakeKey, Map<String, Entry>> files = new HashMap<>();
    List<String> foreign = new ArrayList<>();
    int table = 0;
    for (List<Entry> entries : Together.of(listings)) {
      String name = Tables.PUBLISHED.get(table++);
      for (Entry entry : entries) {
        place(name, entry.key())
            .ifPresentOrElse(
                key -> files.computeIfAbsent(key, _ -> new HashMap<>()).put(name, entry),
                () -> foreign.add(entry.key()));
      }
    }
    Map<String, LakeCampaign> campaigns = new TreeMap<>();
    files.forEach((key, tables) -> campaigns.put(key.campaignId(), new LakeCampaign(key, tables)));
    return new Catalog(List.copyOf(campaigns.values()), foreign);
  }

  /// One campaign of a lake; empty where none of its tables is there.
  ///
  /// @throws ProblemException for an id that no publish takes
  public static Optional<LakeCampaign> campaign(Store store, String id) throws IOException {
    LakeKey key = LakeKey.of(id);
    Map<String, Entry> files = new HashMap<>();
    for (String table : Tables.PUBLISHED) {
      store.entry(key.file(table)).ifPresent(entry -> files.put(table, entry));
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(new LakeCampaign(key, files));
  }

  /// The campaign whose file of that table has this very key.
  private static Optional<LakeKey> place(String table, String key) {
    int from = key.indexOf(CAMPAIGN);
    int to = key.indexOf('/', from + 1);
    if (from < 0 || to < 0) {
      return Optional.empty();
    }
    return place(key.substring(from + CAMPAIGN.length(), to))
        .filter(place -> place.file(table).equals(key));
  }

  /// The place of a campaign; empty for an id that no publish takes.
  static Optional<LakeKey> place(String id) {
    try {
      return Optional.of(LakeKey.of(id));
    } catch (ProblemException _) {
      return Optional.empty();
    }
  }
}
