package io.perftune.verb.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.config.CampaignFile;
import io.perftune.config.Schema;
import io.perftune.config.VerbSchema;
import io.perftune.fixtures.Contexts;
import io.perftune.lake.DuckDb;
import io.perftune.lake.LakeSample;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PublishToLakeTest {
  @TempDir Path root;
  private PublishSample sample = new PublishSample(Path.of("unset"));

  @BeforeEach
  void makeCampaign() throws IOException {
    sample = PublishSample.make(root);
  }

  @Test
  void publishesACompleteCampaignStrictly() throws Exception {
    Outcome outcome = sample.publish(PublishSample.input());

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    JsonNode json = outcome.json();
    assertThat(json.required("campaign_id").asString()).isEqualTo(LakeSample.ID);
    assertThat(json.required("destination").asString()).isEqualTo(sample.lake().toString());
    assertThat(json.required("strict").booleanValue()).isTrue();
    assertThat(outcomes(json))
        .containsExactly(
            "atlas_v1 6 created",
            "requests_v1 120 created",
            "sol_v1 0 created",
            "roofline_v1 0 created",
            "tpm_v1 0 created",
            "cost_v1 0 created",
            "campaign_v1 1 created");
    for (JsonNode table : json.required("tables")) {
      Path file = sample.lake().resolve(table.required("key").asString());
      assertThat(Files.size(file)).isEqualTo(table.required("size_bytes").longValue());
    }
    try (DuckDb duckDb = new DuckDb()) {
      assertThat(
              duckDb.rows(
                  "select slug, publish_id from '" + sample.lake() + "/campaign_v1/*/*/*.parquet'"))
          .containsExactly("gateway|" + json.required("publish_id").asString());
    }
  }

  @Test
  void replyFollowsItsSchema() {
    ObjectNode reply = sample.publish(PublishSample.input()).json();
    reply.set("problems", Json.array());

    assertThat(Schema.load("tools/publish_to_lake.output").problems(reply, pointer -> pointer))
        .isEmpty();
  }

  @Test
  void leavesAReceiptWithTheTimeAndNoneInTheRows() throws Exception {
    ObjectNode reply = sample.publish(PublishSample.input()).json();
    List<Path> receipts = receipts();

    assertThat(receipts).hasSize(1);
    assertThat(receipts.getFirst().getFileName().toString())
        .matches("[A-Za-z0-9._-]+-[0-9a-f]{8}\\.json");
    JsonNode receipt = Json.MAPPER.readTree(Files.readString(receipts.getFirst()));
    assertThat(receipt.required("published_at").asString()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(receipt.required("publish_id")).isEqualTo(reply.required("publish_id"));
    assertThat(Json.line(receipt.required("tables")))
        .isEqualTo(Json.line(reply.required("tables")));
  }

  @Test
  void writesTheReceiptThatACrashLeftOut() throws Exception {
    sample.publish(PublishSample.input());
    Path receipt = receipts().getFirst();
    Files.delete(receipt);

    Outcome again = sample.publish(PublishSample.input());

    assertThat(outcomes(again.json()))
        .containsExactly(
            "atlas_v1 6 unchanged",
            "requests_v1 120 unchanged",
            "sol_v1 0 unchanged",
            "roofline_v1 0 unchanged",
            "tpm_v1 0 unchanged",
            "cost_v1 0 unchanged",
            "campaign_v1 1 unchanged");
    assertThat(receipt).exists();
  }

  @Test
  void needsNoAcknowledgementForALocalDirectory() {
    PublishToLake verb =
        new PublishToLake(_ -> {
          throw new IllegalStateException("unread");
        });

    assertThat(verb.needsAcknowledgement(PublishSample.input())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gs://bucket", "hdfs://host/lake"})
  void refusesDestinationsThatAreNotThereYet(String lake) {
    Problem refusal = refusal(PublishSample.input().put("lake", lake));

    assertThat(refusal.line())
        .isEqualTo(
            "--lake: A lake at "
                + lake
                + " is not there yet. Give --lake a local directory, s3://bucket/prefix or"
                + " iceberg:<name>.");
  }

  @Test
  void refusesAnIncompleteCampaignAndNamesTheWayRound() throws Exception {
    Files.delete(sample.file("report_status.json"));
    Outcome outcome = sample.publish(PublishSample.input());

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.problems())
        .extracting(Problem::line)
        .containsExactly(
            "report_status.json: There is no report_status.json. Run report_render.",
            "The strict gate refuses the campaign for 1 gaps. Close them, or publish with"
                + " --no-strict, which records each of them in campaign_v1.");
    assertThat(sample.lake()).doesNotExist();
    assertThat(sample.file("receipts")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"no_strict", "allow_incomplete"})
  void recordsEachGapWhereTheCallerWantsItAllTheSame(String flag) throws Exception {
    Files.delete(sample.file("report_status.json"));
    Outcome outcome = sample.publish(PublishSample.input().put(flag, true));

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.problems()).extracting(Problem::code).containsExactly("report-missing");
    assertThat(outcome.json().required("strict").booleanValue()).isFalse();
    assertThat(recorded("recorded_gaps->'gate'->0->>'code'")).isEqualTo("report-missing");
  }

  @Test
  void recordsUngroundedFiguresWhereTheCallerAllowsThem() throws Exception {
    List<ObjectNode> rows = LakeSample.atlas();
    rows.getFirst().put("sol_pct", 40.0);
    sample.atlas(rows);

    assertThat(sample.publish(PublishSample.input()).problems().getFirst().code())
        .isEqualTo("dcgm-ungrounded");
    Outcome allowed = sample.publish(PublishSample.input().put("allow_ungrounded", true));
    assertThat(allowed).isInstanceOf(Outcome.Done.class);
    assertThat(recorded("recorded_gaps->'gate'->0->>'code'")).isEqualTo("dcgm-ungrounded");
  }

  @Test
  void allowingUngroundedFiguresAllowsNothingElse() throws Exception {
    Files.delete(sample.file("report_status.json"));

    assertThat(sample.publish(PublishSample.input().put("allow_ungrounded", true)))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void dryRunShowsWhatWouldBeWrittenAndTouchesNothing() throws Exception {
    Map<String, String> before = tree();
    Outcome outcome = sample.publish(PublishSample.input().put("dry_run", true));

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.digest()).startsWith("Dry run, nothing was written.\n");
    assertThat(outcomes(outcome.json()))
        .containsExactly(
            "atlas_v1 6 would_create",
            "requests_v1 120 would_create",
            "sol_v1 0 would_create",
            "roofline_v1 0 would_create",
            "tpm_v1 0 would_create",
            "cost_v1 0 would_create",
            "campaign_v1 1 would_create");
    assertThat(tree()).isEqualTo(before);
    assertThat(sample.publish(PublishSample.input()).json().required("publish_id"))
        .isEqualTo(outcome.json().required("publish_id"));
  }

  @Test
  void dryRunGivesTheGatesVerdict() throws Exception {
    Files.delete(sample.file("report_status.json"));
    Outcome outcome = sample.publish(PublishSample.input().put("dry_run", true));

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.problems())
        .extracting(Problem::code)
        .containsExactly("report-missing", "strict-gate");
    assertThat(outcomes(outcome.json())).hasSize(7);
  }

  @Test
  void refusesToReplaceAndDryRunForetellsIt() throws Exception {
    sample.publish(PublishSample.input());
    List<ObjectNode> rows = LakeSample.atlas();
    rows.getFirst().put("notes", "measured again");
    sample.atlas(rows);

    assertThat(sample.publish(PublishSample.input().put("dry_run", true)).problems())
        .extracting(Problem::code)
        .containsExactly("already-published");
    assertThat(refusal(PublishSample.input()).code()).isEqualTo("already-published");
    assertThat(outcomes(sample.publish(PublishSample.input().put("if_exists", "skip")).json()))
        .containsExactly(
            "atlas_v1 6 skipped",
            "requests_v1 120 skipped",
            "sol_v1 0 skipped",
            "roofline_v1 0 skipped",
            "tpm_v1 0 skipped",
            "cost_v1 0 skipped",
            "campaign_v1 1 skipped");
    assertThat(outcomes(sample.publish(PublishSample.input().put("if_exists", "overwrite")).json()))
        .containsExactly(
            "atlas_v1 6 replaced",
            "requests_v1 120 replaced",
            "sol_v1 0 unchanged",
            "roofline_v1 0 unchanged",
            "tpm_v1 0 unchanged",
            "cost_v1 0 unchanged",
            "campaign_v1 1 replaced");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesAnAtlasThatTheCellsHaveOutgrownEvenUnstrictly(boolean lax) throws Exception {
    List<ObjectNode> rows = LakeSample.atlas();
    rows.forEach(row -> row.put("ttft_p50_ms", 1.5));
    sample.cell("aa-10k", rows);

    Problem refusal = refusal(PublishSample.input().put("no_strict", lax));

    assertThat(refusal.code()).isEqualTo("atlas-stale");
    assertThat(refusal.line()).endsWith("Run atlas_aggregate again.");
    assertThat(sample.lake()).doesNotExist();
  }

  @Test
  void refusesRowsThatDifferFromTheEnginesOwnSummaryUnlessToldToRecordThem() throws Exception {
    List<ObjectNode> rows = LakeSample.atlas();
    rows.getFirst().withObjectProperty("extra").putArray("cross_check").add("ttft_avg_ms: 1 | 2");
    sample.atlas(rows);

    assertThat(sample.publish(PublishSample.input()).problems().getFirst().code())
        .isEqualTo("summary-differs");
    assertThat(sample.publish(PublishSample.input().put("no_strict", true)))
        .isInstanceOf(Outcome.Done.class);
    assertThat(recorded("recorded_gaps->'gate'->0->>'code'")).isEqualTo("summary-differs");
  }

  @Test
  void aGivenLakeIsTakenFromTheCallersDirectoryAndTheDefaultFromTheRepository() throws Exception {
    Path caller = Files.createDirectories(root.resolve("elsewhere"));
    Context here = Contexts.in(root);
    Context context = new Context(root, caller, here.environment(), here.clock(), here.progress());
    PublishToLake verb = new PublishToLake(CampaignFile::load);

    for (String given : List.of("lake", "./lake", "deep/lake", root.resolve("third").toString())) {
      assertThat(destination(verb.run(PublishSample.input().put("lake", given), context)))
          .isEqualTo(caller.resolve(given).normalize().toString());
    }
    assertThat(destination(verb.run(PublishSample.input(), context)))
        .isEqualTo(root.resolve("lake").toString());
  }

  @Test
  void theSchemaDeclaresNoDefaultLake() {
    assertThat(
            VerbSchema.load("publish_to_lake").flag("lake").orElseThrow().declared().has("default"))
        .isFalse();
  }

  private static String destination(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return outcome.json().required("destination").asString();
  }

  @Test
  void onlyRequestsOfPublishedPointsCount() throws Exception {
    List<ObjectNode> rows = LakeSample.atlas();
    rows.removeLast();
    sample.atlas(rows);

    assertThat(outcomes(sample.publish(PublishSample.input()).json()))
        .contains("requests_v1 100 created");
  }

  @Test
  void noticesRequestsThatAreNotTheRowsOwn() throws Exception {
    Path requests = sample.file("cells/aa-10k/requests.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(requests));
    lines.removeFirst();
    Files.write(requests, lines);

    assertThat(sample.publish(PublishSample.input()).problems().getFirst().line())
        .isEqualTo(
            "aa-10k c=1: The row counts 19 successful requests, requests.jsonl holds 18."
                + " Run cell_run for the cell again, then atlas_aggregate and report_render.");
  }

  @Test
  void namesTheLineThatIsMalformed() throws Exception {
    Files.writeString(
        sample.file("cells/aa-1k/requests.jsonl"), "{\"cell_id\": \"aa-1k\"}\n{broken\n");
    assertThat(refusal(PublishSample.input()).where()).isEqualTo("cells/aa-1k/requests.jsonl:2");

    String atlas = Files.readString(sample.file("atlas.jsonl"));
    for (String line : List.of("[]", "{\"n\": NaN}", "{\"n\": 1, \"n\": 2}", "")) {
      Files.writeString(sample.file("atlas.jsonl"), atlas + line + "\n");
      Problem refusal = refusal(PublishSample.input());
      assertThat(refusal.where()).as(line).isEqualTo("atlas.jsonl:7");
      assertThat(refusal.code()).isEqualTo("malformed-line");
    }
    assertThat(sample.lake()).doesNotExist();
  }

  @Test
  void refusesRowsThatAreBrokenForeignOrThereTwiceEvenUnstrictly() throws Exception {
    List<ObjectNode> rows = LakeSample.atlas();
    rows.get(0).put("campaign_id", "20260101T000000Z-other");
    rows.get(1).put("concurrency", 10);
    rows.get(2).put("status", "great").put("surprise", 1);
    rows.get(5).put("concurrency", 1);
    sample.atlas(rows);

    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () -> sample.publish(PublishSample.input().put("no_strict", true)));
    assertThat(refusal.problems())
        .extracting(problem -> problem.where() + " " + problem.code())
        .containsExactlyInAnyOrder(
            "atlas.jsonl:1 foreign-row",
            "atlas.jsonl:3/status not-allowed",
            "atlas.jsonl:3/surprise unknown-key",
            "atlas.jsonl:6 duplicate-row");
  }

  @Test
  void refusesABrokenRequestAndLeavesTheLakeAlone() throws Exception {
    Path requests = sample.file("cells/aa-1k/requests.jsonl");
    Files.writeString(
        requests, Files.readString(requests).replaceFirst("\"trial\":1", "\"trial\":\"one\""));

    Problem refusal = refusal(PublishSample.input());
    assertThat(refusal.line())
        .startsWith("cells/aa-1k/requests.jsonl:1: requests_v1 holds a whole number of 64 bits");
    assertThat(sample.lake()).doesNotExist();
  }

  @Test
  void rowsHoldNoPathOfTheEndpointOrTheMachine() throws Exception {
    sample.publish(PublishSample.input());

    try (DuckDb duckDb = new DuckDb()) {
      List<String> columns = new ArrayList<>();
      for (String table :
          List.of("atlas_v1", "requests_v1", "sol_v1", "tpm_v1", "cost_v1", "campaign_v1")) {
        columns.addAll(
            duckDb.rows("select * from '" + sample.lake() + "/" + table + "/*/*/*.parquet'"));
      }
      String everything = String.join("\n", columns);
      assertThat(everything)
          .contains("gateway.example")
          .doesNotContain("/v1/chat")
          .doesNotContain(root.toString())
          .doesNotContain("text_input");
    }
  }

  @Test
  void saysWhyTheDiskRefused() throws Exception {
    Files.writeString(root.resolve("lake"), "a file");
    Outcome outcome = sample.publish(PublishSample.input());

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.problems()).extracting(Problem::code).containsExactly("lake-unwritable");
  }

  private Problem refusal(ObjectNode input) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> sample.publish(input));
    return refusal.problems().getFirst();
  }

  private String recorded(String expression) throws Exception {
    try (DuckDb duckDb = new DuckDb()) {
      return duckDb.value(
          "select " + expression + " from '" + sample.lake() + "/campaign_v1/*/*/*.parquet'");
    }
  }

  private static List<String> outcomes(JsonNode json) {
    return json.required("tables")
        .valueStream()
        .map(table ->
            "%s %s %s"
                .formatted(
                    table.required("table").asString(),
                    table.required("row_count").asString(),
                    table.required("outcome").asString()))
        .toList();
  }

  private List<Path> receipts() throws IOException {
    try (var files = Files.list(sample.file("receipts"))) {
      return files.toList();
    }
  }

  private Map<String, String> tree() throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        tree.put(
            path.toString(),
            Files.isRegularFile(path)
                ? new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)
                : "");
      }
    }
    return tree;
  }
}
