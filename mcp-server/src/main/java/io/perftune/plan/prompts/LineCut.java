package io.perftune.plan.prompts;

/// Cuts a line so that what remains has a given number of tokens.
final class LineCut {
  private LineCut() {}

  /// The beginning of the line, between words, or in a line without blanks between characters, with
  /// a newline, that counts exactly `tokens`; empty where there is none.
  static String of(Corpus corpus, String line, int tokens) {
    String text = line.substring(0, line.length() - 1);
    boolean words = text.indexOf(' ') >= 0;
    for (int end = next(text, 0, words); end > 0; end = next(text, end, words)) {
      String cut = text.substring(0, end) + "\n";
      if (corpus.tokens(cut) == tokens) {
        return cut;
      }
    }
    return "";
  }

  /// The next place to cut after `start`; 0 where the text ends.
  private static int next(String text, int start, boolean words) {
    if (start >= text.length()) {
      return 0;
    }
    if (!words) {
      return text.offsetByCodePoints(start, 1);
    }
    int blank = text.indexOf(' ', start + 1);
    return blank < 0 ? text.length() : blank;
  }
}
