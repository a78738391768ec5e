package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.report.page.Document;
import io.perftune.report.page.Page;
import io.perftune.report.picture.Picture;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void digestIsSmallEnoughForAnAgent() throws IOException {
    Picture digest = Picture.digest(Showcase.document()).orElseThrow();

    BufferedImage image = image(digest);
    assertThat(Math.max(image.getWidth(), image.getHeight())).isLessThanOrEqualTo(1568);
    assertThat(digest.png()).hasSizeLessThanOrEqualTo(150 * 1024);
    assertThat(image.getColorModel()).isInstanceOf(IndexColorModel.class);
    assertThat(digest.alternative()).contains("Roofline: Decode rises along");
  }

  @Test
  void eachPageWithFiguresHasItsPicture() {
    assertThat(Picture.pages(Showcase.document()))
        .extracting(Picture::name)
        .containsExactly("page-1.png", "page-2.png", "page-12.png");
    assertThat(Picture.digest(new Document("None", List.of(), List.of(), "src"))).isEmpty();
  }

  @Test
  void sameDocumentGivesTheSamePixelsInAnyLocaleAndTimeZone() {
    byte[] here = Picture.digest(Showcase.document()).orElseThrow().png();
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));

      assertThat(Picture.digest(Showcase.document()).orElseThrow().png()).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void thousandLanesAndFiveHundredBarsStayWithinBounds() throws IOException {
    Page page = Showcase.page("12", "Many", List.of(Showcase.timeline(1000), Showcase.bars(500)));

    Picture digest = Picture.digest(Showcase.of(page)).orElseThrow();
    assertThat(image(digest).getHeight()).isLessThanOrEqualTo(1568);
    assertThat(digest.png()).hasSizeLessThanOrEqualTo(150 * 1024);
    assertThat(image(Picture.pages(Showcase.of(page)).getFirst()).getHeight())
        .isLessThanOrEqualTo(12_000);
  }

  private static BufferedImage image(Picture picture) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(picture.png()));
  }
}
