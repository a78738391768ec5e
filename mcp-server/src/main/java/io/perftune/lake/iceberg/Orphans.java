package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/// Files below a table that neither its metadata nor any of its snapshots names: what a publish or
/// compact that was cut off, or came second, left.
///
/// @param now younger files than an hour before may belong to one that is under way, and are none
record Orphans(Instant now) {
  private static final Duration UNDER_WAY = Duration.ofHours(1);

  Orphans {
    requireNonNull(now, "now is null");
  }

  /// Those of a table, by path.
  List<Path> of(PendingTable pending) throws IOException {
    Path folder = LocalFileIO.path(pending.current().location());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Instant before = now.minus(UNDER_WAY);
    List<Path> there;
    try (Stream<Path> files = Files.walk(folder)) {
      there = files.filter(Files::isRegularFile).sorted().toList();
    }
    // What is committed between the two looks is younger than an hour.
    Set<Path> named = named(pending.committing());
    return there.stream().filter(file -> !named.contains(file) && isOlder(file, before)).toList();
  }

  private static boolean isOlder(Path file, Instant before) {
    try {
      return Files.getLastModifiedTime(file).toInstant().isBefore(before);
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<Path> named(Table table) throws IOException {
    Set<String> locations = new HashSet<>(ReachableFileUtil.metadataFileLocations(table, false));
    locations.addAll(ReachableFileUtil.manifestListLocations(table));
    locations.addAll(ReachableFileUtil.statisticsFilesLocations(table));
    Set<String> read = new HashSet<>();
    for (Snapshot snapshot : table.snapshots()) {
      for (ManifestFile manifest : snapshot.allManifests(table.io())) {
        if (read.add(manifest.path())) {
          try (CloseableIterable<String> paths =
              ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(locations::add);
          }
        }
      }
    }
    locations.addAll(read);
    Set<Path> named = new HashSet<>();
    locations.forEach(location -> named.add(LocalFileIO.path(location)));
    return named;
  }
}
