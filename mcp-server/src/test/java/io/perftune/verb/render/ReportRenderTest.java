package io.perftune.verb.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.config.Schema;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Outcome;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ReportRenderTest {
  private static final Campaign CAMPAIGN = SampleCampaigns.of("a");

  @TempDir Path root;

  private CampaignDirectory campaign;

  @BeforeEach
  void makeCampaign() throws IOException {
    campaign = new CampaignDirectory(root.resolve("campaigns").resolve(SampleRows.CAMPAIGN_ID));
    Files.createDirectories(campaign.root());
    Files.writeString(campaign.config(), "name: sample\n");
  }

  @Test
  void writesTheReportAndItsStatusAndRepliesAsTheSchemaSays() throws IOException {
    measured(1, 10);

    Outcome outcome = render(Json.object());

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.json().required("size_bytes").longValue())
        .isEqualTo(Files.size(Path.of(outcome.json().required("out_pdf").asString())));
    assertThat(campaign.reportHtml()).isRegularFile();
    ObjectNode picture = (ObjectNode) outcome.json().required("digest_png");
    assertThat(Path.of(picture.required("path").asString()))
        .hasSize(picture.required("bytes").longValue());
    assertThat(outcome.json().required("pngs").valueStream())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Path.of(file.asString())).isRegularFile());
    ObjectNode reply = outcome.json().deepCopy();
    reply.set("problems", Json.problems(outcome.problems()));
    assertThat(Schema.load("tools/report_render.output").problems(reply, pointer -> pointer))
        .isEmpty();
    ObjectNode status = status();
    assertThat(status.required("atlas_sha256").asString())
        .isEqualTo(Digest.sha256(Files.readAllBytes(campaign.atlas())));
    assertThat(Schema.load("report_status").problems(status, pointer -> pointer)).isEmpty();
    assertThat(outcome.digest())
        .contains("Coverage: 1 atlas cells | 1 full", "Next lever: none is declared.");
  }

  @Test
  void theSameCallTwiceWritesTheSameBytes() throws IOException {
    measured(1, 10);
    render(Json.object());
    byte[] html = Files.readAllBytes(campaign.reportHtml());
    byte[] pdf = Files.readAllBytes(campaign.root().resolve("report.pdf"));
    byte[] status = Files.readAllBytes(campaign.reportStatus());

    render(Json.object());

    assertThat(Files.readAllBytes(campaign.reportHtml())).isEqualTo(html);
    assertThat(Files.readAllBytes(campaign.root().resolve("report.pdf"))).isEqualTo(pdf);
    assertThat(Files.readAllBytes(campaign.reportStatus())).isEqualTo(status);
  }

  @Test
  void refusesWithoutAnAtlas() {
    assertThat(refusal(Json.object()))
        .extracting(Problem::line)
        .containsExactly(
            "atlas.jsonl: The campaign has no atlas.jsonl. Run atlas_aggregate first.");
    assertThat(campaign.reportHtml()).doesNotExist();
  }

  @Test
  void refusesAnAtlasThatTheCellsHaveOutgrown() {
    measured(1, 10);
    cell(SampleRows.point("a", AaShape.AA_1K, 1));

    assertThat(refusal(Json.object()))
        .extracting(Problem::line)
        .containsExactly(
            "atlas.jsonl: atlas.jsonl is not made from what the cells hold now (rows in it: 2, in"
                + " the cells: 1). Run atlas_aggregate again.");
  }

  @Test
  void refusesBrokenLinesByTheirNumbers() throws IOException {
    measured(1, 10);
    List<String> lines = Files.readAllLines(campaign.atlas());
    String nan = lines.get(1).replaceFirst("\"ttft_avg_ms\":[0-9.]+", "\"ttft_avg_ms\":NaN");

    Files.write(campaign.atlas(), List.of(lines.get(0), "{not json"));
    assertThat(refusal(Json.object())).extracting(Problem::where).containsExactly("atlas.jsonl:2");

    Files.write(campaign.atlas(), List.of(lines.get(0), nan));
    assertThat(refusal(Json.object())).extracting(Problem::where).containsExactly("atlas.jsonl:2");

    Files.write(campaign.atlas(), List.of(lines.get(0), lines.get(1), lines.get(0)));
    assertThat(refusal(Json.object()))
        .extracting(Problem::line)
        .containsExactly(
            "atlas.jsonl:3: Cell a at concurrency 1 is there twice. Run atlas_aggregate again.");
    assertThat(campaign.reportHtml()).doesNotExist();
  }

  @Test
  void writesIntoTheDirectoryThatTheCallerNames() {
    measured(1, 10);

    Outcome outcome = render(Json.object().put("out", "elsewhere/deep"));

    assertThat(outcome.json().required("out_html").asString())
        .isEqualTo(root.resolve("elsewhere/deep/report.html").toString());
    assertThat(root.resolve("elsewhere/deep/report.html")).isRegularFile();
    assertThat(root.resolve("elsewhere/deep/report.pdf")).isRegularFile();
    assertThat(root.resolve("elsewhere/deep/pages/digest.png")).isRegularFile();
    assertThat(campaign.reportStatus()).isRegularFile();
  }

  @Test
  void refusesAFileAsItsTarget() {
    measured(1, 10);

    assertThat(refusal(Json.object().put("out", "report.pdf")))
        .extracting(Problem::code)
        .containsExactly("not-a-directory");
  }

  @Test
  void putsTheCallersWordsIntoTheHeader() throws IOException {
    measured(1, 10);

    render(
        Json.object()
            .put("title", "A <b>title</b>")
            .put("variants_line", "one against two")
            .put("data_source_line", "the staging cluster"));

    assertThat(Files.readString(campaign.reportHtml()))
        .contains(
            "<title>A &lt;b&gt;title&lt;/b&gt;</title>",
            "Variants: one against two",
            "Data source: the staging cluster");
  }

  @Test
  void gapsAreWarningsUnlessTheCallIsStrict() {
    measured(1);

    Outcome lax = render(Json.object());
    Outcome strict = render(Json.object().put("strict", true));

    assertThat(lax).isInstanceOf(Outcome.Done.class);
    assertThat(strict).isInstanceOf(Outcome.Failed.class);
    assertThat(strict.problems()).isEqualTo(lax.problems()).isNotEmpty();
    assertThat(strict.problems())
        .extracting(Problem::code)
        .containsExactly("points-missing", "sol-missing");
    assertThat(strict.problems().getLast().remedy())
        .isEqualTo(
            "Run import_roofline_sweep --campaign <id> --bundle DIR with its sweep, or say why in"
                + " roofline_gap_arms.");
    assertThat(campaign.reportHtml()).isRegularFile();
  }

  @Test
  void figuresWithoutReadingsAreLetPassOnlyByName() {
    cell(
        SampleRows.point("a", AaShape.AA_1K, 1).set("sol_pct", 40.0),
        SampleRows.point("a", AaShape.AA_1K, 10).set("sol_pct", 50.0));
    aggregate();
    ObjectNode strict = Json.object().put("strict", true);

    assertThat(render(strict).problems())
        .extracting(Problem::code)
        .containsExactly("sol-ungrounded");
    assertThat(render(strict).problems().getFirst().remedy())
        .isEqualTo(
            "Capture a sweep with DCGM sampling and take it with import_roofline_sweep --campaign <id>"
                + " --bundle DIR, and the DCGM windows of the cells' own points with import_sol"
                + " --campaign <id> --cell <cell_id> --file dcgm_correlation.json, or allow it by"
                + " --allow-ungrounded.");
    assertThat(render(strict.put("allow_ungrounded", true))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void suggestsLeversByTheFiguresOnThePageAndInTheStatus() throws IOException {
    cell(
        SampleRows.point("a", AaShape.AA_1K, 1).set("sol_metric", "hbm").set("sol_pct", 40.0),
        SampleRows.point("a", AaShape.AA_1K, 10).set("sol_metric", "hbm").set("sol_pct", 60.0));
    aggregate();

    render(Json.object());

    ObjectNode status = status();
    assertThat(status.required("suggested_levers").valueStream())
        .extracting(lever -> lever.required("rule").asString())
        .containsExactly("no-frontier", "decode-far-from-hbm");
    assertThat(Schema.load("report_status").problems(status, pointer -> pointer)).isEmpty();
    assertThat(Files.readString(campaign.reportHtml()))
        .contains("decode at 40.0 % of the HBM peak", "x2.50 at most");
  }

  @Test
  void aBundleThatCannotTakeTheFrontierSpoilsNoReport() throws IOException {
    measured(1, 10);
    Files.writeString(campaign.provenance(), "{\"evidence_bundle_path\": \"bundle\"}");

    Outcome missing = render(Json.object());
    Files.createDirectories(root.resolve("bundle"));
    Outcome written = render(Json.object());

    assertThat(missing).isInstanceOf(Outcome.Done.class);
    assertThat(missing.problems()).extracting(Problem::code).contains("handoff");
    assertThat(missing.json().required("handoff").isNull()).isTrue();
    assertThat(campaign.reportHtml()).isRegularFile();
    assertThat(written.problems()).extracting(Problem::code).doesNotContain("handoff");
    assertThat(written.json().required("handoff").asString())
        .isEqualTo(root.resolve("bundle/HANDOFF.md").toString());
  }

  private void measured(int... concurrencies) {
    SampleRows[] rows = new SampleRows[concurrencies.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = SampleRows.point("a", AaShape.AA_1K, concurrencies[i]);
    }
    cell(rows);
    aggregate();
  }

  private void cell(SampleRows... rows) {
    CellDirectory directory = campaign.cell("a");
    ArrayNode array = Json.array();
    for (SampleRows row : rows) {
      array.add(row.row().columns());
    }
    AtomicFiles.write(directory.normalized(), Json.pretty(array));
    AtomicFiles.write(
        directory.status(), Json.pretty(Json.object().put("cell_id", "a").put("status", "full")));
  }

  private void aggregate() {
    new AtlasAggregate(_ -> CAMPAIGN).run(named(Json.object()), Contexts.in(root));
  }

  private Outcome render(ObjectNode input) {
    return new ReportRender(_ -> CAMPAIGN).run(named(input), Contexts.in(root));
  }

  private ObjectNode named(ObjectNode input) {
    return input.put("campaign", campaign.id());
  }

  private List<Problem> refusal(ObjectNode input) {
    ProblemException refused = catchThrowableOfType(ProblemException.class, () -> render(input));
    assertThat(refused).isNotNull();
    return refused.problems();
  }

  private ObjectNode status() throws IOException {
    return (ObjectNode) Json.MAPPER.readTree(Files.readString(campaign.reportStatus()));
  }
}
