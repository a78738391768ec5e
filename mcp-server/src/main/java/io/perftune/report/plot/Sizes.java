package io.perftune.report.plot;

/// How large a figure's text and marks are, in the unit of the canvas.
///
/// @param text of axes, legends and labels
/// @param symbol across
/// @param line of a curve
public record Sizes(float text, float symbol, float line) {
  /// In points, for paper.
  public static final Sizes PAPER = new Sizes(8, 5.5f, 1.3f);

  /// In pixels, for a screen.
  public static final Sizes SCREEN = new Sizes(14, 10, 2.2f);
}
