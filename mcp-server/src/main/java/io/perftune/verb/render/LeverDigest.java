package io.perftune.verb.render;

import io.perftune.report.content.FreeText;
import io.perftune.value.Lever;
import java.util.ArrayList;
import java.util.List;

/// What the figures suggest, in a few short lines beside the declared lever.
final class LeverDigest {
  private static final int LEVERS = 3;
  private static final int FIGURES = 2;
  private static final int LONGEST = 160;

  private LeverDigest() {}

  /// The first of the suggestions, each with the figures that speak for it.
  ///
  /// @param suggested ranked
  static String text(List<Lever> suggested) {
    if (suggested.isEmpty()) {
      return "The figures suggest no lever: no rule of docs/levers.md found what it reads.";
    }
    List<String> lines = new ArrayList<>();
    lines.add("The figures suggest (all of them, with gates: page next-lever):");
    for (Lever lever : suggested.subList(0, Math.min(LEVERS, suggested.size()))) {
      lines.add(
          "  %d. %s [%s]: %s"
              .formatted(lines.size(), cut(lever.change()), lever.rule(), evidence(lever)));
    }
    return String.join("\n", lines);
  }

  private static String evidence(Lever lever) {
    List<String> figures =
        new ArrayList<>(
            lever.evidence().stream()
                .limit(FIGURES)
                .map(at -> cut(at.where() + ": " + at.figure()))
                .toList());
    int more = lever.evidence().size() - FIGURES;
    if (more > 0) {
      figures.add("and " + more + " more");
    }
    return figures.isEmpty() ? cut(lever.unlock()) : String.join("; ", figures);
  }

  /// One line of bounded length.
  private static String cut(String text) {
    String line = FreeText.line(text, Integer.MAX_VALUE);
    return line.codePointCount(0, line.length()) <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }
}
