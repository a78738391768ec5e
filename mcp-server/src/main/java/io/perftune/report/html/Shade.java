package io.perftune.report.html;

import io.perftune.report.plot.Palette;
import java.awt.Color;

/// The colours of a shaded entry of a table, as a style: the same as on paper.
final class Shade {
  private Shade() {}

  static String style(double shade) {
    Color ground = Palette.shade(shade);
    return "background:" + hex(ground) + ";color:" + hex(Palette.on(ground));
  }

  private static String hex(Color colour) {
    return "#%06x".formatted(colour.getRGB() & 0xFFFFFF);
  }
}
