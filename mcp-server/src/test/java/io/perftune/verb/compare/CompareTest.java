package io.perftune.verb.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.config.Schema;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.SampleRows;
import io.perftune.tokens.O200k;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Reply;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class CompareTest {
  private static final String A = "20260101T000000Z-before";
  private static final String B = "20260201T000000Z-after";

  @TempDir Path root;

  @Test
  void comparesWhatMatchesAndListsTheRest() throws IOException, InterruptedException {
    campaign(A, List.of("a"), row("a", 1), row("a", 10), failed("a", 20));
    campaign(B, List.of("a", "dead"), fast("a", 1), fast("a", 4), fast("a", 20));

    Reply reply = compare("--campaign before --campaign after");

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    ObjectNode json = reply.json();
    assertThat(json.at("/verdict/tier").asString()).isEqualTo("DRAFT");
    assertThat(json.required("pair_count").intValue()).isEqualTo(1);
    assertThat(places(json, "unmatched")).containsExactly(A + " a 10", B + " a 4", B + " a 20");
    assertThat(places(json, "excluded")).containsExactly(A + " a 20", B + " dead null");
    assertThat(reply.stdout())
        .contains(
            "DRAFT: what changed from %s (baseline) to %s (other)".formatted(A, B),
            "1 compared, 3 without a counterpart, 2 never compared",
            "quant: undisclosed | fp8 [under_test]",
            "aa-1k, a c=1: n 20 | 20, trials 1 | 1",
            "(coverage 1 | 1)",
            "a c=20 of other: its counterpart, a c=20 of baseline, is not compared: failed")
        .doesNotContain("NaN");
  }

  @Test
  void theWholeLiesInTheSecondCampaignAndIsTheSameEachTime()
      throws IOException, InterruptedException {
    campaign(A, List.of("a"), row("a", 1));
    campaign(B, List.of("a"), fast("a", 1));

    Path file =
        Path.of(
            compare("--campaign before --campaign after")
                .json()
                .required("comparison_path")
                .asString());
    String first = Files.readString(file);
    Reply again = compare("--campaign before --campaign after --json");

    assertThat(file)
        .isEqualTo(
            root.toAbsolutePath()
                .resolve("campaigns")
                .resolve(B)
                .resolve("comparisons/" + A + ".json"));
    assertThat(Files.readString(file)).isEqualTo(first);
    ObjectNode whole = (ObjectNode) Json.MAPPER.readTree(first);
    whole.set("problems", Json.array());
    assertThat(Schema.load("tools/compare.output").problems(whole, pointer -> pointer)).isEmpty();
    assertThat(whole.at("/shown/whole").booleanValue()).isTrue();
    assertThat(whole.at("/pairs/0/metrics").size()).isEqualTo(15);
    assertThat(again.stdout()).isEqualTo(Json.line(again.json()) + "\n");
    assertThat(Files.readString(file.resolveSibling(A + ".txt")))
        .contains("output_speed_p50_tps", "request_latency_p95_ms");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--campaign before | --campaign: campaign has 1 value. Give two campaigns, the baseline first: --campaign BASELINE --campaign OTHER.",
        "--campaign before --campaign after --campaign before | --campaign: campaign has 3 values. Give two campaigns, the baseline first: --campaign BASELINE --campaign OTHER.",
        "--json | --campaign: campaign is missing. Add it. Two campaigns, the baseline first:",
        "--campaign before --campaign before | --campaign: Both name the campaign 20260101T000000Z-before. Name two campaigns, the baseline first.",
        "--campaign before --campaign nobody | campaign: There is no campaign nobody under",
        "--campaign before --campaign | --campaign: --campaign has no value. Write --campaign ID.",
        "--campaign before --campaign after --cell nope | --cell: The campaign 20260101T000000Z-before has no cell nope. Name a cell that both have, or leave --cell out. It has: a.",
      })
  void aWrongCallIsRefusedWithWhatToDo(String args, String says)
      throws IOException, InterruptedException {
    campaign(A, List.of("a"), row("a", 1));
    campaign(B, List.of("a"), fast("a", 1));

    Reply reply = compare(args);

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).contains(says);
    assertThat(root.resolve("campaigns").resolve(B).resolve("comparisons")).doesNotExist();
  }

  @Test
  void campaignsThatAreNotAggregatedAreRefusedBothWithTheirCommand()
      throws IOException, InterruptedException {
    campaign(A, List.of("a"), row("a", 1));
    campaign(B, List.of("a"), fast("a", 1));
    Files.delete(directory(A).atlas());
    Files.writeString(directory(B).atlas(), "");

    Reply reply = compare("--campaign before --campaign after");

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr())
        .contains(
            A
                + ": atlas.jsonl: The campaign has no atlas.jsonl. Run: bin/perftunereport"
                + " atlas_aggregate --campaign "
                + A,
            B + ": atlas.jsonl: atlas.jsonl is not made from what the cells hold now",
            "Run: bin/perftunereport atlas_aggregate --campaign " + B);
  }

  @Test
  void nothingThatMatchesIsAFailureThatSaysWhy() throws IOException, InterruptedException {
    campaign(A, List.of("a"), row("a", 1));
    campaign(B, List.of("a"), fast("a", 1).set("cache_mode", "warm"));

    Reply reply = compare("--campaign before --campaign after");

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(reply.json().required("pairs").isEmpty()).isTrue();
    assertThat(reply.json().at("/unmatched/0/why").asString())
        .isEqualTo(
            "no such workload there; the nearest, a c=1, differs in cache_mode (cold, there warm)");
    assertThat(reply.stderr()).contains("No row of the one campaign");
  }

  @Test
  void oneCellOfBothIsComparedAlone() throws IOException, InterruptedException {
    campaign(A, List.of("a", "b"), row("a", 1), row("b", 1));
    campaign(B, List.of("a", "b"), fast("a", 1), fast("b", 1));

    ObjectNode json = compare("--campaign before --campaign after --cell b").json();

    assertThat(json.required("pair_count").intValue()).isEqualTo(1);
    assertThat(json.at("/pairs/0/cell_a").asString()).isEqualTo("b");
    assertThat(json.required("comparison_path").asString()).endsWith(A + ".b.json");
  }

  @Test
  void everyFormOfTheCallIsTheSame() throws IOException, InterruptedException {
    campaign(A, List.of("a"), row("a", 1));
    campaign(B, List.of("a"), fast("a", 1));
    ObjectNode typed = Json.object();
    typed.putArray("campaign").add("before").add("after");
    ObjectNode both = typed.deepCopy().put("args", "--campaign before --campaign after");
    ObjectNode other = typed.deepCopy().put("args", "--campaign after --campaign before");

    Reply reply = call(typed);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.args()).containsExactly("--campaign", "before", "--campaign", "after");
    assertThat(call(both).json()).isEqualTo(reply.json());
    assertThat(call(other).returncode()).isEqualTo(2);
    assertThat(call(other).stderr()).contains("campaign is");
  }

  @Test
  void aDiskThatRefusesIsToldAndTheComparisonStands() throws IOException, InterruptedException {
    campaign(A, List.of("a"), row("a", 1));
    campaign(B, List.of("a"), fast("a", 1));
    Files.writeString(directory(B).root().resolve("comparisons"), "in the way");

    Reply reply = compare("--campaign before --campaign after");

    assertThat(reply.returncode()).isZero();
    assertThat(reply.stderr()).contains("could not be written");
    assertThat(reply.json().required("pair_count").intValue()).isEqualTo(1);
  }

  /// Whatever the campaigns hold, an agent can read the reply at once.
  @ParameterizedTest
  @CsvSource({"plain, ''", "plain, --json", "hostile, ''", "hostile, --json"})
  void theReplyOfLargeCampaignsStaysUnderFourThousandTokens(String kind, String json)
      throws IOException, InterruptedException {
    boolean hostile = kind.equals("hostile");
    String text = hostile ? "<script>\u202e\u4e2d\u6587 \"quoted\" ".repeat(100) : "image:1.2.3";
    List<String> cells = new ArrayList<>();
    List<SampleRows> before = new ArrayList<>();
    List<SampleRows> after = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      String cell = "cell-with-quite-a-long-name-%03d".formatted(i);
      cells.add(cell);
      for (int concurrency : List.of(1, 10, 32)) {
        before.add(row(cell, concurrency).set("image", text).set("seed", i));
        after.add(
            fast(cell, concurrency)
                .set("image", text + (hostile ? i : ""))
                .set("model_path", text)
                .set("ttfo_coverage", 0.5)
                .set("mean_output_tokens", 7.0)
                .set("concurrency", i % 3 == 0 ? concurrency + 1 : concurrency)
                .set("status", i % 7 == 0 ? "failed" : "full")
                .set("status_reason", i % 7 == 0 ? text : "no reason"));
      }
    }
    campaign(A, cells, before.toArray(SampleRows[]::new));
    campaign(B, cells, after.toArray(SampleRows[]::new));

    Reply reply = compare("--campaign before --campaign after " + json);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(new O200k().count(Json.line(reply.envelope()))).isLessThan(4_000);
    assertThat(reply.json().at("/shown/whole").booleanValue()).isFalse();
    assertThat(reply.json().at("/shown/pairs").intValue())
        .isEqualTo(reply.json().required("pairs").size())
        .isGreaterThanOrEqualTo(hostile ? 0 : 1);
    assertThat(Schema.load("tools/compare.output").problems(reply.json(), pointer -> pointer))
        .isEmpty();
    assertThat(reply.stdout()).doesNotContain("\u202e");
    JsonNode whole =
        Json.MAPPER.readTree(
            Files.readString(Path.of(reply.json().required("comparison_path").asString())));
    assertThat(whole.required("pairs").size())
        .isEqualTo(reply.json().required("pair_count").intValue())
        .isGreaterThan(30);
  }

  private static SampleRows row(String cell, int concurrency) {
    return SampleRows.point(cell, AaShape.AA_1K, concurrency);
  }

  private static SampleRows fast(String cell, int concurrency) {
    return row(cell, concurrency).set("quant", "fp8").set("ttft_p50_ms", 40.0);
  }

  private static SampleRows failed(String cell, int concurrency) {
    return SampleRows.failedPoint(cell, AaShape.AA_1K, concurrency);
  }

  private static List<String> places(ObjectNode json, String list) {
    return json.required(list)
        .valueStream()
        .map(row ->
            Json.text(row, "campaign_id")
                + " "
                + Json.text(row, "cell_id")
                + " "
                + Json.integer(row, "concurrency"))
        .toList();
  }

  private CampaignDirectory directory(String id) {
    return new CampaignDirectory(root.resolve("campaigns").resolve(id));
  }

  private void campaign(String id, List<String> cells, SampleRows... rows)
      throws IOException, InterruptedException {
    CampaignDirectory campaign = directory(id);
    Files.createDirectories(campaign.root());
    StringBuilder config = new StringBuilder("name: x\ncells:\n");
    for (String cell : cells) {
      config.append(
          """
            - cell_id: %s
              backend: aa
              concurrencies: [1, 10]
              model: example-org/example-8b
              hardware: undisclosed
              endpoint_kind: local
              aa: {url: "http://127.0.0.1:8000", model: served, shape: aa-1k, api_key_env: none}
          """
              .formatted(cell));
    }
    Files.writeString(campaign.config(), config);
    Map<String, ArrayNode> normalized = new LinkedHashMap<>();
    for (SampleRows row : rows) {
      ObjectNode columns = row.set("campaign_id", id).row().columns();
      normalized
          .computeIfAbsent(columns.required("cell_id").asString(), _ -> Json.array())
          .add(columns);
    }
    normalized.forEach((cellId, array) -> {
      CellDirectory cell = campaign.cell(cellId);
      AtomicFiles.write(cell.normalized(), Json.pretty(array));
      AtomicFiles.write(
          cell.status(), Json.pretty(Json.object().put("cell_id", cellId).put("status", "full")));
    });
    var _ =
        new AtlasAggregate(CampaignFile::load)
            .run(Json.object().put("campaign", id), Contexts.in(root));
  }

  private Reply compare(String args) throws InterruptedException {
    return call(Json.object().put("args", args));
  }

  private Reply call(ObjectNode sent) throws InterruptedException {
    return new Dispatcher(List.of(new Compare(CampaignFile::load)))
        .call("compare", sent, Contexts.in(root));
  }
}
