package io.perftune.report.picture;

import io.perftune.report.page.Series;
import io.perftune.report.plot.Palette;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The fixed colours of pictures: each colour of the theme in steps towards white, so that a
/// picture is a small file and its colours never depend on what is in it.
final class Ink {
  private static final int STEPS = 9;
  private static final List<Color> COLOURS = colours();

  private Ink() {}

  /// The picture as a PNG with a palette.
  ///
  /// @param picture of the type [BufferedImage#TYPE_INT_RGB]
  static byte[] png(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    Map<Integer, Byte> known = new HashMap<>();
    Png png = new Png(width, height, COLOURS);
    byte[] row = new byte[width];
    int before = -1;
    byte index = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int colour = pixels[y * width + x] & 0xFFFFFF;
        // Most pixels are as the one before.
        if (colour != before) {
          before = colour;
          index = known.computeIfAbsent(colour, Ink::nearest);
        }
        row[x] = index;
      }
      png.row(row);
    }
    return png.bytes();
  }

  private static byte nearest(int rgb) {
    Color colour = new Color(rgb);
    int best = 0;
    for (int i = 1; i < COLOURS.size(); i++) {
      if (distance(COLOURS.get(i), colour) < distance(COLOURS.get(best), colour)) {
        best = i;
      }
    }
    return (byte) best;
  }

  private static int distance(Color a, Color b) {
    int red = a.getRed() - b.getRed();
    int green = a.getGreen() - b.getGreen();
    int blue = a.getBlue() - b.getBlue();
    return 3 * red * red + 4 * green * green + 2 * blue * blue;
  }

  private static List<Color> colours() {
    List<Color> theme = new ArrayList<>(List.of(Palette.INK, Palette.SOFT, Palette.LINE));
    for (int i = Series.GREY; i < 6; i++) {
      theme.add(Palette.kind(i));
    }
    for (int i = 0; i < 10; i++) {
      theme.add(Palette.shade(i / 9.0));
    }
    List<Color> colours = new ArrayList<>(List.of(Color.WHITE));
    for (Color colour : theme) {
      for (int step = 1; step <= STEPS; step++) {
        colours.add(thinned(colour, step / (double) STEPS));
      }
    }
    return colours.stream().distinct().toList();
  }

  private static Color thinned(Color colour, double share) {
    return new Color(
        thinned(colour.getRed(), share),
        thinned(colour.getGreen(), share),
        thinned(colour.getBlue(), share));
  }

  private static int thinned(int channel, double share) {
    return (int) Math.round(255 + (channel - 255) * share);
  }
}
