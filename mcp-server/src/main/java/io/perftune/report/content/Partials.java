package io.perftune.report.content;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins what a page leaves out into one statement.
final class Partials {
  private Partials() {}

  /// The statements that there are; null where there is none.
  static @Nullable String of(@Nullable String... statements) {
    List<String> said = new ArrayList<>();
    for (String statement : statements) {
      if (statement != null) {
        said.add(statement);
      }
    }
    return said.isEmpty() ? null : String.join("; ", said);
  }
}
