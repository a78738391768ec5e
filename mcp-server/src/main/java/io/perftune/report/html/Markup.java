package io.perftune.report.html;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes HTML; every text and attribute that passes through it is inert.
///
/// Texts that hold more than plain letters stand in `bdi`, so that a right-to-left one cannot
/// reorder what is around it.
final class Markup {
  private static final int CHUNK = 1 << 16;

  /// After these a browser does not break a line by itself.
  private static final String JOINS = "_<(,:.=";

  private final StringBuilder html = new StringBuilder(CHUNK);
  private final OutputStream out;

  /// @param out receives the text in UTF-8, piece by piece
  Markup(OutputStream out) {
    this.out = requireNonNull(out, "out is null");
  }

  /// Opens an element; attributes are name, value, name, value; one with a null value is left out.
  Markup open(String tag, @Nullable String... attributes) {
    html.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = attributes[i + 1];
      if (value != null) {
        html.append(' ').append(attributes[i]).append("=\"").append(escaped(value)).append('"');
      }
    }
    html.append('>');
    return this;
  }

  /// Closes an element.
  Markup close(String tag) {
    html.append("</").append(tag).append('>');
    return this;
  }

  /// Closes an element that stands on lines of its own.
  Markup end(String tag) {
    close(tag);
    html.append('\n');
    if (html.length() >= CHUNK) {
      flush();
    }
    return this;
  }

  /// A text.
  Markup text(String text) {
    html.append(escaped(text));
    return this;
  }

  /// An element that holds a text, isolated from its surroundings.
  Markup element(String tag, String text, @Nullable String... attributes) {
    open(tag, attributes).isolated(text);
    return close(tag);
  }

  /// A text, isolated from its surroundings where it could reorder them.
  Markup isolated(String text) {
    return leftToRight(text) ? text(text) : open("bdi").text(text).close("bdi");
  }

  /// A long name, which may be broken after what joins its words.
  Markup name(String name) {
    if (!leftToRight(name)) {
      return isolated(name);
    }
    int start = 0;
    for (int i = 1; i < name.length(); i++) {
      if (JOINS.indexOf(name.charAt(i - 1)) >= 0 && JOINS.indexOf(name.charAt(i)) < 0) {
        text(name.substring(start, i)).open("wbr");
        start = i;
      }
    }
    return text(name.substring(start));
  }

  /// Whether no character comes after those of Latin, Greek and Cyrillic, or is punctuation beyond
  /// the usual.
  private static boolean leftToRight(String text) {
    for (int i = 0; i < text.length(); i++) {
      char at = text.charAt(i);
      if (at >= 0x0590 && at != '–' && at != '…') {
        return false;
      }
    }
    return true;
  }

  /// Something that is HTML already, from this program's own resources.
  Markup trusted(String markup) {
    html.append(markup);
    return this;
  }

  /// Gives on what there is.
  void flush() {
    try {
      out.write(html.toString().getBytes(StandardCharsets.UTF_8));
      html.setLength(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      String entity = entity(text.charAt(i));
      if (entity != null && escaped == null) {
        escaped = new StringBuilder(text.length() + 32).append(text, 0, i);
      }
      if (escaped != null) {
        escaped.append(entity == null ? String.valueOf(text.charAt(i)) : entity);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private static @Nullable String entity(char character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> null;
    };
  }
}
