package io.perftune.verb.valueview;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.config.Schema;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Outcome;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ValueViewTest {
  private static final String OLD = "20260101T000000Z-old";
  private static final String NEW = "20260201T000000Z-new";

  @TempDir Path root;

  @Test
  void ranksFloorsAndLeversOverAllCampaigns() throws IOException, InterruptedException {
    campaign(
        OLD,
        """
        next_lever: {change: FP8, unlock: +30 %, gate: speed}
        levers: [{change: EP, unlock: +5 %, gate: speed, state: refuted, why: it lost 3 %}]
        """,
        row(OLD, 1).set("output_speed_p50_tps", 200.0).set("ttft_p50_ms", 90.0));
    campaign(
        NEW,
        "",
        row(NEW, 1)
            .set("output_speed_p50_tps", 150.0)
            .set("ttft_p50_ms", 70.0)
            .set("sol_metric", "hbm")
            .set("sol_pct", 40.0)
            .set("sol_ceiling_key", "x.hbm"));

    ObjectNode reply = view(50);

    assertThat(reply.required("campaign_count").intValue()).isEqualTo(2);
    JsonNode floor = reply.required("floors").get(0);
    assertThat(reply.required("floors").size()).isEqualTo(1);
    assertThat(best(floor, "output_speed_p50_tps")).isEqualTo(OLD + " 200.0 null");
    assertThat(best(floor, "ttft_p50_ms")).isEqualTo(NEW + " 70.0 x.hbm");
    assertThat(said(reply.required("levers")))
        .containsExactly(OLD + " FP8", NEW + " decode-far-from-hbm");
    assertThat(reply.at("/levers/1/rank").intValue()).isEqualTo(2);
    assertThat(said(reply.required("settled"))).containsExactly(OLD + " EP");
    assertThat(reply.at("/settled/0/why").asString()).isEqualTo("it lost 3 %");
    assertThat(reply.required("unreadable").isEmpty()).isTrue();
  }

  @Test
  void theLimitCutsListsAndNotCounts() throws IOException, InterruptedException {
    campaign(OLD, "next_lever: {change: FP8, unlock: +30 %, gate: speed}\n", row(OLD, 1));
    campaign(NEW, "next_lever: {change: MTP, unlock: +30 %, gate: speed}\n", row(NEW, 1));

    ObjectNode reply = view(1);

    assertThat(said(reply.required("levers"))).containsExactly(NEW + " MTP");
    assertThat(reply.required("open_count").intValue()).isEqualTo(2);
    assertThat(digest(1)).contains("  1. MTP", "  and 1 more");
  }

  @Test
  void namesWhatItCannotReadAndReadsTheRest() throws IOException, InterruptedException {
    campaign(OLD, "", row(OLD, 1));
    Path broken = root.resolve("campaigns/20260301T000000Z-broken");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("config.yaml"), "name: [\n");
    Path unmeasured = root.resolve("campaigns/20260302T000000Z-unmeasured");
    Files.createDirectories(unmeasured);
    Files.writeString(
        unmeasured.resolve("config.yaml"),
        "name: x\nnext_lever: {change: FP8, unlock: +30 %, gate: speed}\n");
    Files.createDirectories(root.resolve("campaigns/20260303T000000Z-lost/cells"));

    ObjectNode reply = view(50);

    assertThat(reply.required("unreadable").valueStream())
        .extracting(each -> each.required("campaign_id").asString())
        .containsExactly(
            unmeasured.getFileName().toString(),
            broken.getFileName().toString(),
            "20260303T000000Z-lost");
    assertThat(reply.at("/unreadable/0/why").asString())
        .isEqualTo("Its figures are left out: The campaign has no atlas.jsonl.");
    assertThat(reply.required("floors").size()).isEqualTo(1);
    assertThat(said(reply.required("levers"))).containsExactly(unmeasured.getFileName() + " FP8");
  }

  @Test
  void pointsOfASweepHaveNoShapeAndAreToldApartByTheirLengths() throws Exception {
    campaign(OLD, "", swept(OLD, 1, 256), swept(OLD, 10, 4_096));

    ObjectNode reply = view(50);

    assertThat(reply.required("floors").valueStream())
        .extracting(floor -> floor.required("target_input_tokens").intValue())
        .containsExactlyInAnyOrder(256, 4_096);
    assertThat(reply.at("/floors/0/aa_shape").isNull()).isTrue();
    assertThat(digest(50)).contains("target_input_tokens 256, min_answer_tokens 512, example-org");
  }

  private static SampleRows swept(String campaign, int concurrency, int isl) {
    return row(campaign, concurrency)
        .set("target_input_tokens", isl)
        .set("min_answer_tokens", 512)
        .unset("aa_shape", "aa_mode", "cache_mode", "prompt_source");
  }

  @Test
  void aPointAboveItsPeakOrOfALimitedClientIsNoFloor() throws IOException, InterruptedException {
    campaign(
        OLD, "", row(OLD, 1).set("sol_pct", 218.0), row(OLD, 10).set("client_verdict", "noisy"));

    assertThat(view(50).required("floors").isEmpty()).isTrue();
  }

  @Test
  void noCampaignsIsAnEmptyFrontierThatSaysWhereItLooked() throws InterruptedException {
    assertThat(view(50).required("campaign_count").intValue()).isZero();
    assertThat(digest(50)).contains(root.resolve("campaigns") + ":\n  none");
    assertThat(root.resolve("campaigns")).doesNotExist();
  }

  private static SampleRows row(String campaign, int concurrency) {
    return SampleRows.point("a", AaShape.AA_1K, concurrency).set("campaign_id", campaign);
  }

  private void campaign(String id, String declared, SampleRows... rows) throws IOException {
    CampaignDirectory campaign = new CampaignDirectory(root.resolve("campaigns").resolve(id));
    Files.createDirectories(campaign.root());
    Files.writeString(
        campaign.config(),
        """
        name: x
        cells:
          - cell_id: a
            backend: aa
            concurrencies: [1, 10]
            model: example-org/example-8b
            hardware: undisclosed
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:8000", model: served, shape: aa-1k, api_key_env: none}
        """
            + declared);
    CellDirectory cell = campaign.cell("a");
    ArrayNode array = Json.array();
    for (SampleRows row : rows) {
      array.add(row.row().columns());
    }
    AtomicFiles.write(cell.normalized(), Json.pretty(array));
    AtomicFiles.write(
        cell.status(), Json.pretty(Json.object().put("cell_id", "a").put("status", "full")));
    new AtlasAggregate(CampaignFile::load)
        .run(Json.object().put("campaign", id), Contexts.in(root));
  }

  private ObjectNode view(int limit) throws InterruptedException {
    Outcome outcome = outcome(limit);
    ObjectNode reply = outcome.json().deepCopy();
    reply.set("problems", Json.problems(outcome.problems()));
    List<Problem> broken =
        Schema.load("tools/value_view.output").problems(reply, pointer -> pointer);
    assertThat(broken).isEmpty();
    return reply;
  }

  private String digest(int limit) throws InterruptedException {
    return outcome(limit).digest();
  }

  private Outcome outcome(int limit) throws InterruptedException {
    return new ValueView(CampaignFile::load)
        .run(Json.object().put("limit", limit), Contexts.in(root));
  }

  private static String best(JsonNode floor, String figure) {
    return floor
        .required("best")
        .valueStream()
        .filter(point -> point.required("figure").asString().equals(figure))
        .map(point ->
            Json.text(point, "campaign_id")
                + " "
                + Json.number(point, "value")
                + " "
                + Json.text(point, "sol_ceiling_key"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> said(JsonNode levers) {
    return levers
        .valueStream()
        .map(lever ->
            Json.text(lever, "campaign_id")
                + " "
                + ("declared".equals(Json.text(lever, "rule"))
                    ? Json.text(lever, "change")
                    : Json.text(lever, "rule")))
        .toList();
  }
}
