package io.perftune.verb.search;

/// How many tokens a text has at most, near enough to keep a reply short, and without a vocabulary
/// to load.
///
/// English prose has about three quarters of it; letters and digits at random do not pass it.
final class RoughTokens {
  /// Letters that an English word has within two tokens.
  private static final int SHORT = 7;

  private RoughTokens() {}

  /// The estimate for a text.
  static int of(String text) {
    int tokens = 0;
    int at = 0;
    while (at < text.length()) {
      int end = runEnd(text, at);
      tokens += cost(text.charAt(at), end - at);
      at = end;
    }
    return tokens;
  }

  /// A run is of small letters, of capitals, of digits or of spaces; any other character is alone.
  private static int runEnd(String text, int at) {
    int kind = kind(text.charAt(at));
    int end = at + 1;
    while (kind != OTHER && end < text.length() && kind(text.charAt(end)) == kind) {
      end++;
    }
    return end;
  }

  private static final int OTHER = 0;
  private static final int SMALL = 1;
  private static final int CAPITAL = 2;
  private static final int DIGIT = 3;
  private static final int SPACE = 4;

  private static int kind(char c) {
    if (c >= 'a' && c <= 'z') {
      return SMALL;
    }
    if (c >= 'A' && c <= 'Z') {
      return CAPITAL;
    }
    if (c >= '0' && c <= '9') {
      return DIGIT;
    }
    return c == ' ' ? SPACE : OTHER;
  }

  private static int cost(char first, int length) {
    return switch (kind(first)) {
      case SMALL -> length <= 3 ? 1 : length <= SHORT ? 2 : 1 + (length + 1) / 3;
      case CAPITAL -> 1 + length / 2;
      case DIGIT -> (length + 2) / 3;
      case SPACE -> length > 1 ? 1 : 0;
      default -> first < 0x80 ? 1 : 3;
    };
  }
}
