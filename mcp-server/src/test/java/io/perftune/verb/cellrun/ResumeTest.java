package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Measured points are never spoiled: what a second call keeps, what it measures again, and what a
/// call that did not come to its end leaves behind.
@Timeout(120)
class ResumeTest {
  @TempDir Path directory;

  private Workbench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Workbench(directory);
  }

  @Test
  void whereEverythingIsFullNothingRuns() throws Exception {
    JsonNode first = bench.run().json();
    Map<Path, String> before = bench.tree();

    Reply again = bench.run();

    assertThat(again.returncode()).isZero();
    assertThat(again.json().required("points")).isEqualTo(first.required("points"));
    assertThat(again.json().at("/plan/requests").intValue()).isZero();
    assertThat(bench.calls()).hasSize(2);
    assertThat(bench.tree()).isEqualTo(before);
  }

  @Test
  void aDeadEndpointNeverShowsOldFiguresUnderANewDate() throws Exception {
    bench.run();
    bench.mode("dead");

    Reply reply = bench.run("fresh", true);

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(reply.json().required("status").asString()).isEqualTo("failed");
    assertThat(bench.status().required("status").asString()).isEqualTo("failed");
    assertThat(bench.rows().keySet()).containsExactly(1);
    assertThat(bench.row(1).required("status").asString()).isEqualTo("failed");
    assertThat(bench.row(1).required("ttft_p50_ms").isNull()).isTrue();
    assertThat(bench.superseded())
        .contains(
            "raw/c1/t1/profile_export.jsonl",
            "raw/c2/t1/profile_export_aiperf.json",
            "commands/aa-c1-t1.cmd");
    assertThat(bench.calls()).hasSize(3);
  }

  @Test
  void theRowsAndRequestsOfAPointThatIsMeasuredAgainAreKeptAsEvidence() throws Exception {
    bench.mode(1, "half");
    bench.run();
    JsonNode row = bench.row(1);
    List<String> requests = Files.readAllLines(bench.cell().requests());
    bench.mode(1, "full");

    bench.run();

    Path kept = bench.files("normalized\\.json").getLast();
    assertThat(kept).startsWith(bench.cell().root().resolve("superseded"));
    assertThat(Json.MAPPER.readTree(Files.readString(kept))).containsExactly(row);
    assertThat(Files.readAllLines(kept.resolveSibling("requests.jsonl")))
        .hasSize(4)
        .isEqualTo(requests.subList(0, 4));
    assertThat(bench.row(1).required("status").asString()).isEqualTo("full");
  }

  @Test
  void rowsThatCannotBeReadAreKeptAsTheyAre() throws Exception {
    bench.run();
    Files.writeString(bench.cell().normalized(), "[{}]");

    Reply reply = bench.run("fresh", true);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.superseded()).contains("normalized.json", "requests.jsonl");
    assertThat(bench.files("normalized\\.json").getLast()).hasContent("[{}]");
  }

  @Test
  void aCompleteCellIsReportedAlsoWhereThereIsNoAiperfAnyMore() throws Exception {
    Reply measured = bench.run();
    bench.environment().remove("AIPERF_BIN");
    bench.environment().put("PATH", bench.cell().root().resolve("nothing").toString());

    Reply again = bench.run();

    assertThat(again.returncode()).as(again.stderr()).isZero();
    assertThat(again.json().at("/points/0/ttft_p50_ms"))
        .isEqualTo(measured.json().at("/points/0/ttft_p50_ms"));
    assertThat(bench.calls()).hasSize(2);
    assertThat(bench.run("fresh", true).returncode()).isEqualTo(2);
  }

  @Test
  void fullPointsAreKeptAndTheOthersMeasuredWithOtherPrompts() throws Exception {
    bench.mode(1, "half");
    bench.run();
    bench.mode(1, "full");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    List<String> calls = bench.calls();
    assertThat(calls).hasSize(3);
    assertThat(calls.get(2)).contains("--concurrency 1 ");
    assertThat(seed(calls.get(2))).isNotEqualTo(seed(calls.get(0)));
    assertThat(bench.status().at("/points/0/attempt").intValue()).isEqualTo(2);
    assertThat(bench.status().at("/points/1/attempt").intValue()).isEqualTo(1);
    assertThat(bench.events()).contains("point_superseded 1").doesNotContain("point_superseded 2");
    assertThat(bench.superseded()).contains("raw/c1/t1/profile_export.jsonl");
    assertThat(Files.readAllLines(bench.cell().requests())).hasSize(8);
  }

  @Test
  void anotherPlanOnAFullPointIsRefusedUnlessFresh() throws Exception {
    bench.run();
    Map<Path, String> before = bench.tree();

    Reply refused = bench.run("request_count", 6);

    assertThat(refused.returncode()).isEqualTo(2);
    assertThat(Call.codes(refused)).containsExactly("plan-changed", "plan-changed");
    assertThat(bench.tree()).isEqualTo(before);
    assertThat(bench.run("request_count", 6, "fresh", true).returncode()).isZero();
    assertThat(bench.row(2).required("requests").intValue()).isEqualTo(6);
    assertThat(bench.run("request_count", 6).returncode()).isZero();
    assertThat(bench.calls()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw/c1/t1/profile_export.jsonl", "requests.jsonl"})
  void aPointWhoseFilesWereTouchedIsMeasuredAgain(String file) throws Exception {
    bench.run();
    Path touched = bench.cell().root().resolve(file);
    String text = Files.readString(touched);
    String other = text.replaceFirst("(latency(_p50_ms|_ms)?\"\\s*:\\s*(\\{\"value\":)?)", "$11");
    assertThat(other).isNotEqualTo(text);
    Files.writeString(touched, other);

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(3);
    assertThat(bench.calls().get(2)).contains("--concurrency 1 ");
  }

  @Test
  void aDifferenceFromTheEnginesOwnSummaryStaysWithThePoint() throws Exception {
    bench.mode(1, "disagrees");
    String text =
        "usage_completion_tokens.avg is 1000.0 by the records and 11000.0 by the engine's own summary.";

    Reply first = bench.run();
    Reply later = bench.run();

    for (Reply reply : List.of(first, later, bench.dryRun())) {
      assertThat(reply.returncode()).as(reply.stderr()).isZero();
      assertThat(Call.codes(reply)).containsExactly("cross-check");
      assertThat(Call.problem(reply, "cross-check").required("message").asString()).isEqualTo(text);
      assertThat(Call.problem(reply, "cross-check").required("where").asString()).isEqualTo("c=1");
    }
    assertThat(bench.calls()).hasSize(2);
    assertThat(bench.row(1).required("status").asString()).isEqualTo("full");
    assertThat(bench.row(1).at("/extra/cross_check/0").asString()).isEqualTo(text);
    assertThat(bench.row(2).required("extra").has("cross_check")).isFalse();
    assertThat(bench.status().at("/points/0/cross_check/0").asString()).isEqualTo(text);
    assertThat(bench.status().required("points").get(1).has("cross_check")).isFalse();
  }

  @Test
  void rowsThatWereLostOrTouchedAreMadeAnewOfTheirRequests() throws Exception {
    bench.run();
    Map<Integer, JsonNode> rows = bench.rows();
    String text = Files.readString(bench.cell().normalized());
    Files.delete(bench.cell().normalized());

    assertThat(bench.run().returncode()).isZero();
    assertThat(bench.rows()).isEqualTo(rows);

    Files.writeString(
        bench.cell().normalized(), text.replaceFirst("(ttft_p50_ms\"\\s*:\\s*)", "$11"));
    assertThat(bench.rows()).isNotEqualTo(rows);

    assertThat(bench.run().returncode()).isZero();
    assertThat(bench.rows()).isEqualTo(rows);
    assertThat(bench.calls()).hasSize(2);
    assertThat(bench.status().required("status").asString()).isEqualTo("full");
  }

  @Test
  void whatAnUnknownRunLeftIsSetAsideAndDoesNotBlock() throws Exception {
    bench.run();
    Files.delete(bench.cell().journal());

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(4);
    assertThat(bench.superseded()).contains("raw/c1/t1/profile_export.jsonl");
  }

  @Test
  void aCancelledRunIsEvictedAndKeepsWhatIsFinished() throws Exception {
    bench.mode(2, "hang");
    CompletableFuture<Reply> run = new CompletableFuture<>();
    Thread caller = call(run);

    await(() -> Files.exists(bench.hanging()));
    caller.interrupt();

    assertThat(run)
        .failsWithin(1, TimeUnit.MINUTES)
        .withThrowableThat()
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(alive(bench.hanging())).isFalse();
    assertThat(bench.status().required("status").asString()).isEqualTo("evicted");
    assertThat(bench.status().at("/points/0/status").asString()).isEqualTo("full");
    assertThat(bench.rows().keySet()).containsExactly(1);

    bench.mode(2, "full");
    Reply reply = bench.run();
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(3);
    assertThat(bench.status().required("status").asString()).isEqualTo("full");
    assertThat(bench.superseded()).contains("raw/c2/t1/profile_export.jsonl");
  }

  @Test
  void twoInterruptsDoNotCostTheStatus() throws Exception {
    bench.mode("hang");
    CompletableFuture<Reply> run = new CompletableFuture<>();
    Thread caller = call(run);
    await(() -> Files.exists(bench.hanging()));

    caller.interrupt();
    await(() -> !alive(bench.hanging()) || caller.isInterrupted() || run.isDone());
    caller.interrupt();

    assertThat(run).failsWithin(1, TimeUnit.MINUTES);
    assertThat(bench.status().required("status").asString()).isEqualTo("evicted");
  }

  @Test
  void theChildOfAKilledPredecessorIsEndedFirst() throws Exception {
    Process orphan = new ProcessBuilder("setsid", "sleep", "300").start();
    Journal journal = new Journal(bench.cell().journal());
    Instant start = orphan.info().startInstant().orElseThrow();
    ProcessHandle handle = orphan.toHandle();
    journal.add(event("point_started").put("attempt", 1).put("plan_hash", "x"));
    journal.add(event("child_started").put("pid", orphan.pid()).put("start", start.toString()));
    Files.createDirectories(bench.cell().raw(1, 1));
    Files.writeString(bench.cell().raw(1, 1).resolve("profile_export.jsonl"), "{\"half\": ");

    Reply reply = bench.run();

    assertThat(handle.isAlive()).isFalse();
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.status().at("/points/0/attempt").intValue()).isEqualTo(2);
    assertThat(bench.superseded()).contains("raw/c1/t1/profile_export.jsonl");
  }

  @Test
  void aDiskThatFailsDuringTheRunLeavesATrueStatus() throws Exception {
    bench.mode(2, "break-results");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(Call.codes(reply)).contains("cannot-write");
    assertThat(reply.json().required("status").asString()).isEqualTo("partial");
    assertThat(bench.status().required("status").asString()).isEqualTo("partial");
    assertThat(bench.status().required("reason").asString())
        .startsWith("ended before its end: requests.jsonl could not be written")
        .contains("c=2: not measured");
    assertThat(bench.status().at("/points/0/status").asString()).isEqualTo("full");
  }

  @Test
  void aJournalThatIsNoneOfOursIsRefusedByLine() throws Exception {
    bench.run();
    Files.writeString(
        bench.cell().journal(),
        "{\"event\":\"point_ended\",\"concurrency\":1}\n",
        StandardOpenOption.APPEND);
    Map<Path, String> before = bench.tree();

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "bad-journal").required("where").asString())
        .isEqualTo(bench.cell().journal() + ":7");
    assertThat(bench.tree()).isEqualTo(before);
  }

  private Thread call(CompletableFuture<Reply> run) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            run.complete(bench.run());
          } catch (InterruptedException | RuntimeException | Error e) {
            run.completeExceptionally(e);
          }
        });
  }

  private static ObjectNode event(String name) {
    return Json.object().put("event", name).put("concurrency", 1).put("trial", 1);
  }

  private static String seed(String argv) {
    return argv.replaceFirst(".*--random-seed (\\d+).*", "$1");
  }

  private static boolean alive(Path pidFile) {
    try {
      long pid = Long.parseLong(Files.readString(pidFile).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it did not come within a minute").isLessThan(end);
      Thread.sleep(5); // between two looks; the condition decides, never the pause
    }
  }
}
