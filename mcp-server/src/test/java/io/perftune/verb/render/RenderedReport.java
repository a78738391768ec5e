package io.perftune.verb.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.config.Schema;
import io.perftune.fixtures.CampaignFiles;
import io.perftune.fixtures.Contexts;
import io.perftune.value.Json;
import io.perftune.verb.Outcome;
import io.perftune.verb.aggregate.AtlasAggregate;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import tools.jackson.databind.node.ObjectNode;

/// A report as the verb leaves it on disk, read back from every file.
///
/// @param html the file
/// @param pdf its text
/// @param pictures of the pages, in page order
/// @param status report_status.json, which obeyed its schema
record RenderedReport(
    Outcome outcome, String html, String pdf, List<BufferedImage> pictures, ObjectNode status) {
  private static final Pattern SPACE = Pattern.compile("\\s+");

  RenderedReport {
    pictures = List.copyOf(pictures);
  }

  /// Aggregates and renders.
  static RenderedReport of(CampaignFiles files, Path root) throws IOException {
    ObjectNode input = Json.object().put("campaign", files.directory().id());
    new AtlasAggregate(CampaignFile::load).run(input, Contexts.in(root));
    Outcome outcome = new ReportRender(CampaignFile::load).run(input, Contexts.in(root));
    ObjectNode status =
        (ObjectNode) Json.MAPPER.readTree(Files.readString(files.directory().reportStatus()));
    assertThat(Schema.load("report_status").problems(status, pointer -> pointer)).isEmpty();
    List<BufferedImage> pictures = new ArrayList<>();
    for (var png : outcome.json().required("pngs")) {
      pictures.add(picture(Path.of(png.asString())));
    }
    return new RenderedReport(
        outcome,
        Files.readString(files.directory().reportHtml()),
        text(Path.of(outcome.json().required("out_pdf").asString())),
        pictures,
        status);
  }

  /// The picture for an agent.
  BufferedImage digest() throws IOException {
    return picture(Path.of(outcome.json().required("digest_png").required("path").asString()));
  }

  /// Whether HTML and PDF both say it, however the PDF breaks its lines.
  void bothSay(String... texts) {
    String shown = squeezed(pdf);
    String markup = html.replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'");
    for (String text : texts) {
      assertThat(markup).contains(text);
      assertThat(shown).as("the PDF says: %s", text).contains(squeezed(text));
    }
  }

  /// Pages by their ids, in order.
  List<String> pages() {
    return status.required("rendered_pages").valueStream().map(page -> page.asString()).toList();
  }

  /// The data of the charts.
  ObjectNode charts() {
    int start = html.indexOf("id=\"data\">") + "id=\"data\">".length();
    return (ObjectNode)
        Json.MAPPER
            .readTree(html.substring(start, html.indexOf("</script>", start)))
            .required("charts");
  }

  /// The rows of the table of that caption, as texts of their cells.
  List<List<String>> table(String caption) {
    int at = html.indexOf("<caption>" + caption + "</caption>");
    assertThat(at).as("a table %s", caption).isPositive();
    String body = html.substring(html.indexOf("<tbody>", at), html.indexOf("</tbody>", at)).strip();
    return Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL)
        .matcher(body)
        .results()
        .map(row ->
            Pattern.compile("<t[hd][^>]*>(.*?)</t[hd]>", Pattern.DOTALL)
                .matcher(row.group(1))
                .results()
                .map(cell -> cell.group(1).replaceAll("<[^>]*>", " ").strip())
                .toList())
        .toList();
  }

  private static BufferedImage picture(Path file) throws IOException {
    return Objects.requireNonNull(ImageIO.read(file.toFile()), file.toString());
  }

  private static String text(Path pdf) throws IOException {
    try (PDDocument document = Loader.loadPDF(Files.readAllBytes(pdf))) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static String squeezed(String text) {
    return SPACE.matcher(text).replaceAll("");
  }
}
