package io.perftune.lake;

import io.perftune.lake.store.Hold;
import io.perftune.lake.store.StagedFile;
import io.perftune.lake.store.StepObserver;
import io.perftune.lake.store.Store;
import io.perftune.lake.store.Version;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A store that tells of each operation before it reaches the store, and after it did and before
/// its answer reaches the caller.
record WatchedStore(Store store, StepObserver observer) implements Store {
  @FunctionalInterface
  private interface Operation<T> {
    T run() throws IOException;
  }

  private <T> T watched(String name, Operation<T> operation) throws IOException {
    observer.reached("before " + name);
    T result = operation.run();
    observer.reached("after " + name);
    return result;
  }

  @Override
  public String location() {
    return store.location();
  }

  @Override
  public void prove() throws IOException {
    store.prove();
  }

  @Override
  public Hold hold(String campaign) throws IOException {
    return store.hold(campaign);
  }

  @Override
  public List<Entry> list(String prefix) throws IOException {
    return watched("list " + prefix, () -> store.list(prefix));
  }

  @Override
  public Optional<Entry> entry(String key) throws IOException {
    return watched("entry " + key, () -> store.entry(key));
  }

  @Override
  public Optional<Content> read(String key) throws IOException {
    return watched("read " + key, () -> store.read(key));
  }

  @Override
  public Optional<Version> create(String key, StagedFile file) throws IOException {
    return watched("create " + key, () -> store.create(key, file));
  }

  @Override
  public Optional<Version> replace(String key, StagedFile file, Version expected)
      throws IOException {
    return watched("replace " + key, () -> store.replace(key, file, expected));
  }

  @Override
  public boolean delete(String key, Version expected) throws IOException {
    return watched("delete " + key, () -> store.delete(key, expected));
  }

  @Override
  public void close() {
    store.close();
  }
}
