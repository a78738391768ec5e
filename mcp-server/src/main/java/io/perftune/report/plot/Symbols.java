package io.perftune.report.plot;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/// The symbols of marks, centred on them; the number that gives a series its colour gives its
/// symbol too.
final class Symbols {
  private Symbols() {}

  static Shape of(int index, double size) {
    double half = size / 2;
    return switch (Math.floorMod(index, 5)) {
      case 1 -> new Rectangle2D.Double(-half * 0.9, -half * 0.9, size * 0.9, size * 0.9);
      case 2 -> polygon(0, -half * 1.1, half * 1.1, half * 0.9, -half * 1.1, half * 0.9);
      case 3 -> polygon(0, -half * 1.2, half * 1.2, 0, 0, half * 1.2, -half * 1.2, 0);
      case 4 -> polygon(0, half * 1.1, half * 1.1, -half * 0.9, -half * 1.1, -half * 0.9);
      default -> new Ellipse2D.Double(-half, -half, size, size);
    };
  }

  private static Shape polygon(double... corners) {
    Path2D path = new Path2D.Double();
    path.moveTo(corners[0], corners[1]);
    for (int i = 2; i < corners.length; i += 2) {
      path.lineTo(corners[i], corners[i + 1]);
    }
    path.closePath();
    return path;
  }
}
