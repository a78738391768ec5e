package io.perftune.report.picture;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Document;
import io.perftune.report.page.Figure;
import io.perftune.report.page.Page;
import io.perftune.report.plot.Typeface;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A PNG of figures.
///
/// The same figures give the same bytes on one JDK; another's may differ by some pixels.
public final class Picture {
  private static final String DIGEST = "digest.png";

  /// Figures of the digest; more would be too small to read.
  private static final int MOST = 4;

  private final String name;
  private final String alternative;
  private final byte[] png;

  private Picture(String name, String alternative, byte[] png) {
    this.name = requireNonNull(name, "name is null");
    this.alternative = requireNonNull(alternative, "alternative is null");
    this.png = png.clone();
  }

  /// The name of its file.
  public String name() {
    return name;
  }

  /// What it shows, for a reader who cannot see it.
  public String alternative() {
    return alternative;
  }

  /// The file.
  public byte[] png() {
    return png.clone();
  }

  /// Loads what every picture needs; a picture that is drawn before waits for it by itself.
  public static void prepare() {
    Canvas.DIGEST.png("", List.of());
  }

  /// One picture for each page that has figures: `page-1.png`; drawn on every core.
  public static List<Picture> pages(Document document) {
    return document.pages().parallelStream()
        .filter(page -> !page.figures().isEmpty())
        .map(page -> page(document, page))
        .toList();
  }

  private static Picture page(Document document, Page page) {
    return new Picture(
        "page-" + page.id() + ".png",
        alternative(page.figures()),
        Canvas.PAGE.png(document.title() + ": " + page.title(), page.figures()));
  }

  /// The few figures that say most, in one picture whose long edge is at most 1568 pixels and whose
  /// file is at most 150 KB: what an agent looks at. Empty for a document without figures.
  public static Optional<Picture> digest(Document document) {
    List<Figure> figures = new ArrayList<>();
    for (Page page : document.pages()) {
      page.figures().stream().findFirst().ifPresent(figures::add);
    }
    if (figures.size() < MOST) {
      document.pages().stream()
          .flatMap(page -> page.figures().stream().skip(1))
          .forEach(figures::add);
    }
    List<Figure> chosen = figures.stream().limit(MOST).toList();
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Picture(DIGEST, alternative(chosen), Canvas.DIGEST.png(document.title(), chosen)));
  }

  private static String alternative(List<? extends Figure> figures) {
    return figures.stream()
        .map(figure -> figure.title() + ": " + figure.alternative())
        .map(text -> Typeface.REGULAR.shown(text, 300))
        .collect(Collectors.joining(" "));
  }
}
