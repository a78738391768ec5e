package io.perftune.verb.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Resources;
import io.perftune.config.Tables;
import io.perftune.fixtures.Hostile;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.fixtures.SampleRows;
import io.perftune.lever.Levers;
import io.perftune.report.Report;
import io.perftune.report.content.ReportInput;
import io.perftune.report.html.HtmlReport;
import io.perftune.report.page.Page;
import io.perftune.report.pdf.PdfReport;
import io.perftune.report.picture.Picture;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Coverage;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Hostile text in every free text of the rows and of the campaign file, as the schemas know them,
/// stays text in every back end.
class HostileTextTest {
  private static final Pattern TAG = Pattern.compile("<[^>]*>");

  private static Report hostile;

  /// Not while the class is initialised: pages are made on other threads, which would wait for it.
  @BeforeAll
  static void render() {
    hostile = report(Hostile::text);
  }

  @Test
  void htmlHasTheElementsThatItHasWithHarmlessText() {
    assertThat(skeleton(html(hostile))).isEqualTo(skeleton(html(report(Hostile::harmless))));
  }

  @Test
  void htmlShowsNoTextThatSteersAndNoneAtItsFullLength() {
    String html = html(hostile);

    Hostile.assertShown("report.html", html);
    assertThat(html).contains("&lt;img src=x onerror=alert(1)&gt;");
    assertThat(html).doesNotContain("Z".repeat(601));
  }

  @Test
  void htmlIsolatesTextOfAnotherDirection() {
    String body = html(hostile);
    body = body.substring(body.indexOf("<body>"), body.indexOf("<script type"));

    String outside = TAG.matcher(body.replaceAll("(?s)<bdi>.*?</bdi>", "")).replaceAll("");
    assertThat(body).contains("\u05E9");
    assertThat(outside).doesNotContain("\u05E9");
  }

  @Test
  void dataOfTheChartsAreDataStill() {
    String html = html(hostile);
    int start = html.indexOf("id=\"data\">") + "id=\"data\">".length();
    String data = html.substring(start, html.indexOf("</script>", start));

    assertThat(data).doesNotContain("<", ">", "&");
    assertThat(Json.MAPPER.readTree(data).required("charts").properties()).isNotEmpty();
  }

  @Test
  void everyKindOfPageIsAmongThoseThatAreProved() {
    assertThat(hostile.document().pages())
        .extracting(Page::id)
        .contains("1", "points", "2", "2b", "3", "4", "5", "6", "7", "9", "10", "11", "12");
  }

  @Test
  void pdfHasNoActionAndNoTextThatSteers() throws IOException {
    byte[] file = PdfReport.render(hostile.document(), Instant.EPOCH);

    try (PDDocument pdf = Loader.loadPDF(file)) {
      Hostile.assertShown("report.pdf", new PDFTextStripper().getText(pdf).replace("\r", ""));
      Hostile.assertShown("title", pdf.getDocumentInformation().getTitle());
      assertThat(pdf.getDocumentCatalog().getOpenAction()).isNull();
      assertThat(pdf.getDocumentCatalog().getNames()).isNull();
      assertThat(pdf.getDocumentCatalog().getAcroForm()).isNull();
      for (var page : pdf.getPages()) {
        assertThat(page.getAnnotations()).isEmpty();
      }
      for (var item : pdf.getDocumentCatalog().getDocumentOutline().children()) {
        assertThat(item.getAction()).isNull();
      }
    }
  }

  @Test
  void picturesAreDrawnAndTheirWordsAreShort() {
    List<Picture> pictures = new ArrayList<>(Picture.pages(hostile.document()));
    pictures.add(Picture.digest(hostile.document()).orElseThrow());

    assertThat(pictures)
        .hasSizeGreaterThan(5)
        .allSatisfy(picture -> {
          assertThat(picture.name()).matches("page-[0-9]+b?\\.png|digest\\.png");
          Hostile.assertShown("alternative", picture.alternative());
          assertThat(picture.png()).startsWith((byte) 0x89, (byte) 'P', (byte) 'N', (byte) 'G');
        });
  }

  @Test
  void sectionOfTheHandoffHoldsNoMarkup() {
    FrontierSection section =
        FrontierSection.of(
            SampleRows.CAMPAIGN_ID,
            campaign(Hostile::text),
            rows(Hostile::text),
            Levers.of(campaign(Hostile::text), rows(Hostile::text), List.of(), List.of()));
    String before = "# Mine\n";

    byte[] file = section.in(before.getBytes(StandardCharsets.UTF_8)).orElseThrow();

    String text = new String(file, StandardCharsets.UTF_8);
    Hostile.assertMarkdown("HANDOFF.md", text);
    assertThat(text.lines().filter(line -> line.contains("<!--"))).hasSize(2);
    assertThat(section.lines()).allSatisfy(line -> assertThat(line).doesNotContain("\n"));
    assertThat(section.in(file)).hasValue(file);
  }

  @Test
  void statusForMachinesIsJsonThatSurvivesUtf8() {
    String status = Json.pretty(hostile.status().toJson());
    byte[] bytes = status.getBytes(StandardCharsets.UTF_8);

    assertThat(Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8)).isObject()).isTrue();
  }

  private static Report report(UnaryOperator<String> text) {
    Campaign campaign = campaign(text);
    List<Row> rows = rows(text);
    List<Row> sol = sol(text);
    List<Row> roofline = roofline(text);
    return Report.of(
        new ReportInput(
            SampleRows.CAMPAIGN_ID,
            campaign,
            rows,
            new Coverage(2, 0, 0, 2, 0, 2, List.of(text.apply("cell_id"))),
            "f".repeat(64),
            new ReportInput.Words(text.apply("title"), text.apply("variants"), text.apply("data")),
            new ReportInput.Beside(
                roofline,
                sol,
                List.of(Hostile.row(Tables.TPM, text, Map.of())),
                List.of(Hostile.row(Tables.COST, text, Map.of())),
                Levers.of(campaign, rows, roofline, sol),
                _ -> requests(text))));
  }

  /// Two points that differ in every field, two that are equal in all, and one without figures.
  private static List<Row> rows(UnaryOperator<String> text) {
    List<Row> rows = new ArrayList<>();
    for (int concurrency : new int[] {1, 2, 4}) {
      UnaryOperator<String> own = concurrency == 4 ? column -> text.apply("other " + column) : text;
      Row row =
          Hostile.row(
              Tables.ATLAS, own, Map.of("status", "full", "concurrency", concurrency, "n", 20));
      row.columns()
          .withObjectProperty("extra")
          .put("preflight", "not_done")
          .putArray("cross_check")
          .add(text.apply("cross_check"));
      rows.add(row);
    }
    rows.add(
        Hostile.unmeasured(
            Tables.ATLAS, text, settled("concurrency", 8, "status", "failed", "notes", "n")));
    return rows;
  }

  private static Map<String, @Nullable Object> settled(Object... pairs) {
    Map<String, @Nullable Object> settled = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      settled.put((String) pairs[i], pairs[i + 1]);
    }
    return settled;
  }

  private static List<Row> sol(UnaryOperator<String> text) {
    List<Row> rows = new ArrayList<>();
    for (String level : List.of("L1", "L2", "L3", "L4")) {
      rows.add(Hostile.row(Tables.SOL, text, Map.of("sol_level", level, "dtype", "fp8")));
      rows.add(Hostile.unmeasured(Tables.SOL, text, Map.of("sol_level", level, "dtype", "fp8")));
    }
    return rows;
  }

  private static List<Row> roofline(UnaryOperator<String> text) {
    List<Row> rows = new ArrayList<>();
    for (String phase : List.of("decode", "prefill")) {
      rows.add(Hostile.row(Tables.ROOFLINE, text, Map.of("phase", phase)));
      rows.add(Hostile.unmeasured(Tables.ROOFLINE, text, Map.of("phase", phase)));
    }
    return rows;
  }

  private static List<RequestRecord> requests(UnaryOperator<String> text) {
    List<RequestRecord> records = new ArrayList<>();
    for (String result : List.of("ok", "failed")) {
      Row row =
          Hostile.row(
              Tables.REQUESTS,
              text,
              Map.of(
                  "concurrency",
                  1,
                  "phase",
                  "profiling",
                  "result",
                  result,
                  "start_ns",
                  1L,
                  "end_ns",
                  2_000_000L));
      records.add(RequestRecord.fromJson(row.columns()));
    }
    return records;
  }

  /// A campaign as its schema has it, and a cell of it that never ran.
  private static Campaign campaign(UnaryOperator<String> text) {
    JsonNode schema = Resources.json("schemas/campaign.schema.json");
    ObjectNode json = Json.object();
    for (var property : Json.members(schema.required("properties"))) {
      JsonNode value = Hostile.instance(property.getKey(), property.getValue(), Hostile::text);
      json.set(property.getKey(), value == null ? property.getValue().path("default") : value);
    }
    json.put("name", text.apply("name")).putNull("focus");
    ObjectNode lever = json.putObject("next_lever");
    ObjectNode recorded = json.putArray("levers").addObject();
    for (String part : List.of("change", "unlock", "gate")) {
      lever.put(part, text.apply(part));
      recorded.put(part, text.apply("old " + part));
    }
    recorded.put("state", "refuted").put("why", text.apply("why"));
    json.put("description", text.apply("description"));
    json.withObjectProperty("provenance").withObjectProperty("identity").putNull("title");
    ObjectNode declared =
        (ObjectNode) Objects.requireNonNull(json.required("cells").get(0)).deepCopy();
    Cell sample = SampleCampaigns.cell("a", Map.of());
    for (var property : Json.members(sample.declared())) {
      if (!declared.has(property.getKey())) {
        declared.set(property.getKey(), property.getValue());
      }
    }
    json.putObject("roofline_gap_arms").put("never-ran", text.apply("gap"));
    Cell cell = new Cell("never-ran", declared, List.of(1), "", sample.aa());
    return new Campaign(
        json,
        List.of(cell),
        List.of(new Problem("code", text.apply("message"), text.apply("where"), "Do.")));
  }

  private static String html(Report report) {
    String html = new String(HtmlReport.render(report.document()), StandardCharsets.UTF_8);
    return html.substring(0, html.indexOf("<script>"));
  }

  /// The elements with the names of their attributes, without texts and values.
  private static String skeleton(String html) {
    return TAG.matcher(html)
        .results()
        .map(MatchResult::group)
        .filter(tag -> !tag.contains("bdi") && !tag.equals("<wbr>"))
        .map(tag -> tag.replaceAll("\"[^\"]*\"", "\"\""))
        .collect(Collectors.joining("\n"));
  }
}
