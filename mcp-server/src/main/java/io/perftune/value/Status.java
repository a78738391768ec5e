package io.perftune.value;

import java.util.Locale;

/// How a point or a cell ended.
public enum Status {
  /// Every request succeeded and nothing is missing.
  FULL,
  /// Something failed, was truncated or is missing, but there is something to read.
  PARTIAL,
  /// Nothing usable was measured.
  FAILED,
  /// A cell that was killed from outside before its end; never a point.
  EVICTED;

  /// The word in files and replies.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The status of that word.
  ///
  /// @throws IllegalArgumentException for any other word
  public static Status labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
