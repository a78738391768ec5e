package io.perftune.search;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Some lines of a file that belong together.
///
/// @param heading the headings above it, the outermost first, such as `Lake > Layout`; null where
///   there are none
/// @param from index of its first line
/// @param to index after its last line
record Passage(TextFile file, @Nullable String heading, int from, int to) {
  Passage {
    requireNonNull(file, "file is null");
  }

  List<String> lines() {
    return file.lines().subList(from, to);
  }

  String text() {
    return String.join("\n", lines());
  }
}
