package io.perftune.report.content;

/// Texts that somebody else wrote, made fit to be shown: bounded, and free of characters that
/// control or reorder what stands around them.
public final class FreeText {
  private FreeText() {}

  /// The text without control characters and lone surrogates; white space runs become one blank.
  public static String line(String text, int limit) {
    return clip(clean(text).replaceAll("\\s+", " ").strip(), limit);
  }

  private static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().map(FreeText::shown).forEach(clean::appendCodePoint);
    return clean.toString();
  }

  private static int shown(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL -> Character.isWhitespace(point) ? ' ' : '\uFFFD';
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      case Character.SURROGATE, Character.UNASSIGNED -> '\uFFFD';
      case Character.FORMAT -> reorders(point) ? '\uFFFD' : point;
      default -> point;
    };
  }

  /// Whether the character embeds, overrides or isolates a direction, and so could reorder what
  /// stands beside the text.
  private static boolean reorders(int point) {
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
  }

  private static String clip(String text, int limit) {
    int length = text.codePointCount(0, text.length());
    if (length <= limit) {
      return text;
    }
    String start = text.substring(0, text.offsetByCodePoints(0, limit));
    return start + "… (" + Figures.count((long) length - limit) + " more characters)";
  }
}
