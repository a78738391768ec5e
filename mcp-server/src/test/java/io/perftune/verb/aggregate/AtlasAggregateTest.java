package io.perftune.verb.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.perftune.config.CampaignFile;
import io.perftune.config.Schema;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class AtlasAggregateTest {
  @TempDir Path root;

  private CampaignDirectory campaign;

  @BeforeEach
  void makeCampaign() throws IOException {
    campaign = new CampaignDirectory(root.resolve("campaigns").resolve(SampleRows.CAMPAIGN_ID));
    Files.createDirectories(campaign.root());
    Files.writeString(campaign.config(), "name: sample\n");
  }

  @Test
  void joinsTheRowsInTheOrderOfTheConfigurationThenOfConcurrency() throws IOException {
    full("b", point("b", 10), point("b", 1));
    full("a", point("a", 1), point("a", 10));

    Outcome outcome = aggregate("b", "a");

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.problems()).isEmpty();
    assertThat(atlas())
        .extracting(row -> row.get("cell_id").asString() + "@" + row.get("concurrency").asInt())
        .containsExactly("b@1", "b@10", "a@1", "a@10");
    assertThat(outcome.json())
        .isEqualTo(
            Json.MAPPER.readTree(
                """
                {"campaign_dir": "%s", "atlas_path": "%s", "row_count": 4, "cell_count": 2,
                 "coverage": {"atlas_cells": 2, "full_sweeps": 2, "partial_sweeps": 0,
                   "failed_cells": 0, "evicted_cells": 0, "plot_ready_points": 4,
                   "non_plot_ready_full_cells": [],
                   "header_line": "Coverage: 2 atlas cells | 2 full sweeps | 0 partial sweeps | 0 failed cells | 4 plot-ready concurrency points"}}
                """
                    .formatted(campaign.root(), campaign.atlas())));
  }

  @Test
  void everyConfiguredCellCountsExactlyOnce() {
    full("full", point("full", 1), point("full", 10));
    ended("partial", "partial", Map.of(1, "partial"), point("partial", 1).set("status", "partial"));
    ended(
        "failed",
        "failed",
        Map.of(1, "failed"),
        SampleRows.failedPoint("failed", AaShape.AA_1K, 1));
    new Journal(campaign.cell("killed").journal()).add(Json.object().put("event", "started"));

    JsonNode coverage =
        aggregate("full", "partial", "failed", "killed", "never-ran").json().get("coverage");

    assertThat(coverage.get("atlas_cells").asInt()).isEqualTo(5);
    assertThat(coverage.get("full_sweeps").asInt()).isEqualTo(1);
    assertThat(coverage.get("partial_sweeps").asInt()).isEqualTo(1);
    assertThat(coverage.get("failed_cells").asInt()).isEqualTo(2);
    assertThat(coverage.get("evicted_cells").asInt()).isEqualTo(1);
    assertThat(coverage.get("plot_ready_points").asInt()).isEqualTo(3);
    assertThat(coverage.get("header_line").asString())
        .isEqualTo(
            "Coverage: 5 atlas cells | 1 full sweeps | 1 partial sweeps | 2 failed cells | 3 plot-ready concurrency points");
  }

  @Test
  void namesEachCellThatIsNotFullAndWhatToDo() {
    full("full", point("full", 1), point("full", 10));
    new Journal(campaign.cell("killed").journal()).add(Json.object().put("event", "started"));

    assertThat(aggregate("full", "killed", "never-ran").problems())
        .extracting(Problem::line)
        .containsExactly(
            "cells/killed: Cell killed was ended before its end, or is still running. Run it with cell_run, then aggregate again.",
            "cells/never-ran: Cell never-ran failed or never ran. Run it with cell_run, then aggregate again.");
  }

  @Test
  void theReplyObeysItsSchema() {
    full("one", point("one", 1));
    Outcome outcome = aggregate("one", "never-ran");
    var reply = outcome.json();
    reply.set("problems", Json.problems(outcome.problems()));

    assertThat(Schema.load("tools/atlas_aggregate.output").problems(reply, pointer -> pointer))
        .isEmpty();
  }

  @Test
  void readsTheCampaignThatTheFrozenFileDeclares() throws IOException {
    Files.writeString(
        campaign.config(),
        """
        name: sample
        cells:
          - cell_id: one
            backend: aa
            concurrencies: [1, 10]
            model: example-org/example-8b
            hardware: undisclosed
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:8000", model: served, shape: aa-1k, api_key_env: none}
        """);
    full("one", point("one", 1), point("one", 10));

    Outcome outcome =
        new AtlasAggregate(CampaignFile::load)
            .run(Json.object().put("campaign", "sample"), context());

    assertThat(outcome.json().at("/coverage/full_sweeps").asInt()).isEqualTo(1);
    assertThat(outcome.problems()).isEmpty();
  }

  @Test
  void keepsThePointsThatAnEvictedCellHadFinished() {
    journal("killed", started(1), ended(1), started(10));
    rows("killed", point("killed", 1));

    Outcome outcome = aggregate("killed");

    assertThat(outcome.json().get("row_count").asInt()).isEqualTo(1);
    assertThat(outcome.json().at("/coverage/evicted_cells").asInt()).isEqualTo(1);
    assertThat(outcome.json().at("/coverage/plot_ready_points").asInt()).isEqualTo(1);
  }

  @Test
  void leavesOutRowsOfPointsThatAreMeasuredAgainOrWereNeverMeasured() {
    var superseded = event("point_superseded", 10).put("stamp", "20260115T093000Z");
    journal(
        "killed", started(1), ended(1), started(10), ended(10), superseded, ended(4), started(4));
    rows("killed", point("killed", 1), point("killed", 2), point("killed", 4), point("killed", 10));
    rows("unknown", point("unknown", 1));

    Outcome outcome = aggregate("killed", "unknown");

    assertThat(outcome.json().get("row_count").asInt()).isEqualTo(1);
    assertThat(outcome.json().at("/coverage/plot_ready_points").asInt()).isEqualTo(1);
    assertThat(outcome.json().at("/coverage/failed_cells").asInt()).isEqualTo(1);
  }

  @Test
  void aggregatesACampaignOfWhichNothingRan() throws IOException {
    Outcome outcome = aggregate("one", "two");

    assertThat(outcome.code()).isZero();
    assertThat(campaign.atlas()).isEmptyFile();
    assertThat(outcome.json().at("/coverage/header_line").asString())
        .isEqualTo(
            "Coverage: 2 atlas cells | 0 full sweeps | 0 partial sweeps | 2 failed cells | 0 plot-ready concurrency points");
    assertThat(Files.readString(campaign.summary())).contains("Nothing was measured yet.");
  }

  @Test
  void namesAFullCellThatLacksAConfiguredPoint() {
    full("short", point("short", 1));
    full("whole", point("whole", 1), point("whole", 10));

    assertThat(aggregate("short", "whole").json().at("/coverage/non_plot_ready_full_cells"))
        .isEqualTo(Json.strings(List.of("short")));
  }

  @Test
  void aPointWithoutTtftOrThroughputIsNotReadyToPlot() {
    full(
        "one",
        point("one", 1).unset("ttft_p50_ms"),
        point("one", 10).unset("request_throughput_avg"));

    JsonNode coverage = aggregate("one").json().get("coverage");

    assertThat(coverage.get("plot_ready_points").asInt()).isZero();
    assertThat(coverage.get("non_plot_ready_full_cells")).isEqualTo(Json.strings(List.of("one")));
  }

  @Test
  void refusesNaNAndInfinityByColumn() throws IOException {
    full("one", point("one", 1), point("one", 10));
    Path file = campaign.cell("one").normalized();
    String text = Files.readString(file);
    Files.writeString(
        file,
        text.replaceFirst("\"ttft_p50_ms\" ?: ?[0-9.]+", "\"ttft_p50_ms\":NaN")
            .replaceFirst("\"itl_avg_ms\" ?: ?[0-9.]+", "\"itl_avg_ms\":-Infinity")
            .replaceFirst("\"output_tps\" ?: ?[0-9.]+", "\"output_tps\":1e999"));

    assertThat(refusal("one"))
        .extracting(Problem::line)
        .containsExactly(
            notFinite("ttft_p50_ms", "NaN"),
            notFinite("itl_avg_ms", "-Infinity"),
            notFinite("output_tps", "Infinity"));
  }

  @Test
  void refusesTwoRowsOfOnePoint() {
    full("one", point("one", 1), point("one", 10), point("one", 1).set("n", 7));

    assertThat(refusal("one"))
        .extracting(Problem::line)
        .containsExactly(
            "cells/one/normalized.json[2]: Cell one has two rows at concurrency 1; the first is cells/one/normalized.json[0]. Run the cell again, or move its directory out of cells/.");
  }

  @Test
  void refusesRowsOfAnotherCampaignOrCell() {
    full("one", point("one", 1).set("campaign_id", "20250101T000000Z-old"), point("two", 10));

    assertThat(refusal("one"))
        .extracting(Problem::line)
        .containsExactly(
            "cells/one/normalized.json[0]: The row belongs to campaign 20250101T000000Z-old, not to 20260115T093000Z-sample. Move the cell's directory back to its campaign, and run the cell here.",
            "cells/one/normalized.json[1]: The row belongs to cell two but lies in the directory of one. Run the cell again, or move its directory out of cells/.");
  }

  @Test
  void refusesACellThatTheConfigurationDoesNotHave() {
    full("one", point("one", 1), point("one", 10));
    full("stray", point("stray", 1));

    assertThat(refusal("one"))
        .extracting(Problem::line)
        .containsExactly(
            "cells/stray/normalized.json: Cell stray is on disk but not in the campaign's configuration. Move its directory out of cells/, or aggregate the campaign that it belongs to.");
  }

  @Test
  void refusesARowThatBreaksTheSchema() {
    Row lacking = point("one", 1).row();
    var columns = lacking.columns();
    columns.remove("quant");
    columns.put("ttft_p50_ms", "fast");
    columns.put("mystery", 1);
    ended("one", "full", Map.of(1, "full"));
    AtomicFiles.write(campaign.cell("one").normalized(), Json.pretty(Json.array().add(columns)));

    assertThat(refusal("one"))
        .extracting(Problem::code, Problem::where)
        .containsExactlyInAnyOrder(
            tuple("missing", "cells/one/normalized.json[0]"),
            tuple("wrong-type", "cells/one/normalized.json[0]/ttft_p50_ms"),
            tuple("unknown-key", "cells/one/normalized.json[0]/mystery"));
  }

  @Test
  void refusesAFullRowOfWhichRequestsFailed() {
    full("one", point("one", 1).set("requests_ok", 10).set("requests_failed", 10));

    assertThat(refusal("one"))
        .extracting(Problem::message)
        .containsExactly(
            "The row is full, but 10 of its 20 requests failed and 20 reached an answer token.");
  }

  @Test
  void refusesAThinkOnlyRowThatCallsItselfFull() {
    full("one", point("one", 1).set("requests_answered", 0).set("ttfo_coverage", 0.0));

    assertThat(refusal("one"))
        .extracting(Problem::message)
        .containsExactly(
            "The row is full, but 0 of its 20 requests failed and 0 reached an answer token.");
  }

  @Test
  void refusesOldFullRowsBesideAStatusThatSaysFailed() {
    ended("one", "failed", Map.of(1, "failed", 10, "failed"), point("one", 1), point("one", 10));

    assertThat(refusal("one"))
        .extracting(Problem::message)
        .containsExactly(
            "The row is full, but status.json of its cell has that point as failed.",
            "The row is full, but status.json of its cell has that point as failed.");
  }

  @Test
  void refusesFilesThatCannotBeReadAllAtOnce() throws IOException {
    full("cut", point("cut", 1));
    String text = Files.readString(campaign.cell("cut").normalized());
    Files.writeString(
        campaign.cell("cut").normalized(), text.substring(0, text.indexOf("\"status\"")));
    full("object", point("object", 1));
    Files.writeString(campaign.cell("object").normalized(), "{}");
    full("scalar", point("scalar", 1));
    Files.writeString(campaign.cell("scalar").normalized(), "[1]");
    full("latin", point("latin", 1));
    Files.write(campaign.cell("latin").normalized(), new byte[] {'[', (byte) 0xE9, ']'});
    full("status", point("status", 1));
    Files.writeString(campaign.cell("status").status(), "{\"status\": \"splendid\"}");
    Files.createDirectories(campaign.cell("journal").root());
    Files.writeString(campaign.cell("journal").journal(), "no event\n");

    List<Problem> problems = refusal("cut", "object", "scalar", "latin", "status", "journal");

    assertThat(problems)
        .extracting(Problem::code)
        .containsExactlyInAnyOrder(
            "unreadable", "not-rows", "not-a-row", "unreadable", "bad-status", "bad-journal");
    assertThat(problems).extracting(Problem::where).doesNotContainNull();
  }

  @Test
  void aRefusalLeavesTheOldAtlasAndSummary() throws IOException {
    full("one", point("one", 1), point("one", 10));
    aggregate("one");
    String atlas = Files.readString(campaign.atlas());
    String summary = Files.readString(campaign.summary());
    full("one", point("one", 1), point("one", 1));

    refusal("one");

    assertThat(campaign.atlas()).hasContent(atlas);
    assertThat(campaign.summary()).hasContent(summary);
    assertThat(campaign.root()).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void theSummaryShowsEveryPointWithItsContextAndNextLever() throws IOException {
    full("one", point("one", 1), point("one", 10));
    ended(
        "dead",
        "failed",
        Map.of(1, "failed"),
        SampleRows.failedPoint("dead", AaShape.AA_1K, 1).set("quant", "fp8"));

    aggregate("one", "dead");

    assertThat(Files.readString(campaign.summary()))
        .startsWith("# 20260115T093000Z-sample\n\nCoverage: 2 atlas cells |")
        .contains("Context: model=example-org/example-8b, model_path ")
        .contains("| cell | c | status | n | TTFT p50 ms | TTFO p50 ms (coverage) |")
        .contains("| one | 1 | full | 20 | 90.0 | 90.0 (100 %) | 125.0 | ")
        .contains("| dead | 1 | failed: no request succeeded: 20 of 20 got HTTP 503 | 0 |")
        .contains(" | quant |\n")
        .contains(" | fp8 |\n")
        .endsWith("\nNext lever: none is declared.\n");
  }

  private static String notFinite(String column, String value) {
    return "cells/one/normalized.json[0]/%s: The value is %s, which is no measurement. An unmeasured value is null with its reason in unmeasured. Run the cell again, or move its directory out of cells/."
        .formatted(column, value);
  }

  private Outcome aggregate(String... configured) {
    AtlasAggregate verb = new AtlasAggregate(_ -> SampleCampaigns.of(configured));
    return verb.run(Json.object().put("campaign", campaign.id()), context());
  }

  private Context context() {
    return new Context(root, root, Map.of(), Clock.systemUTC(), (_, _, _) -> {});
  }

  private List<Problem> refusal(String... configured) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> aggregate(configured));
    assertThat(refused).isNotNull();
    return refused.problems();
  }

  private List<JsonNode> atlas() throws IOException {
    return Files.readAllLines(campaign.atlas()).stream()
        .map(line -> Json.MAPPER.readTree(line))
        .toList();
  }

  private static SampleRows point(String cell, int concurrency) {
    return SampleRows.point(cell, AaShape.AA_1K, concurrency);
  }

  private void full(String cell, SampleRows... rows) {
    ended(cell, "full", Map.of(), rows);
  }

  private void ended(String cell, String status, Map<Integer, String> points, SampleRows... rows) {
    CellDirectory directory = rows(cell, rows);
    var json = Json.object().put("cell_id", cell).put("status", status);
    var array = json.putArray("points");
    points.forEach(
        (concurrency, of) -> array.addObject().put("concurrency", concurrency).put("status", of));
    AtomicFiles.write(directory.status(), Json.pretty(json));
  }

  private void journal(String cell, ObjectNode... events) {
    Journal journal = new Journal(campaign.cell(cell).journal());
    Arrays.stream(events).forEach(journal::add);
  }

  private static ObjectNode event(String name, int concurrency) {
    return Json.object().put("event", name).put("concurrency", concurrency).put("trial", 1);
  }

  private static ObjectNode started(int concurrency) {
    return event("point_started", concurrency).put("attempt", 1).put("plan_hash", "x");
  }

  private static ObjectNode ended(int concurrency) {
    ObjectNode event = event("point_ended", concurrency).put("attempt", 1).put("plan_hash", "x");
    event.putObject("aiperf").put("origin", "PATH");
    return event.put("status", "full").put("raw_sha256", "x").put("results_sha256", "x");
  }

  private CellDirectory rows(String cell, SampleRows... rows) {
    CellDirectory directory = campaign.cell(cell);
    var array = Json.array();
    Arrays.stream(rows).forEach(row -> array.add(row.row().columns()));
    AtomicFiles.write(directory.normalized(), Json.pretty(array));
    return directory;
  }
}
