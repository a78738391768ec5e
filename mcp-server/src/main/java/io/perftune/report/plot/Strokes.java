package io.perftune.report.plot;

import java.awt.BasicStroke;

/// How lines are drawn.
final class Strokes {
  private Strokes() {}

  static BasicStroke solid(float width) {
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
  }

  static BasicStroke dashed(float width) {
    float[] dash = {4 * width, 3 * width};
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dash, 0);
  }

  static BasicStroke of(boolean dashed, float width) {
    return dashed ? dashed(width) : solid(width);
  }
}
