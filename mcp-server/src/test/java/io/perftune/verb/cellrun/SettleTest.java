package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.fixtures.Call;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.Truth;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Decode;
import io.perftune.simulator.behaviour.Prefill;
import io.perftune.simulator.behaviour.Speed;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What is sent and waited before a cell's points, and what is said of it.
class SettleTest {
  private static final String NOWHERE = "http://127.0.0.1:9";
  private static final String QUOTE = "first-after-deploy numbers are not to be quoted";

  @TempDir Path directory;

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    Speed fast = new Speed(Prefill.DEFAULT, Decode.of(0.01));
    simulator = Simulator.start(SimulatorSettings.of("served", Behaviour.PLAIN.with(fast)));
  }

  @AfterEach
  void stop() throws IOException {
    simulator.close();
  }

  private Workbench bench(String url, String... more) throws Exception {
    List<String> lines = new ArrayList<>(List.of("aa:url: " + url));
    lines.addAll(List.of(more));
    return new Workbench(directory, Workbench.cell(Workbench.CELL, lines.toArray(String[]::new)));
  }

  private String here() {
    return simulator.origin().toString();
  }

  private static List<String> log(Workbench bench) throws IOException {
    return Files.readAllLines(bench.cell().settleLog());
  }

  @Test
  void sendsOneCompletionOfEachShapeAtItsOwnSize() throws Exception {
    Workbench bench =
        bench(here(), "aa:prewarm_shapes: [aa-1k, aa-10k]", "aa:settle_s: 0", "aa:burn_in: false");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    List<Truth> sent = simulator.truth();
    assertThat(sent).extracting(truth -> truth.prompt().tokens()).containsExactly(1_000, 10_000);
    assertThat(sent).extracting(truth -> truth.sent().answerTokens()).containsExactly(1_000, 1_500);
    assertThat(log(bench)).hasSize(4);
    assertThat(log(bench).get(0))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z prewarm aa-1k \\d+\\.\\d{3} s: done, .*");
    assertThat(bench.row(1).required("prewarmed").booleanValue()).isTrue();
    assertThat(bench.row(1).required("burn_in").booleanValue()).isFalse();
    assertThat(bench.row(1).required("settle_s").intValue()).isZero();
  }

  @Test
  void noPrewarmPromptIsSentTwiceHoweverOftenTheCellIsRun() throws Exception {
    Workbench bench = bench(here(), "aa:prewarm_shapes: [aa-1k]", "aa:settle_s: 0");

    bench.run();
    bench.run("fresh", true);

    assertThat(simulator.truth())
        .hasSize(2)
        .extracting(truth -> truth.prompt().sha256())
        .doesNotHaveDuplicates();
  }

  @Test
  void aCompleteCellIsNotSettledAgain() throws Exception {
    Workbench bench =
        bench(here(), "aa:prewarm_shapes: [aa-1k]", "aa:burn_in: true", "aa:settle_s: 0");
    bench.run();

    Reply again = bench.run();

    assertThat(again.returncode()).isZero();
    assertThat(simulator.truth()).hasSize(1);
    assertThat(bench.calls()).hasSize(3);
  }

  @Test
  void aBurnInIsKeptApartAndNeverCounted() throws Exception {
    Workbench bench =
        bench(NOWHERE, "aa:burn_in: true", "aa:settle_s: 0", "aa:mode: dataset-replay");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(3);
    assertThat(bench.calls().getFirst())
        .contains("raw/burn-in")
        .contains("dataset/burn-in.jsonl")
        .contains("--concurrency 1 ");
    Path cell = bench.cell().root();
    assertThat(cell.resolve("raw/burn-in/profile_export.jsonl")).isRegularFile();
    assertThat(cell.resolve("commands/aa-burn-in.cmd")).isRegularFile();
    assertThat(cell.resolve("commands/aa-burn-in.exit")).hasContent("0 exited");
    assertThat(cell.resolve("dataset/burn-in.manifest.json")).isRegularFile();
    assertThat(Files.readAllLines(bench.cell().requests())).hasSize(8);
    List<String> prompts = new ArrayList<>();
    for (Path file : bench.files("(c1-t1-a1|c2-t1-a1|burn-in)\\.jsonl")) {
      prompts.addAll(Files.readAllLines(file));
    }
    assertThat(prompts).hasSize(5 + 5 + 6).doesNotHaveDuplicates();
    assertThat(bench.row(2).required("burn_in").booleanValue()).isTrue();
    assertThat(bench.row(2).required("prewarmed").booleanValue()).isFalse();
  }

  @Test
  void theBurnInOfAnEarlierRunIsKeptAsEvidence() throws Exception {
    Workbench bench = bench(NOWHERE, "aa:burn_in: true", "aa:settle_s: 0");
    bench.run();

    Reply reply = bench.run("fresh", true);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.superseded())
        .contains("raw/burn-in/profile_export.jsonl", "commands/aa-burn-in.cmd");
    assertThat(bench.calls().get(0)).isNotEqualTo(bench.calls().get(3));
    assertThat(log(bench)).hasSize(6);
  }

  @Test
  void aFailedPrewarmEndsTheRunBeforeItsFirstPoint() throws Exception {
    Workbench bench = bench(NOWHERE, "aa:prewarm_shapes: [aa-1k]", "aa:burn_in: true");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(Call.problem(reply, "settle-failed").required("message").asString())
        .contains("prewarm aa-1k failed, ConnectException");
    assertThat(bench.calls()).isEmpty();
    assertThat(bench.status().required("status").asString()).isEqualTo("failed");
    assertThat(bench.status().required("reason").asString()).contains("prewarm aa-1k failed");
    assertThat(log(bench)).singleElement().asString().contains("prewarm aa-1k").contains("failed");
  }

  @Test
  void aFailedBurnInEndsTheRunAndKeepsWhatWasMeasuredBeforeAsEvidence() throws Exception {
    Workbench bench = bench(NOWHERE, "aa:burn_in: true", "aa:settle_s: 0");
    bench.run();
    bench.mode("dead");

    Reply reply = bench.run("fresh", true);

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(Call.problem(reply, "settle-failed").required("message").asString())
        .contains("burn-in failed, none of 4 requests succeeded");
    assertThat(bench.calls()).hasSize(4);
    assertThat(bench.rows()).isEmpty();
    assertThat(bench.superseded()).contains("raw/c1/t1/profile_export.jsonl", "normalized.json");
  }

  @Test
  void whereSettlingIsNotRequiredTheRowsSayWhatFailed() throws Exception {
    Workbench bench =
        bench(
            NOWHERE,
            "endpoint_kind: in_cluster",
            "aa:prewarm_shapes: [aa-1k]",
            "aa:burn_in: true",
            "aa:settle_s: 0",
            "aa:settle_required: false");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(Call.codes(reply)).containsExactlyInAnyOrder("not-settled", "first-after-deploy");
    JsonNode row = bench.row(1);
    assertThat(row.required("prewarmed").isNull()).isTrue();
    assertThat(row.at("/unmeasured/prewarmed").asString()).contains("aa-1k failed");
    assertThat(row.required("burn_in").booleanValue()).isTrue();
    assertThat(row.required("notes").asString())
        .contains(QUOTE + ": no prewarm.")
        .contains("Prewarm: aa-1k failed");
  }

  @Test
  void theWarningOfAFreshDeploymentGoesAwayWhereBothWereDone() throws Exception {
    Workbench bench =
        bench(
            here(),
            "endpoint_kind: in_cluster",
            "aa:prewarm_shapes: [aa-1k]",
            "aa:burn_in: true",
            "aa:settle_s: 0");

    Reply reply = bench.run();

    assertThat(Call.codes(reply)).isEmpty();
    assertThat(bench.row(1).required("notes").asString()).isEmpty();
    assertThat(Json.line(bench.row(2))).doesNotContain(QUOTE);
  }

  @Test
  void thePlanCountsAndShowsWhatIsSentBesideThePoints() throws Exception {
    Workbench bench = bench(NOWHERE, "aa:prewarm_shapes: [aa-10k]", "aa:burn_in: true");

    Reply reply = bench.dryRun();

    JsonNode plan = reply.json().required("plan");
    assertThat(plan.required("requests").intValue()).isEqualTo(11 + 1 + 5);
    assertThat(plan.required("input_tokens").intValue()).isEqualTo(11_000 + 10_000 + 5_000);
    assertThat(plan.required("output_tokens").intValue()).isEqualTo(11_000 + 1_500 + 5_000);
    assertThat(plan.required("duration_s").intValue()).isGreaterThan(60);
    assertThat(reply.stdout())
        .contains("prewarm with one completion of aa-10k")
        .contains("burn-in at c=1 with 4 requests after 1 warm-up")
        .contains("30 s of quiet before each point")
        .contains("raw/burn-in");
    JsonNode commands = reply.json().required("commands");
    assertThat(commands).hasSize(1 + 2);
    assertThat(Json.line(commands.get(0))).contains("raw/burn-in");
    assertThat(Json.line(commands.get(1))).contains("raw/c1/t1");
    assertThat(bench.cell().settleLog()).doesNotExist();
  }

  @Test
  void aCancelledPauseIsSaidAndStopsTheRun() throws Exception {
    Workbench bench = bench(NOWHERE, "aa:settle_s: 3600");
    List<String> told = new ArrayList<>();

    assertThatThrownBy(() ->
            bench.run(
                bench.context((_, _, message) -> {
                  told.add(message);
                  Thread.currentThread().interrupt();
                })))
        .isInstanceOf(InterruptedException.class);

    assertThat(told).containsExactly("one: quiet for 3600 s more");
    assertThat(bench.calls()).isEmpty();
    assertThat(bench.status().required("status").asString()).isEqualTo("evicted");
    assertThat(log(bench)).singleElement().asString().endsWith(" s: interrupted");
  }
}
