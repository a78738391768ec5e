package io.perftune.plan.prompts;

import io.perftune.tokens.O200k;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns a user's text into lines of a corpus.
///
/// Blanks of any kind, tabs and control characters become one space; what stands before a line's
/// first letter is left out; a line of more than 300 characters is cut after a sentence, else
/// between words, else where it stands.
final class CorpusFile {
  private static final int LONGEST = 300;
  private static final int LEAST_OF_A_CUT = 60;

  private CorpusFile() {}

  static Corpus corpus(Path file, O200k o200k) {
    List<String> lines = new ArrayList<>();
    try {
      String sha256 = TextLines.read(file, (number, text) -> add(file, number, text, lines));
      if (lines.isEmpty()) {
        throw new ProblemException(
            Problem.of(
                "corpus-empty",
                "The corpus " + file + " holds no line of text.",
                "Give a UTF-8 file of prose, or leave the option out to use WordNet."));
      }
      Path name = file.getFileName();
      return new Corpus("file", String.valueOf(name), sha256, lines, o200k);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the corpus " + file, e);
    }
  }

  private static void add(Path file, int number, @Nullable String text, List<String> lines) {
    if (text == null) {
      throw new ProblemException(
          new Problem(
              "corpus-not-utf8",
              "The corpus is not UTF-8.",
              file + ":" + number,
              "Convert the file to UTF-8."));
    }
    String rest = fromLetter(plain(text));
    while (rest.length() > LONGEST) {
      int end = cut(rest);
      lines.add(rest.substring(0, end).strip() + "\n");
      rest = fromLetter(rest.substring(end));
    }
    if (!rest.isEmpty()) {
      lines.add(rest + "\n");
    }
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> blank(c) ? ' ' : c)
        .filter(c -> c != ' ' || (!plain.isEmpty() && plain.charAt(plain.length() - 1) != ' '))
        .forEachOrdered(plain::appendCodePoint);
    return plain.toString().strip();
  }

  private static boolean blank(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.isISOControl(codePoint);
  }

  private static String fromLetter(String text) {
    int start = 0;
    while (start < text.length() && !Character.isLetter(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start);
  }

  private static int cut(String text) {
    int sentence = text.lastIndexOf(". ", LONGEST - 1) + 1;
    if (sentence >= LEAST_OF_A_CUT) {
      return sentence;
    }
    int word = text.lastIndexOf(' ', LONGEST);
    if (word >= LEAST_OF_A_CUT) {
      return word;
    }
    return Character.isLowSurrogate(text.charAt(LONGEST)) ? LONGEST - 1 : LONGEST;
  }

  static boolean beginsWithLetter(String text) {
    return !text.isEmpty() && Character.isLetter(text.codePointAt(0));
  }
}
