package io.perftune.report.plot;

import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Places labels beside marks: inside the plot, and over no mark and no other label; one that finds
/// no place is left out.
final class Labels {
  /// Marks beyond which none is kept clear: so many cover everything anyway.
  private static final int MOST = 1500;

  private final Rectangle2D area;
  private final Sizes sizes;
  private final List<Rectangle2D> taken = new ArrayList<>();
  private final List<Line2D> lines = new ArrayList<>();
  private final List<Marked> marked = new ArrayList<>();

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

  /// No label is put over the line between these marks where it has another place.
  void avoid(Point2D from, Point2D to) {
    if (lines.size() < MOST) {
      lines.add(new Line2D.Double(from, to));
    }
  }

  void draw(Graphics2D g, String text, Point2D mark) {
    place(text, mark).ifPresent(place -> write(g, text, place));
  }

  /// Takes the first place that is free; empty where none is, and where a mark just here has the
  /// same label already.
  Optional<Rectangle2D> place(String text, Point2D mark) {
    if (marked.stream()
        .anyMatch(each -> each.text().equals(text) && each.mark().distance(mark) < near())) {
      return Optional.empty();
    }
    double width = Typeface.REGULAR.width(text, sizes.text());
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
            new Rectangle2D.Double(x + gap * 0.7, y + gap * 0.8, width, height),
            new Rectangle2D.Double(x - gap * 3 - width, y - gap - height * 0.8, width, height),
            new Rectangle2D.Double(x - gap * 3 - width, y + gap * 0.8, width, height));
    Optional<Rectangle2D> found =
        places.stream()
            .filter(this::free)
            .filter(place -> lines.stream().noneMatch(place::intersectsLine))
            .findFirst()
            .or(() -> places.stream().filter(this::free).findFirst());
    found.ifPresent(place -> {
      take(place);
      marked.add(new Marked(text, mark));
    });
    return found;
  }

  private double near() {
    return sizes.symbol() * 1.2;
  }

  private record Marked(String text, Point2D mark) {}

  /// No other label comes so near that two could be read as one.
  private void take(Rectangle2D place) {
    double across = sizes.text() * 0.35;
    double down = sizes.text() * 0.1;
    taken.add(
        new Rectangle2D.Double(
            place.getX() - across,
            place.getY() - down,
            place.getWidth() + 2 * across,
            place.getHeight() + 2 * down));
  }

  private boolean free(Rectangle2D place) {
    return area.contains(place) && taken.stream().noneMatch(place::intersects);
  }

  private void write(Graphics2D g, String text, Rectangle2D place) {
    g.setFont(Typeface.REGULAR.at(sizes.text()));
    g.setPaint(Palette.INK);
    g.drawString(text, (float) place.getX(), (float) (place.getMaxY() - place.getHeight() * 0.2));
  }
}
