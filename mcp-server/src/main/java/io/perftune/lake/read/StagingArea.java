package io.perftune.lake.read;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The folder `.publish/` of a lake in a local directory, where a publish makes its files before
/// any reader sees them.
///
/// @param root of the lake
record StagingArea(Path root) {
  private static final String SUFFIX = ".staged";

  StagingArea {
    requireNonNull(root, "root is null");
  }

  /// Where locks and folders lie.
  Path folder() {
    return root.resolve(".publish");
  }

  /// The campaigns that left a folder there; sorted.
  List<String> campaigns() throws IOException {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (var entries = Files.list(folder())) {
      return entries
          .filter(Files::isDirectory)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> Catalog.place(name).isPresent())
          .sorted()
          .toList();
    }
  }

  /// A campaign's staged files by table, in the order in which a publish writes them.
  Map<String, Path> staged(String campaign) {
    Map<String, Path> staged = new LinkedHashMap<>();
    for (String table : Tables.PUBLISHED) {
      Path file = folder().resolve(campaign).resolve(table + SUFFIX);
      if (Files.isRegularFile(file)) {
        staged.put(table, file);
      }
    }
    return staged;
  }

  /// Everything in a campaign's folder, by key below the lake's root.
  List<String> keys(String campaign) throws IOException {
    Path folder = folder().resolve(campaign);
    List<String> keys = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var entries = Files.list(folder)) {
        entries.map(file -> ".publish/" + campaign + "/" + file.getFileName()).forEach(keys::add);
      }
    }
    keys.sort(null);
    return keys;
  }

  /// Removes a campaign's folder.
  void remove(String campaign) throws IOException {
    for (String key : keys(campaign)) {
      Files.deleteIfExists(root.resolve(key));
    }
    Files.deleteIfExists(folder().resolve(campaign));
  }
}
