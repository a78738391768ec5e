package io.perftune.compare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether the first token means the same on both sides: where reasoning is streamed and how it is
/// parsed decides what TTFT and TTFO count.
final class ReasoningState {
  private static final List<String> STATE =
      List.of(
          "reasoning_surface",
          "reasoning_parser",
          "tool_call_parser",
          "auto_tool_choice",
          "tied_reading");

  private ReasoningState() {}

  /// Why times to a first token are not comparable; null where they are.
  static @Nullable String difference(Pair pair) {
    List<String> differing = new ArrayList<>();
    for (String column : STATE) {
      if (!pair.a().value(column).equals(pair.b().value(column))) {
        differing.add(
            "%s (%s | %s)".formatted(column, pair.a().text(column), pair.b().text(column)));
      }
    }
    return differing.isEmpty()
        ? null
        : "the first token is another one on each side: "
            + String.join(", ", differing)
            + " differ"
            + (differing.size() == 1 ? "s" : "");
  }
}
