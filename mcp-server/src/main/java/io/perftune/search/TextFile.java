package io.perftune.search;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/// A file that was read.
///
/// @param path absolute
/// @param name what readers call it, such as runbooks/x.md
/// @param lines without their ends
public record TextFile(Path path, String name, List<String> lines) {
  public TextFile {
    requireNonNull(path, "path is null");
    requireNonNull(name, "name is null");
    lines = List.copyOf(lines);
  }

  /// Whether its headings are to be looked for.
  boolean markdown() {
    return name.endsWith(".md") || name.endsWith(".markdown");
  }
}
