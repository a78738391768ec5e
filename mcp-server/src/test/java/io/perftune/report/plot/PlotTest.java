package io.perftune.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Series;
import io.perftune.report.page.Timeline;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlotTest {
  private static final Axis THOUSANDS = axis("TTFT p50 (ms)", 12_000);

  @ParameterizedTest
  @MethodSource("figures")
  void noTextAndNoMarkIsCutAtTheEdgeOfItsPicture(Figure figure) {
    for (Sizes sizes : List.of(Sizes.SCREEN, Sizes.PAPER)) {
      for (int width : new int[] {360, 520, 740}) {
        BufferedImage picture = draw(figure, sizes, width, 290);
        for (int x = 0; x < width; x++) {
          assertBlank(picture, x, 0);
          assertBlank(picture, x, 289);
        }
        for (int y = 0; y < 290; y++) {
          assertBlank(picture, 0, y);
          assertBlank(picture, width - 1, y);
        }
      }
    }
  }

  static Stream<Figure> figures() {
    String longest = "median output speed of one request, reasoning tokens counted (tok/s)";
    return Stream.of(
        chart(THOUSANDS, axis("output (tok/s)", 800), points(0, 0, 12_000, 800)),
        chart(axis(longest, 1_200_000), axis(longest, 1_200_000), points(1, 1, 2, 2)),
        new Bars(
            "bars",
            "Bars",
            "Bars.",
            "context",
            null,
            axis("GPU time (us)", 12_000_000),
            List.of(new Bars.Part("own", 0), new Bars.Part("waiting", 1)),
            List.of(
                new Bars.Bar(
                    "ampere_bf16_gemm_128x256_ldg8_stages_32x3_tn<split_k=4>, " + "x".repeat(200),
                    List.of(new Bars.Piece(0, 12_000_000, List.of()))))),
        new Timeline(
            "timeline",
            "Timeline",
            "A timeline.",
            "context",
            null,
            new Axis("seconds", Axis.Scale.LINEAR, 10_000_000, 12_000_000, 1_000_000),
            List.of(new Bars.Part("answer", 0)),
            List.of(
                new Timeline.Lane(
                    "", List.of(new Timeline.Span(0, 10_000_000, 12_000_000, List.of()))))));
  }

  @Test
  void marksOnTheLinesOfTheAxesAreShownWhole() {
    int inside = coloured(draw(chart(THOUSANDS, axis("y", 800), points(6_000, 400)), 500));
    int corner = coloured(draw(chart(THOUSANDS, axis("y", 800), points(0, 0)), 500));
    int other = coloured(draw(chart(THOUSANDS, axis("y", 800), points(12_000, 800)), 500));

    assertThat(inside).isGreaterThan(50);
    assertThat(corner).isGreaterThan(inside * 9 / 10);
    assertThat(other).isGreaterThan(inside * 9 / 10);
  }

  @Test
  void labelsKeepApart() {
    double width = Typeface.REGULAR.width("c 16", Sizes.SCREEN.text());
    Labels labels = new Labels(new Rectangle2D.Double(0, 0, 500, 300), Sizes.SCREEN);
    Rectangle2D first = labels.place("c 16", new Point2D.Double(200, 150)).orElseThrow();
    Rectangle2D second =
        labels.place("c 16", new Point2D.Double(200 + width + 1, 150)).orElseThrow();

    Rectangle2D around =
        new Rectangle2D.Double(
            first.getX() - 3, first.getY(), first.getWidth() + 6, first.getHeight());
    assertThat(around.intersects(second)).isFalse();
  }

  @Test
  void marksOnOneSpotShareALabel() {
    Labels labels = new Labels(new Rectangle2D.Double(0, 0, 500, 300), Sizes.SCREEN);

    assertThat(labels.place("c 16", new Point2D.Double(200, 150))).isPresent();
    assertThat(labels.place("c 16", new Point2D.Double(203, 152))).isEmpty();
    assertThat(labels.place("c 32", new Point2D.Double(203, 152))).isPresent();
    assertThat(labels.place("c 16", new Point2D.Double(250, 150))).isPresent();
  }

  @Test
  void labelOfABoundStandsBesideItsLine() {
    Labels labels = new Labels(new Rectangle2D.Double(0, 0, 500, 300), Sizes.SCREEN);
    Point2D end = new Point2D.Double(500, 150);
    labels.avoid(new Point2D.Double(0, 150), end);

    Rectangle2D place = labels.place("75 % of the HBM peak", end).orElseThrow();

    assertThat(place.intersectsLine(0, 150, 500, 150)).isFalse();
  }

  @Test
  void aTextIsCutInItsMiddleUntilItFits() {
    String fitting = Typeface.REGULAR.fitting("kernel_" + "x".repeat(80) + "_tail", 14, 120);

    assertThat(fitting).startsWith("kernel").contains("…").endsWith("_tail");
    assertThat(Typeface.REGULAR.width(fitting, 14)).isLessThanOrEqualTo(120);
    assertThat(Typeface.REGULAR.fitting("short", 14, 120)).isEqualTo("short");
  }

  @Test
  void aLegendOfManyLinesIsHigherThanOneOfOne() {
    Chart one = chart(THOUSANDS, axis("y", 800), points(1, 1));
    Chart many =
        new Chart(
            "c",
            "Chart",
            "A chart.",
            "context",
            null,
            THOUSANDS,
            axis("y", 800),
            IntStream.range(0, 12)
                .mapToObj(
                    i -> new Series("a configuration of some length " + i, i, false, List.of()))
                .toList());

    assertThat(Plot.legend(one, Sizes.PAPER, 370)).isBetween(8.0, 16.0);
    assertThat(Plot.legend(many, Sizes.PAPER, 370)).isGreaterThan(60);
  }

  @Test
  void textOnAnyShadeCanBeRead() {
    for (int i = 0; i <= 100; i++) {
      Color ground = Palette.shade(i / 100.0);
      assertThat(contrast(Palette.on(ground), ground)).as("shade %d %%", i).isGreaterThan(4.5);
    }
  }

  private static double contrast(Color a, Color b) {
    double first = luminance(a) + 0.05;
    double second = luminance(b) + 0.05;
    return Math.max(first, second) / Math.min(first, second);
  }

  private static double luminance(Color colour) {
    float[] shares = colour.getRGBColorComponents(null);
    double[] weights = {0.2126, 0.7152, 0.0722};
    return IntStream.range(0, 3)
        .mapToDouble(i -> weights[i] * Math.pow((shares[i] + 0.055) / 1.055, 2.4))
        .sum();
  }

  private static Axis axis(String title, double max) {
    return new Axis(title, Axis.Scale.LINEAR, 0, max, max / 4);
  }

  private static Chart chart(Axis x, Axis y, Series series) {
    return new Chart("c", "Chart", "A chart.", "context", null, x, y, List.of(series));
  }

  private static Series points(double... places) {
    List<Series.Mark> marks =
        IntStream.range(0, places.length / 2)
            .mapToObj(
                i -> new Series.Mark(places[2 * i], places[2 * i + 1], null, null, null, List.of()))
            .toList();
    return new Series("points", 0, Series.Form.POINTS, false, marks);
  }

  private static BufferedImage draw(Figure figure, int width) {
    return draw(figure, Sizes.SCREEN, width, 290);
  }

  private static BufferedImage draw(Figure figure, Sizes sizes, int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    Plot.draw(figure, sizes, g, new Rectangle2D.Double(0, 0, width, height));
    g.dispose();
    return picture;
  }

  private static void assertBlank(BufferedImage picture, int x, int y) {
    assertThat(new Color(picture.getRGB(x, y))).as("at %d, %d", x, y).isEqualTo(Color.WHITE);
  }

  /// Pixels of the first series' colour, the legend's among them.
  private static int coloured(BufferedImage picture) {
    int wanted = Palette.kind(0).getRGB();
    int count = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        count += picture.getRGB(x, y) == wanted ? 1 : 0;
      }
    }
    return count;
  }
}
