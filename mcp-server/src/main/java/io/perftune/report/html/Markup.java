package io.perftune.report.html;

import org.jspecify.annotations.Nullable;

/// Writes HTML; every text and attribute that passes through it is inert.
///
/// Texts stand in `bdi` where they are somebody else's, so that a right-to-left one cannot reorder
/// what is around it.
final class Markup {
  private final StringBuilder html = new StringBuilder(1 << 16);

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
    return this;
  }

  /// A text.
  Markup text(String text) {
    html.append(escaped(text));
    return this;
  }

  /// An element that holds a text, isolated from its surroundings.
  Markup element(String tag, String text, @Nullable String... attributes) {
    return open(tag, attributes).open("bdi").text(text).close("bdi").close(tag);
  }

  /// Something that is HTML already, from this program's own resources.
  Markup trusted(String markup) {
    html.append(markup);
    return this;
  }

  @Override
  public String toString() {
    return html.toString();
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
