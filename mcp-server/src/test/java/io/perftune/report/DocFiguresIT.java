package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Program;
import io.perftune.report.DocFigures.Citation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// bin/doc-figures draws the figures of the documents again, and they are what the documents show.
@Timeout(300)
class DocFiguresIT {
  /// A pixel is another where no pixel beside its place is of nearly its colour: the edges of
  /// letters may differ between JDKs, letters may not.
  private static final int NEAR = 48;

  /// Such pixels of a picture of a million: fewer than a digit has.
  private static final double FEW = 12e-6;

  @TempDir static Path directory;

  @BeforeAll
  static void draw() throws IOException, InterruptedException {
    Path verbs =
        Program.script(
            directory.resolve("verbs"),
            """
            '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.awt.headless=true \\
              -Dsun.awt.fontconfig='%s/bin/fontconfig.properties' -Dperftune.checkout='%s' \\
              -cp '%s' io.perftune.Main "$@" || exit $?
            for report in "$PERFREPORT_CAMPAIGNS_DIR"/*/report.html; do
              [ -f "$report" ] || continue
              name=$(basename "$(dirname "$report")")
              cp "$report" '%s'/"${name#*Z-}.html"
            done
            """
                .formatted(
                    ProcessHandle.current().info().command().orElseThrow(),
                    DocFigures.CHECKOUT,
                    DocFigures.CHECKOUT,
                    System.getProperty("java.class.path"),
                    directory));
    ProcessBuilder script =
        new ProcessBuilder(
            DocFigures.CHECKOUT.resolve("bin/doc-figures").toString(),
            directory.resolve("figures").toString());
    script.environment().put("PERFTUNEREPORT", verbs.toString());
    script.redirectErrorStream(true).redirectOutput(directory.resolve("said").toFile());
    int code = script.start().waitFor();
    assertThat(code).as(Files.readString(directory.resolve("said"))).isZero();
  }

  @Test
  void thePicturesAreThoseOfTheDocuments() throws IOException {
    Path drawn = directory.resolve("figures");
    assertThat(DocFigures.names(drawn)).isEqualTo(DocFigures.names(DocFigures.DIRECTORY));
    for (String name : DocFigures.names(drawn)) {
      BufferedImage now = ImageIO.read(drawn.resolve(name).toFile());
      BufferedImage shown = ImageIO.read(DocFigures.DIRECTORY.resolve(name).toFile());
      assertThat(now.getWidth()).as(name).isEqualTo(shown.getWidth());
      assertThat(now.getHeight()).as(name).isEqualTo(shown.getHeight());
      assertThat(others(now, shown) + others(shown, now))
          .as(name + " differs in so many pixels; bin/doc-figures draws it anew")
          .isLessThan((long) (FEW * now.getWidth() * now.getHeight()) + 1);
    }
  }

  @Test
  void theCaptionsHaveTheContextLinesOfTheReports() throws IOException {
    for (Citation figure : DocFigures.cited()) {
      String report =
          Files.readString(directory.resolve(figure.example() + ".html")).replaceAll("</?bdi>", "");
      assertThat(report)
          .as(figure.name())
          .contains(">" + figure.context().replace("&", "&amp;") + "</p>");
    }
  }

  /// How many pixels of the first picture have nothing like them in the second.
  private static long others(BufferedImage of, BufferedImage in) {
    long others = 0;
    for (int y = 0; y < of.getHeight(); y++) {
      for (int x = 0; x < of.getWidth(); x++) {
        if (!alike(of.getRGB(x, y), in.getRGB(x, y)) && !around(of.getRGB(x, y), in, x, y)) {
          others++;
        }
      }
    }
    return others;
  }

  private static boolean around(int colour, BufferedImage in, int x, int y) {
    for (int j = Math.max(0, y - 1); j <= Math.min(in.getHeight() - 1, y + 1); j++) {
      for (int i = Math.max(0, x - 1); i <= Math.min(in.getWidth() - 1, x + 1); i++) {
        if (alike(colour, in.getRGB(i, j))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean alike(int one, int other) {
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > NEAR) {
        return false;
      }
    }
    return true;
  }
}
