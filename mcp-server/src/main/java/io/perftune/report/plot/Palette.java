package io.perftune.report.plot;

import io.perftune.report.page.Series;
import io.perftune.report.page.Tone;
import java.awt.Color;
import java.util.List;

/// The colours of paper: Okabe and Ito's for what is told apart, viridis for what is ordered.
public final class Palette {
  /// Text.
  public static final Color INK = new Color(0x1C2126);

  /// Text that stands back.
  public static final Color SOFT = new Color(0x57606A);

  /// Rules and grids.
  public static final Color LINE = new Color(0xD5DAE0);

  /// Behind heads of tables.
  public static final Color SHEET = new Color(0xF3F5F7);

  /// What recedes in a figure.
  public static final Color GREY = new Color(0x9AA2AB);

  // Their yellow is left out because it vanishes on white.
  private static final List<Color> KINDS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x56B4E9),
          new Color(0xE69F00));

  private static final List<Color> VIRIDIS =
      List.of(
          new Color(0x440154),
          new Color(0x482878),
          new Color(0x3E4989),
          new Color(0x31688E),
          new Color(0x26828E),
          new Color(0x1F9E89),
          new Color(0x35B779),
          new Color(0x6DCD59),
          new Color(0xB4DE2C),
          new Color(0xFDE725));

  private Palette() {}

  /// The colour of a series, a part or a phase by its number.
  public static Color kind(int index) {
    return index == Series.GREY ? GREY : KINDS.get(Math.floorMod(index, KINDS.size()));
  }

  /// The colour of a place on a scale.
  ///
  /// @param shade 0 to 1; what lies outside is drawn as the nearest end
  public static Color shade(double shade) {
    double place = Math.clamp(shade, 0, 1) * (VIRIDIS.size() - 1);
    int below = Math.min((int) place, VIRIDIS.size() - 2);
    return mixed(VIRIDIS.get(below), VIRIDIS.get(below + 1), place - below);
  }

  /// Black or white, whichever stands out more on a colour; by WCAG 2.2's contrast ratio, at least
  /// 4.5 on any.
  public static Color on(Color ground) {
    double light = luminance(ground) + 0.05;
    return light / 0.05 > 1.05 / light ? Color.BLACK : Color.WHITE;
  }

  /// WCAG 2.2's relative luminance.
  private static double luminance(Color colour) {
    return 0.2126 * linear(colour.getRed())
        + 0.7152 * linear(colour.getGreen())
        + 0.0722 * linear(colour.getBlue());
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  /// The colour of a text by how it is meant.
  public static Color tone(Tone tone) {
    return switch (tone) {
      case PLAIN -> INK;
      case GOOD -> new Color(0x00684A);
      case CAUTION -> new Color(0x7A4B00);
      case BAD -> new Color(0xA3260B);
      case ABSENT -> SOFT;
    };
  }

  private static Color mixed(Color from, Color to, double share) {
    return new Color(
        mixed(from.getRed(), to.getRed(), share),
        mixed(from.getGreen(), to.getGreen(), share),
        mixed(from.getBlue(), to.getBlue(), share));
  }

  private static int mixed(int from, int to, double share) {
    return (int) Math.round(from + (to - from) * share);
  }
}
