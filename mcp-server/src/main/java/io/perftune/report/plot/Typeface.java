package io.perftune.report.plot;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The fonts that come with the product, so that a report looks alike on every machine.
public final class Typeface {
  /// Of what is read.
  public static final Typeface REGULAR = new Typeface("LiberationSans-Regular.ttf");

  /// Of headings.
  public static final Typeface BOLD = new Typeface("LiberationSans-Bold.ttf");

  /// Stands for a character that the fonts lack.
  private static final int UNKNOWN = 0x25A1;

  /// Characters beyond which a text is cut before it is measured.
  private static final int LONGEST = 300;

  private static final FontRenderContext MEASURE = new FontRenderContext(null, true, true);

  private final byte[] file;
  private final Font font;

  private Typeface(String name) {
    try (InputStream in = Typeface.class.getResourceAsStream("/report/fonts/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the build packs no font " + name);
      }
      file = in.readAllBytes();
      font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FontFormatException e) {
      throw new IllegalStateException("the packed font is broken: " + name, e);
    }
  }

  /// The font's file.
  public InputStream stream() {
    return new ByteArrayInputStream(file);
  }

  /// The font at a size in points.
  public Font at(float size) {
    return font.deriveFont(size);
  }

  /// A text as the font can show it: on one line, a box for each character that it lacks, nothing
  /// for those that only steer.
  public String shown(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(shown, point));
    return shown.toString();
  }

  /// A text of at most `length` characters; a longer one ends in an ellipsis.
  public String shown(String text, int length) {
    String shown = shown(text.length() > 4 * length ? text.substring(0, 4 * length) : text);
    int points = shown.codePointCount(0, shown.length());
    return points <= length
        ? shown
        : shown.substring(0, shown.offsetByCodePoints(0, length - 1)) + "…";
  }

  /// How wide a text is at a size, in the size's unit: the same whatever the canvas.
  ///
  /// @param shown a text that [#shown] gave
  public double width(String shown, float size) {
    return at(size).getStringBounds(shown, MEASURE).getWidth();
  }

  /// A text whose middle is left out where it is wider than `width`, so that both its ends can be
  /// read.
  public String fitting(String text, float size, double width) {
    String shown = shown(text, LONGEST);
    String fitting = shown;
    int kept = shown.codePointCount(0, shown.length());
    while (kept > 1 && width(fitting, size) > width) {
      kept--;
      int tail = kept / 2;
      fitting =
          shown.substring(0, shown.offsetByCodePoints(0, kept - tail)).stripTrailing()
              + "…"
              + shown.substring(shown.offsetByCodePoints(shown.length(), -tail)).stripLeading();
    }
    return fitting;
  }

  private void append(StringBuilder shown, int point) {
    int type = Character.getType(point);
    if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
      shown.append(' ');
    } else if (type != Character.FORMAT && type != Character.CONTROL) {
      shown.appendCodePoint(font.canDisplay(point) ? point : UNKNOWN);
    }
  }
}
