package io.perftune.lake;

import io.perftune.lake.store.Hold;
import io.perftune.lake.store.StagedFile;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.Version;
import io.perftune.value.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A store without locks whose versions are hashes of content, as an S3 bucket's are.
final class MemoryStore implements Store {
  private final Map<String, byte[]> objects = new TreeMap<>();
  private final Path scratch;
  private int holds;

  MemoryStore(Path scratch) {
    this.scratch = scratch;
  }

  /// Each object's hash, by key.
  Map<String, String> hashes() {
    Map<String, String> hashes = new TreeMap<>();
    objects.forEach((key, bytes) -> hashes.put(key, Digest.sha256(bytes)));
    return hashes;
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public void prove() {}

  @Override
  public Hold hold(String campaign) throws IOException {
    return Hold.temporary(scratch.resolve("hold-" + holds++));
  }

  @Override
  public List<Entry> list(String prefix) {
    return objects.keySet().stream()
        .filter(key -> key.startsWith(prefix))
        .flatMap(key -> entry(key).stream())
        .toList();
  }

  @Override
  public Optional<Entry> entry(String key) {
    return Optional.ofNullable(objects.get(key))
        .map(bytes -> new Entry(key, bytes.length, new Version(Digest.sha256(bytes))));
  }

  @Override
  public Optional<Content> read(String key) {
    byte[] bytes = objects.get(key);
    return bytes == null
        ? Optional.empty()
        : entry(key).map(entry -> new Content(entry, new ByteArrayInputStream(bytes)));
  }

  @Override
  public Optional<Version> create(String key, StagedFile file) throws IOException {
    return objects.containsKey(key) ? Optional.empty() : put(key, file);
  }

  @Override
  public Optional<Version> replace(String key, StagedFile file, Version expected)
      throws IOException {
    return is(key, expected) ? put(key, file) : Optional.empty();
  }

  @Override
  public boolean delete(String key, Version expected) {
    return is(key, expected) && objects.remove(key) != null;
  }

  private Optional<Version> put(String key, StagedFile file) throws IOException {
    objects.put(key, Files.readAllBytes(file.path()));
    return entry(key).map(Entry::version);
  }

  private boolean is(String key, Version expected) {
    return entry(key).map(Entry::version).filter(expected::equals).isPresent();
  }

  @Override
  public void close() {}
}
