package io.perftune.report.content;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts that somebody else wrote, made fit to be shown: bounded, and free of characters that
/// control or reorder what stands around them.
public final class FreeText {
  private static final Pattern CUT = Pattern.compile("… \\(([0-9,]{1,13}) more characters\\)$");
  private static final Pattern BLANKS = Pattern.compile("\\s+");

  private FreeText() {}

  /// The text without control characters and lone surrogates; white space runs become one blank.
  public static String line(String text, int limit) {
    return text.length() <= limit && plain(text) ? text : cleaned(text, limit);
  }

  /// The same for a page of Markdown: nothing in it is markup there, neither HTML nor a link, a
  /// picture, or a cell's edge.
  public static String markdown(String text, int limit) {
    String line = line(text, limit);
    StringBuilder inert = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char at = line.charAt(i);
      if (at == '<') {
        inert.append("&lt;");
      } else {
        inert.append("\\[]|`".indexOf(at) >= 0 ? "\\" : "").append(at);
      }
    }
    return inert.toString();
  }

  /// Whether there is nothing to clean: printable ASCII with single blanks inside.
  private static boolean plain(String text) {
    char before = ' ';
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at < ' ' || at > '~' || (at == ' ' && before == ' ')) {
        return false;
      }
      before = at;
    }
    return text.isEmpty() || before != ' ';
  }

  private static String cleaned(String text, int limit) {
    return clip(BLANKS.matcher(clean(text)).replaceAll(" ").strip(), limit);
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

  /// Cuts what is longer; what was cut before counts too.
  private static String clip(String text, int limit) {
    Matcher cut = CUT.matcher(text);
    boolean again = cut.find();
    String own = again ? text.substring(0, cut.start()) : text;
    int length = own.codePointCount(0, own.length());
    if (length <= limit) {
      return text;
    }
    long more = (long) length - limit;
    if (again) {
      more += Long.parseLong(cut.group(1).replace(",", ""));
    }
    String start = own.substring(0, own.offsetByCodePoints(0, limit));
    return start + "… (" + Figures.count(more) + " more characters)";
  }
}
