package io.perftune.report;

import io.perftune.report.html.HtmlReport;
import io.perftune.report.page.Document;
import io.perftune.report.pdf.PdfReport;
import io.perftune.report.picture.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes the sample documents in every back end into a directory, for people to look at.
public final class Drawings {
  private Drawings() {}

  /// Writes them.
  ///
  /// @param arguments the directory
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Map<String, Document> documents =
        Map.of(
            "showcase",
            Showcase.document(),
            "plain",
            Reports.plain().document(),
            "mixed",
            Reports.mixed().document(),
            "full",
            FullCampaign.report().document());
    for (var each : documents.entrySet()) {
      Path directory = Files.createDirectories(root.resolve(each.getKey()));
      Document document = each.getValue();
      Files.write(directory.resolve("report.html"), HtmlReport.render(document));
      Files.write(directory.resolve("report.pdf"), PdfReport.render(document, Instant.EPOCH));
      List<Picture> pictures = Picture.pages(document);
      for (Picture picture : pictures) {
        Files.write(directory.resolve(picture.name()), picture.png());
      }
      Picture digest = Picture.digest(document).orElseThrow();
      Files.write(directory.resolve(digest.name()), digest.png());
    }
  }
}
