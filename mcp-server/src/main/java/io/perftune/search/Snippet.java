package io.perftune.search;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The lines of a passage that a reader needs to see whether it answers.
///
/// @param line the first with most of the asked words, counted from 1 in the file
/// @param text that line and those around it, each with its number before it
record Snippet(int line, String text) {
  private static final int LINES = 4;
  private static final int WIDTH = 200;
  private static final Pattern AFTER_BLANK = Pattern.compile("(?<=\\s)");

  Snippet {
    requireNonNull(text, "text is null");
  }

  /// The snippet of a passage.
  static Snippet of(Passage passage, Asked asked) {
    List<String> lines = passage.lines();
    int best = 0;
    long most = -1;
    for (int index = 0; index < lines.size(); index++) {
      String line = lines.get(index);
      long among = line.isBlank() ? -1 : asked.among(Fields.words(line));
      if (among > most) {
        most = among;
        best = index;
      }
    }
    return new Snippet(passage.from() + best + 1, text(passage, best, asked));
  }

  private static String text(Passage passage, int best, Asked asked) {
    List<String> lines = passage.lines();
    int from = best > 0 && !lines.get(best - 1).isBlank() ? best - 1 : best;
    List<String> shown = new ArrayList<>();
    for (int index = from; index < lines.size() && shown.size() < LINES; index++) {
      String line = lines.get(index).strip();
      if (!line.isEmpty()) {
        shown.add((passage.from() + index + 1) + ": " + cut(line, asked));
      }
    }
    return String.join("\n", shown);
  }

  /// Of a long line the part that begins shortly before the first asked word.
  private static String cut(String line, Asked asked) {
    if (line.length() <= WIDTH) {
      return line;
    }
    int from = Math.min(first(line, asked), line.length() - WIDTH);
    from = Math.max(0, from - WIDTH / 4);
    if (from > 0 && Character.isLowSurrogate(line.charAt(from))) {
      from++;
    }
    int to = Math.min(line.length(), from + WIDTH);
    if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
      to--;
    }
    return (from > 0 ? "..." : "") + line.substring(from, to) + (to < line.length() ? "..." : "");
  }

  private static int first(String line, Asked asked) {
    int at = 0;
    for (String word : AFTER_BLANK.splitAsStream(line).toList()) {
      Set<String> words = Fields.words(word);
      if (asked.among(words) > 0) {
        return at;
      }
      at += word.length();
    }
    return 0;
  }
}
