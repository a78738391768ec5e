package io.perftune.lake.store;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Objects by key below one root, which change one at a time and only under a condition.
///
/// A key has its parts divided by `/`. Absent is only what is known not to be there: whatever else
/// keeps an object from being read is an exception. A write that ends in an exception may have
/// happened all the same, its answer lost; whoever tries again reads first.
public interface Store extends AutoCloseable {
  /// The root as replies and receipts name it.
  String location();

  /// Refuses a store that does not keep what this interface promises.
  ///
  /// @throws ProblemException where it breaks a condition or alters bytes
  void prove() throws IOException;

  /// Takes the right to publish a campaign, where the store can give one, and a folder to stage in.
  ///
  /// @throws ProblemException `publish-under-way` where another holds it
  Hold hold(String campaign) throws IOException;

  /// All objects whose key begins so, by key. What lies under `.publish/` is no object.
  List<Entry> list(String prefix) throws IOException;

  /// What is at a key, without its bytes.
  Optional<Entry> entry(String key) throws IOException;

  /// What is at a key, to be closed by the caller.
  Optional<Content> read(String key) throws IOException;

  /// Puts an object where there is none.
  ///
  /// @return its version; empty where something is there, and nothing has changed
  Optional<Version> create(String key, StagedFile file) throws IOException;

  /// Puts an object in the place of the one that was seen.
  ///
  /// @return its version; empty where another one or none is there, and nothing has changed
  Optional<Version> replace(String key, StagedFile file, Version expected) throws IOException;

  /// Removes the object that was seen.
  ///
  /// @return false where another one or none is there, and nothing has changed
  boolean delete(String key, Version expected) throws IOException;

  @Override
  void close();

  /// An object as a listing shows it.
  record Entry(String key, long bytes, Version version) {
    public Entry {
      requireNonNull(key, "key is null");
      requireNonNull(version, "version is null");
    }
  }

  /// An open object.
  record Content(Entry entry, InputStream bytes) implements AutoCloseable {
    public Content {
      requireNonNull(entry, "entry is null");
      requireNonNull(bytes, "bytes is null");
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
