package io.perftune.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/// Finds the known name that somebody probably meant.
public final class Suggestion {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private Suggestion() {}

  /// The known name within a third of the word's length in edits, case aside; empty where none is
  /// near.
  public static Optional<String> nearest(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int allowed = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(name -> distance(lower, name) <= allowed)
        .min(
            Comparator.<String>comparingInt(name -> distance(lower, name))
                .thenComparing(name -> name));
  }

  private static int distance(String word, String name) {
    return DISTANCE.apply(word, name.toLowerCase(Locale.ROOT));
  }
}
