package io.perftune.search;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// The index of the last search, for the next one over the same texts.
///
/// Files are read anew for each search, so an answer is never of an older text; thread-safe.
public final class LastIndex {
  /// Characters of text beyond which no index is kept.
  private static final long MOST_KEPT = 32_000_000;

  private volatile @Nullable Kept kept;

  private record Kept(FolderScan.Found found, TextIndex index) {
    Kept {
      requireNonNull(found, "found is null");
      requireNonNull(index, "index is null");
    }
  }

  /// The index of what was read: the last one where it is of the same texts, else a new one.
  ///
  /// @throws InterruptedException the caller cancelled
  public TextIndex of(FolderScan.Found found) throws InterruptedException {
    Kept last = kept;
    if (last != null && last.found().files().equals(found.files())) {
      return last.index();
    }
    TextIndex index = TextIndex.of(found.files());
    kept = characters(found) > MOST_KEPT ? null : new Kept(found, index);
    return index;
  }

  private static long characters(FolderScan.Found found) {
    return found.files().stream()
        .flatMap(file -> file.lines().stream())
        .mapToLong(String::length)
        .sum();
  }
}
