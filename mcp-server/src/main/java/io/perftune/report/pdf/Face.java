package io.perftune.report.pdf;

import static java.util.Objects.requireNonNull;

import io.perftune.report.plot.Typeface;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/// One of the fonts as it is embedded in a document, and how wide texts are in it.
final class Face {
  private final Typeface typeface;
  private final PDFont font;
  private final Map<Integer, Float> widths = new HashMap<>();

  private Face(Typeface typeface, PDFont font) {
    this.typeface = requireNonNull(typeface, "typeface is null");
    this.font = requireNonNull(font, "font is null");
  }

  /// Embeds as much of the font as the document turns out to use.
  ///
  /// Without substitution of glyphs: each text would be searched for every ligature by a regular
  /// expression of its own, which takes longer than everything else together.
  static Face in(PDDocument document, Typeface typeface) throws IOException {
    TrueTypeFont file = new TTFParser().parse(new RandomAccessReadBuffer(typeface.stream()));
    file.setEnableGsub(false);
    return new Face(typeface, PDType0Font.load(document, file, true));
  }

  PDFont font() {
    return font;
  }

  /// The text as this face shows it.
  String shown(String text) {
    return typeface.shown(text);
  }

  /// In points.
  ///
  /// @param shown a text that [#shown] gave
  float width(String shown, float size) {
    float units = 0;
    for (int i = 0; i < shown.length(); i += Character.charCount(shown.codePointAt(i))) {
      units += widths.computeIfAbsent(shown.codePointAt(i), this::measured);
    }
    return units * size / 1000;
  }

  /// Lines of at most `width` points, broken between words where that is possible.
  List<String> lines(String text, float size, float width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : shown(text).strip().split(" +", -1)) {
      String joined = line.isEmpty() ? word : line + " " + word;
      if (width(joined, size) <= width) {
        line.setLength(0);
        line.append(joined);
      } else {
        if (!line.isEmpty()) {
          lines.add(line.toString());
        }
        line.setLength(0);
        line.append(broken(word, size, width, lines));
      }
    }
    lines.add(line.toString());
    return lines;
  }

  /// Breaks a word that is wider than a line; all of it but its last piece goes to `lines`.
  private String broken(String word, float size, float width, List<String> lines) {
    int start = 0;
    float used = 0;
    for (int i = 0; i < word.length(); ) {
      int next = i + Character.charCount(word.codePointAt(i));
      float wide = width(word.substring(i, next), size);
      if (used + wide > width && i > start) {
        int cut = seam(word, start, i);
        lines.add(word.substring(start, cut));
        start = cut;
        used = width(word.substring(start, i), size);
      }
      used += wide;
      i = next;
    }
    return word.substring(start);
  }

  /// The last place before `end` after which a long name reads well when it is broken there.
  private static int seam(String word, int start, int end) {
    for (int i = end; i > start + (end - start) / 2; i--) {
      if ("-_/.,:=|".indexOf(word.charAt(i - 1)) >= 0) {
        return i;
      }
    }
    return end;
  }

  private float measured(int point) {
    try {
      return font.getStringWidth(Character.toString(point));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
