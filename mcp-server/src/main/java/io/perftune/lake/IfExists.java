package io.perftune.lake;

import java.util.Locale;

/// What to do where the campaign is in the lake already, with other content.
public enum IfExists {
  /// Refuse, and touch nothing.
  FAIL,
  /// Leave what is there.
  SKIP,
  /// Put the new campaign in its place.
  OVERWRITE;

  /// The word in arguments.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The choice of that word.
  ///
  /// @throws IllegalArgumentException for any other word
  public static IfExists labelled(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
