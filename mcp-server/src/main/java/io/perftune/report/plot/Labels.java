package io.perftune.report.plot;

import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/// Places labels beside marks: inside the plot, and over no mark and no other label; one that finds
/// no place is left out.
final class Labels {
  /// Marks beyond which none is kept clear: so many cover everything anyway.
  private static final int MOST = 1500;

  private final Rectangle2D area;
  private final Sizes sizes;
  private final List<Rectangle2D> taken = new ArrayList<>();

  Labels(Rectangle2D area, Sizes sizes) {
    this.area = area;
    this.sizes = sizes;
  }

  /// No label is put over a mark at this place.
  void keepClear(Point2D mark) {
    if (taken.size() < MOST) {
      double half = sizes.symbol() * 0.55;
      taken.add(new Rectangle2D.Double(mark.getX() - half, mark.getY() - half, 2 * half, 2 * half));
    }
  }

  void draw(Graphics2D g, String text, Point2D mark) {
    g.setFont(Typeface.REGULAR.at(sizes.text()));
    // The same measure whatever the canvas, so that a label has the same place on all of them.
    double width =
        g.getFont().getStringBounds(text, new FontRenderContext(null, true, true)).getWidth();
    double height = sizes.text();
    double gap = sizes.symbol() * 0.75;
    double x = mark.getX();
    double y = mark.getY();
    List<Rectangle2D> places =
        List.of(
            new Rectangle2D.Double(x - width / 2, y - gap - height, width, height),
            new Rectangle2D.Double(x - width / 2, y + gap, width, height),
            new Rectangle2D.Double(x + gap, y - height / 2, width, height),
            new Rectangle2D.Double(x - gap - width, y - height / 2, width, height),
            new Rectangle2D.Double(x + gap * 0.7, y - gap - height * 0.8, width, height),
            new Rectangle2D.Double(x - gap * 0.7 - width, y - gap - height * 0.8, width, height),
            new Rectangle2D.Double(x - gap * 0.7 - width, y + gap * 0.8, width, height),
            new Rectangle2D.Double(x + gap * 0.7, y + gap * 0.8, width, height));
    places.stream().filter(this::free).findFirst().ifPresent(place -> write(g, text, place));
  }

  private boolean free(Rectangle2D place) {
    return area.contains(place) && taken.stream().noneMatch(place::intersects);
  }

  private void write(Graphics2D g, String text, Rectangle2D place) {
    taken.add(place);
    g.setPaint(Palette.INK);
    g.drawString(text, (float) place.getX(), (float) (place.getMaxY() - place.getHeight() * 0.2));
  }
}
