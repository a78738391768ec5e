package io.perftune.config;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits a line into words as a POSIX shell does: blanks, both kinds of quotes, backslashes.
///
/// Nothing is expanded: `$`, `~`, `*` and `;` stand for themselves.
public final class ShellWords {
  private static final String ESCAPED_IN_QUOTES = "\"\\$`";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private @Nullable StringBuilder word;
  private int next;

  private ShellWords(String line) {
    this.line = line;
  }

  /// The words of the line; none where it is blank.
  ///
  /// @throws ProblemException where a quote is not closed or the line ends in a backslash
  public static List<String> split(String line) {
    ShellWords split = new ShellWords(line);
    while (split.next < line.length()) {
      split.step(line.charAt(split.next++));
    }
    split.endWord();
    return List.copyOf(split.words);
  }

  private void step(char c) {
    if (Character.isWhitespace(c)) {
      endWord();
    } else if (c == '\'') {
      singleQuoted();
    } else if (c == '"') {
      doubleQuoted();
    } else if (c == '\\') {
      escaped();
    } else {
      word().append(c);
    }
  }

  private StringBuilder word() {
    StringBuilder begun = word == null ? new StringBuilder() : word;
    word = begun;
    return begun;
  }

  private void endWord() {
    if (word != null) {
      words.add(word.toString());
      word = null;
    }
  }

  private void escaped() {
    char c = taken("the line ends in a backslash");
    if (c != '\n') {
      word().append(c);
    }
  }

  private void singleQuoted() {
    StringBuilder text = word();
    for (char c = quoted('\''); c != '\''; c = quoted('\'')) {
      text.append(c);
    }
  }

  private void doubleQuoted() {
    StringBuilder text = word();
    for (char c = quoted('"'); c != '"'; c = quoted('"')) {
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char after = quoted('"');
      if (ESCAPED_IN_QUOTES.indexOf(after) >= 0) {
        text.append(after);
      } else if (after != '\n') {
        text.append('\\').append(after);
      }
    }
  }

  private char quoted(char quote) {
    return taken("a " + quote + " is not closed");
  }

  private char taken(String otherwise) {
    if (next == line.length()) {
      throw new ProblemException(
          new Problem(
              "unclosed-quote",
              "args cannot be split into words: " + otherwise + ".",
              "args",
              "Close it, or give args as a list of words."));
    }
    return line.charAt(next++);
  }
}
