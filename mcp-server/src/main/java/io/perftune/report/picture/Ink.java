package io.perftune.report.picture;

import io.perftune.report.page.Series;
import io.perftune.report.plot.Palette;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/// The fixed colours of pictures: each colour of the theme in steps towards white, so that a
/// picture is a small file and its colours never depend on what is in it.
final class Ink {
  private static final int STEPS = 9;
  private static final List<Color> COLOURS = colours();
  private static final IndexColorModel MODEL = model();

  private Ink() {}

  /// The picture as a PNG with a palette.
  static byte[] png(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage indexed =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, MODEL);
    int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
    Map<Integer, Integer> known = new HashMap<>();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = known.computeIfAbsent(pixels[i] & 0xFFFFFF, Ink::nearest);
    }
    indexed.getRaster().setSamples(0, 0, width, height, 0, pixels);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
    try {
      ImageIO.setUseCache(false);
      ImageIO.write(indexed, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static int nearest(int rgb) {
    Color colour = new Color(rgb);
    int best = 0;
    for (int i = 1; i < COLOURS.size(); i++) {
      if (distance(COLOURS.get(i), colour) < distance(COLOURS.get(best), colour)) {
        best = i;
      }
    }
    return best;
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

  private static IndexColorModel model() {
    byte[] red = new byte[COLOURS.size()];
    byte[] green = new byte[COLOURS.size()];
    byte[] blue = new byte[COLOURS.size()];
    for (int i = 0; i < COLOURS.size(); i++) {
      red[i] = (byte) COLOURS.get(i).getRed();
      green[i] = (byte) COLOURS.get(i).getGreen();
      blue[i] = (byte) COLOURS.get(i).getBlue();
    }
    return new IndexColorModel(8, COLOURS.size(), red, green, blue);
  }
}
