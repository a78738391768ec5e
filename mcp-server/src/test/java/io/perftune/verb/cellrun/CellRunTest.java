package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.workspace.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a call of cell_run asks, shows, measures and says.
class CellRunTest {
  @TempDir Path directory;

  private Workbench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Workbench(directory);
  }

  @Test
  void measuresEveryConcurrencyAndRecordsIt() throws Exception {
    List<Double> progress = new ArrayList<>();

    List<String> told = new ArrayList<>();
    Reply reply =
        bench.run(
            bench.context((done, _, message) -> {
              progress.add(done);
              told.add(message);
            }));

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(Call.codes(reply)).isEmpty();
    assertThat(reply.json().required("status").asString()).isEqualTo("full");
    assertThat(reply.json().required("row_count").intValue()).isEqualTo(2);
    assertThat(reply.json().required("context_line").asString()).contains("model=bench-model");
    JsonNode point = reply.json().at("/points/1");
    assertThat(point.required("concurrency").intValue()).isEqualTo(2);
    assertThat(point.required("status").asString()).isEqualTo("full");
    assertThat(point.required("output_speed_p50_tps").doubleValue()).isEqualTo(500);
    assertThat(bench.status().required("status").asString()).isEqualTo("full");
    assertThat(bench.status().required("concurrencies").toString()).isEqualTo("[1,2]");
    assertThat(bench.rows().keySet()).containsExactly(1, 2);
    assertThat(bench.cell().requests()).isRegularFile();
    assertThat(Files.readAllLines(bench.cell().requests())).hasSize(8);
    assertThat(bench.events())
        .containsExactly(
            "point_started 1",
            "child_started 1",
            "point_ended 1",
            "point_started 2",
            "child_started 2",
            "point_ended 2");
    assertThat(progress).isSorted().endsWith(8.0);
    assertThat(told)
        .anyMatch(message ->
            message.matches(
                "\\S+ c=\\d+.* \\(point 1 of \\d\\): \\d of \\d requests done after .*"));
  }

  @Test
  void anApprovalByElicitationAndNoOtherStandsInTheJournal() throws Exception {
    bench.run(bench.context((_, _, _) -> {}).approvedByElicitation());

    assertThat(Files.readString(bench.cell().journal()))
        .containsOnlyOnce("\"approved_by\":\"elicitation\"");
  }

  @Test
  void aDryRunShowsEverythingAndTouchesNothing() throws Exception {
    Map<Path, String> before = bench.tree();

    Reply reply = bench.dryRun();

    assertThat(reply.returncode()).isZero();
    assertThat(reply.ackRequired()).isFalse();
    assertThat(bench.tree()).isEqualTo(before);
    assertThat(bench.calls()).isEmpty();
    assertThat(reply.json().required("status").isNull()).isTrue();
    JsonNode plan = reply.json().required("plan");
    assertThat(plan.required("requests").intValue()).isEqualTo(4 + 1 + 4 + 2);
    assertThat(plan.required("input_tokens").intValue()).isEqualTo(11_000);
    assertThat(plan.required("output_tokens").intValue()).isEqualTo(11_000);
    assertThat(plan.required("endpoint").asString())
        .isEqualTo("http://127.0.0.1:9/v1/chat/completions");
    assertThat(plan.required("duration_s").intValue()).isPositive();
    assertThat(plan.required("disk_bytes").longValue()).isPositive();
    List<String> argv = new ArrayList<>();
    reply.json().at("/commands/1").forEach(word -> argv.add(word.asString()));
    assertThat(argv)
        .startsWith(directory.resolve("bin/aiperf").toString(), "profile")
        .containsSequence("--concurrency", "2")
        .containsSequence("--request-count", "4")
        .containsSequence("--warmup-request-count", "2");
    assertThat(reply.stdout()).contains("Plan for one").contains("--output-artifact-dir");
  }

  @Test
  void aDryRunLeavesAFinishedCellAsItIs() throws Exception {
    bench.run();
    Map<Path, String> before = bench.tree();

    Reply reply = bench.dryRun("fresh", true);

    assertThat(reply.returncode()).isZero();
    assertThat(bench.tree()).isEqualTo(before);
    assertThat(bench.calls()).hasSize(2);
  }

  @Test
  void withoutTheAcknowledgementItRefusesAndShowsThePlan() throws Exception {
    Map<Path, String> before = bench.tree();

    Reply reply = bench.call(bench.context());

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.ackRequired()).isTrue();
    assertThat(Call.codes(reply)).containsExactly("not-acknowledged");
    assertThat(reply.json().at("/plan/requests").intValue()).isEqualTo(11);
    assertThat(bench.tree()).isEqualTo(before);
    assertThat(bench.calls()).isEmpty();
  }

  @Test
  void halfOfTheRequestsFailingIsPartialAndNotFull() throws Exception {
    bench.mode(1, "half");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(reply.json().required("status").asString()).isEqualTo("partial");
    assertThat(Call.codes(reply)).containsExactly("point-partial");
    assertThat(reply.json().at("/points/0/requests_failed").intValue()).isEqualTo(2);
    assertThat(bench.row(1).required("status_reason").asString())
        .contains("2 of 4 requests did not succeed")
        .contains("500 overloaded");
    assertThat(bench.row(2).required("status").asString()).isEqualTo("full");
  }

  @ParameterizedTest
  @CsvSource({
    "dead,       none of 4 requests succeeded",
    "nothing,    the engine exited with 1",
    "killed,     the engine exited with 137"
  })
  void afterAFailedPointTheNextIsNotTried(String mode, String reason) throws Exception {
    bench.mode(mode);

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(reply.json().required("status").asString()).isEqualTo("failed");
    assertThat(Call.codes(reply)).contains("point-failed", "points-not-measured");
    assertThat(bench.calls()).hasSize(1);
    assertThat(bench.rows().keySet()).containsExactly(1);
    assertThat(bench.row(1).required("ttft_p50_ms").isNull()).isTrue();
    assertThat(bench.row(1).required("raw_path").isNull()).isEqualTo(!mode.equals("dead"));
    assertThat(bench.status().required("reason").asString())
        .contains(reason)
        .contains("c=2: not measured");
  }

  @Test
  void anExportThatCannotBeReadIsNoneWithoutSuccess() throws Exception {
    bench.mode("malformed");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(Call.codes(reply)).contains("not-json", "point-failed");
    assertThat(bench.row(1).required("status_reason").asString())
        .startsWith(
            "the engine's export could not be read: profile_export.jsonl:5: The line is not JSON: ");
    assertThat(bench.row(1).required("raw_path").asString()).isEqualTo("cells/one/raw/c1/t1");
    assertThat(bench.row(1).required("raw_sha256").asString()).hasSize(64);
  }

  @Test
  void journalAndStatusSayWhichAiperfRan() throws Exception {
    bench.run();

    JsonNode aiperf = Json.object().put("origin", "AIPERF_BIN").put("version", "0.13.0");
    assertThat(bench.status().at("/points/0/engine")).isEqualTo(aiperf);
    assertThat(new Journal(bench.cell().journal()).events())
        .filteredOn(event -> !event.path("event").asString().equals("point_started"))
        .hasSize(4)
        .allSatisfy(event -> assertThat(event.path("engine")).isEqualTo(aiperf));
  }

  @Test
  void aRefusedFloorNamesTheWayOut() throws Exception {
    bench.mode("refuse-min");

    Reply reply = bench.run();

    assertThat(Call.problem(reply, "point-failed").required("message").asString())
        .contains("400 min_tokens is not supported");
    assertThat(Call.problem(reply, "point-failed").required("remedy").asString())
        .contains("extra_output_controls: false");
  }

  @Test
  void aCellThatIsNotThereNamesThoseThatAre() throws Exception {
    Reply reply = bench.run("cell", "two");

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).isEqualTo("cell: The campaign has no cell two. Name one of: one.\n");
  }

  @Test
  void withoutAiperfItSaysHowToGetOneAndADryRunStillPlans() throws Exception {
    bench.environment().remove("AIPERF_BIN");
    bench.environment().put("PATH", directory.resolve("nothing").toString());

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "aiperf-not-found").required("remedy").asString())
        .contains("bin/setup-aiperf");
    assertThat(bench.cell().root()).doesNotExist();
    Reply dryRun = bench.dryRun();
    assertThat(dryRun.returncode()).isZero();
    assertThat(Call.codes(dryRun)).containsExactly("aiperf-not-found");
    assertThat(dryRun.json().at("/commands/0/0").asString()).isEqualTo("aiperf");
  }

  @Test
  void oneConcurrencyOfTwoNeverPassesForTheCell() throws Exception {
    Reply reply = bench.run("concurrencies", List.of(1));

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.json().required("status").asString()).isEqualTo("partial");
    assertThat(Call.problem(reply, "points-not-measured").required("message").asString())
        .isEqualTo("Cell one also has concurrency 2, which is not measured.");
    assertThat(bench.status().required("reason").asString()).isEqualTo("c=2: not measured");

    Reply rest = bench.run("concurrencies", List.of(2));

    assertThat(Call.codes(rest)).isEmpty();
    assertThat(rest.json().required("status").asString()).isEqualTo("full");
    assertThat(bench.calls()).hasSize(2);
  }

  @Test
  void anExtraConcurrencyIsMeasuredBesideTheConfiguredOnes() throws Exception {
    bench.run();

    Reply reply = bench.run("concurrencies", List.of(1, 4));

    assertThat(reply.returncode()).isZero();
    assertThat(bench.calls()).hasSize(3);
    assertThat(bench.status().required("concurrencies").toString()).isEqualTo("[1,2,4]");
    assertThat(bench.rows().keySet()).containsExactly(1, 2, 4);
  }

  @Test
  void aDiskThatIsTooSmallIsRefusedBeforeTheRun() throws Exception {
    bench =
        new Workbench(
            Files.createDirectory(directory.resolve("large")),
            Workbench.cell("one", "aa:shape: aa-100k"));
    bench.mode("nothing");
    Object[] huge = {"request_count", 1_000_000, "concurrencies", List.of(1)};

    Reply dryRun = bench.dryRun(huge);

    long needed = dryRun.json().at("/plan/disk_bytes").longValue();
    assertThat(needed).isGreaterThan(1_000_000_000_000L);
    boolean tooSmall = needed > Files.getFileStore(directory).getUsableSpace();
    assertThat(full(dryRun, directory)).isEqualTo(tooSmall);
    // AIPerf's own copy of the prompts, 100,000 tokens each, lies in the temporary directory.
    Path temporary = Path.of("/tmp");
    boolean noCopy = 600_000_000_000L > Files.getFileStore(temporary).getUsableSpace();
    assertThat(full(dryRun, temporary)).isEqualTo(noCopy);
    Reply reply = bench.run(huge);
    assertThat(reply.returncode()).isEqualTo(tooSmall || noCopy ? 2 : 1);
    assertThat(Files.exists(bench.cell().root())).isEqualTo(!tooSmall && !noCopy);
  }

  private static boolean full(Reply reply, Path below) {
    return reply
        .json()
        .required("problems")
        .valueStream()
        .filter(problem -> problem.path("code").asString().equals("disk-too-small"))
        .map(problem -> Path.of(problem.path("where").asString()))
        .anyMatch(
            place -> below.equals(Path.of("/tmp")) ? place.equals(below) : place.startsWith(below));
  }

  @Test
  void theReplyIsWrittenAsJson() throws Exception {
    Reply reply = bench.run("json", true);

    assertThat(reply.stdout()).isEqualTo(Json.line(reply.json()) + "\n");
  }
}
