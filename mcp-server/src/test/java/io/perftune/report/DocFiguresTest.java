package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.report.DocFigures.Citation;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// The figures of the documents, and the examples that they are drawn from, as they lie in the
/// checkout.
class DocFiguresTest {
  private static final Pattern MACHINE =
      Pattern.compile("(?<![\\w.:/-])/(home|root|tmp|var|opt|Users|mnt|work|usr)/|\\bfile:/");

  @Test
  void everyCitedFigureIsThereAndNoneIsLeftOver() throws IOException {
    List<String> cited =
        DocFigures.cited().stream().map(Citation::name).distinct().sorted().toList();

    assertThat(cited).hasSizeGreaterThanOrEqualTo(3);
    assertThat(DocFigures.names(DocFigures.DIRECTORY)).isEqualTo(cited);
  }

  @Test
  void everyFigureSaysWhatItShowsAndInWhichContext() throws IOException {
    assertThat(DocFigures.cited())
        .allSatisfy(figure -> {
          assertThat(figure.alternative()).as(figure.name()).hasSizeBetween(60, 700);
          assertThat(figure.context()).as(figure.name()).isNotBlank();
        });
  }

  @Test
  void picturesAreSmall() throws IOException {
    for (Path picture : DocFigures.files(DocFigures.DIRECTORY, ".png")) {
      BufferedImage image = ImageIO.read(picture.toFile());
      assertThat(image.getColorModel()).isInstanceOf(IndexColorModel.class);
      assertThat(picture).satisfies(file -> assertThat(Files.size(file)).isLessThan(200 * 1024));
    }
  }

  @Test
  void theExamplesAreSmallAndTellNothingOfAMachine() throws IOException {
    try (Stream<Path> all = Files.walk(DocFigures.CHECKOUT.resolve("campaigns/examples"))) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).hasSizeGreaterThan(8);
      for (Path file : files) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(MACHINE);
        assertThat(Files.size(file)).as(file.toString()).isLessThan(200 * 1024);
      }
    }
  }
}
