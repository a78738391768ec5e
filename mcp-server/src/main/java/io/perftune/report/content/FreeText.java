package io.perftune.report.content;

/// Texts that somebody else wrote, made fit to be shown: bounded, and free of control characters.
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
      default -> point;
    };
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
