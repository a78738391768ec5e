package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Schema;
import io.perftune.fixtures.Call;
import io.perftune.value.Json;
import io.perftune.verb.Context;
import io.perftune.verb.Reply;
import io.perftune.verb.runcancel.RunCancel;
import io.perftune.verb.runs.CellRuns;
import io.perftune.verb.runs.RunRecord;
import io.perftune.verb.runstatus.RunStatus;
import io.perftune.workspace.CellLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A cell that several callers ask for: one runs it, the others follow, ask, and stop it.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedCellTest {
  @TempDir Path directory;

  private Workbench bench;

  @BeforeEach
  void prepare() throws Exception {
    bench = new Workbench(directory);
  }

  @Test
  void aRunLeavesItsRecordAndWhatItAnswered() throws Exception {
    Reply reply = bench.run("request_count", 3, "no_keep_streams", true);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    JsonNode run = reply.json().required("run");
    assertThat(run.required("state").asString()).isEqualTo("done");
    assertThat(words(run)).containsExactly("--request-count", "3", "--no-keep-streams");
    Path record = Path.of(run.required("path").asString()).resolve("run.json");
    JsonNode stored = Json.MAPPER.readTree(Files.readString(record));
    assertThat(Schema.load("run").problems(stored, UnaryOperator.identity())).isEmpty();
    assertThat(status().required("runs")).containsExactly(run);
    assertThat(stored.required("status").asString()).isEqualTo("full");
  }

  @Test
  void aCallThatMeasuresNothingIsNoRun() throws Exception {
    Reply first = bench.run();
    Reply again = bench.run("detach", true);

    assertThat(again.json().required("run").isNull()).isTrue();
    assertThat(again.json().required("points")).isEqualTo(first.json().required("points"));
    assertThat(status().required("run_count").intValue()).isEqualTo(1);
  }

  @Test
  void whoAsksTheSameFollowsTheRunAndGetsItsAnswer() throws Exception {
    bench.mode(2, "hang");
    CompletableFuture<Reply> first = started();
    List<String> heard = new ArrayList<>();
    CompletableFuture<Reply> second =
        on(() -> bench.run(bench.context((_, _, message) -> heard.add(message))));
    await(() -> !heard.isEmpty());

    assertThat(cancel().required("stopped").intValue()).isEqualTo(1);

    assertThat(first)
        .failsWithin(1, TimeUnit.MINUTES)
        .withThrowableThat()
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(second).succeedsWithin(1, TimeUnit.MINUTES);
    assertThat(Call.codes(second.join())).containsExactly("run-interrupted");
    assertThat(second.join().returncode()).isEqualTo(1);
    assertThat(heard).anyMatch(message -> message.contains("c=2"));
    assertThat(bench.calls()).hasSize(2);
  }

  @Test
  void whoeverStopsFollowingStopsNothing() throws Exception {
    bench.mode(2, "hang");
    CompletableFuture<Reply> first = started();
    CompletableFuture<Reply> second = new CompletableFuture<>();
    Thread follower = Thread.ofPlatform().start(() -> complete(second, () -> bench.run()));
    await(() -> follower.getState() == Thread.State.TIMED_WAITING);
    follower.interrupt();

    assertThat(second).failsWithin(1, TimeUnit.MINUTES);
    assertThat(newest().required("state").asString()).isEqualTo("running");
    assertThat(first).isNotDone();
    cancel();
    assertThat(first).failsWithin(1, TimeUnit.MINUTES);
  }

  @Test
  void whoAsksSomethingElseIsToldWhatGoesOn() throws Exception {
    bench.mode("hang");
    CompletableFuture<Reply> first = started("request_count", 7);

    Reply other = bench.run();
    Reply same = bench.run("request_count", 7, "detach", true);

    assertThat(other.returncode()).isEqualTo(2);
    String runId = newest().required("run_id").asString();
    assertThat(Call.problem(other, "run-in-progress").required("message").asString())
        .contains(runId, "--request-count 7");
    assertThat(same.returncode()).isZero();
    assertThat(same.json().at("/run/run_id").asString()).isEqualTo(runId);
    assertThat(bench.calls()).hasSize(1);
    cancel();
    assertThat(first).failsWithin(1, TimeUnit.MINUTES);
  }

  @Test
  void aLockThatIsNoRunsIsToldWithItsHolder() throws Exception {
    try (CellLock _ = CellLock.take(bench.cell(), "here")) {
      Reply reply = bench.run();

      assertThat(Call.codes(reply)).containsExactly("cell-busy");
      assertThat(reply.stderr()).contains("\"pid\":" + ProcessHandle.current().pid());
    }
    assertThat(status().required("run_count").intValue()).isZero();
  }

  @Test
  void aStoppedRunKeepsWhatIsCompleteAndMarksTheCell() throws Exception {
    bench.mode(2, "hang");
    CompletableFuture<Reply> first = started();

    JsonNode stopped = cancel();

    assertThat(first).failsWithin(1, TimeUnit.MINUTES);
    JsonNode run = stopped.required("runs").required(0);
    assertThat(run.required("state").asString()).isEqualTo("interrupted");
    assertThat(run.required("returncode").intValue()).isEqualTo(130);
    assertThat(run.required("kept")).hasSize(1);
    assertThat(run.at("/kept/0/concurrency").intValue()).isEqualTo(1);
    assertThat(bench.status().required("status").asString()).isEqualTo("evicted");
    assertThat(cancel().required("stopped").intValue()).isZero();
  }

  @Test
  void aProcessOfItsOwnRunsTheCellAndLeavesItsAnswer() throws Exception {
    bench.environment().put("AIPERF_CANARY_KEY", "sk-canary-0123456789abcdef");
    Reply begun = bench.run("detach", true, "request_count", 3);

    assertThat(begun.returncode()).as(begun.stderr()).isZero();
    String runId = begun.json().at("/run/run_id").asString();
    Reply ended = bench.run("request_count", 3);
    assertThat(ended.returncode()).as(ended.stderr() + log(runId)).isZero();
    assertThat(ended.json().required("status").asString()).isEqualTo("full");
    JsonNode run = newest();
    assertThat(run.required("run_id").asString()).isEqualTo(runId);
    assertThat(run.required("detached").booleanValue()).isTrue();
    assertThat(run.required("pid").longValue()).isNotEqualTo(ProcessHandle.current().pid());
    assertThat(log(runId)).contains("Cell one is full.").doesNotContain("sk-canary");
    assertThat(bench.rows().keySet()).containsExactly(1, 2);
    assertThat(status().required("run_count").intValue()).isEqualTo(1);
  }

  @Test
  void aProcessOfItsOwnIsStoppedAndEndsItsLoadGenerator() throws Exception {
    bench.mode(2, "hang");
    Reply begun = bench.run("detach", true);
    assertThat(begun.returncode()).as(begun.stderr()).isZero();
    await(() -> Files.exists(bench.hanging()));
    long generator = Long.parseLong(Files.readString(bench.hanging()).strip());
    long pid = newest().required("pid").longValue();

    JsonNode stopped = cancel();

    assertThat(stopped.at("/runs/0/state").asString()).isEqualTo("interrupted");
    await(() -> ProcessHandle.of(pid).isEmpty());
    assertThat(ProcessHandle.of(generator)).isEmpty();
    assertThat(bench.status().required("status").asString()).isEqualTo("evicted");
    assertThat(Files.readString(bench.cell().journal())).contains("point_ended");
  }

  @Test
  void aKilledProcessIsLostAndTheSameCallGoesOn() throws Exception {
    bench.mode(2, "hang");
    Reply begun = bench.run("detach", true);
    assertThat(begun.returncode()).as(begun.stderr()).isZero();
    await(() -> Files.exists(bench.hanging()));
    long generator = Long.parseLong(Files.readString(bench.hanging()).strip());
    ProcessHandle own = ProcessHandle.of(newest().required("pid").longValue()).orElseThrow();
    own.destroyForcibly();
    own.onExit().join();

    Reply told = Call.of(new RunStatus(), Map.of("campaign", bench.campaign().id()), now());
    assertThat(told.json().at("/runs/0/state").asString()).isEqualTo("lost");
    assertThat(Call.codes(told)).containsExactly("run-lost");
    assertThat(cancel().required("stopped").intValue()).isZero();
    await(() -> ProcessHandle.of(generator).isEmpty());

    bench.mode(2, "full");
    Reply reply = bench.run();
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.calls()).hasSize(3);
    assertThat(newest().required("state").asString()).isEqualTo("done");
  }

  @Test
  void aStrangerOfTheSameNumberIsNotTheRun() throws Exception {
    CellRuns runs = new CellRuns(bench.cell());
    ProcessHandle self = ProcessHandle.current();
    Instant start = self.info().startInstant().orElseThrow();
    Instant now = bench.context().clock().instant();
    RunRecord run =
        new RunRecord(
            RunRecord.newId(now),
            new RunRecord.Place(bench.campaign().id(), Workbench.CELL),
            List.of(),
            RunRecord.Holder.here("here", true),
            now,
            null);
    assertThat(run.state("here", now).label()).isEqualTo("running");
    assertThat(run.state("there", now).label()).isEqualTo("elsewhere");
    RunRecord.Holder earlier =
        new RunRecord.Holder("here", self.pid(), start.minusSeconds(60), true);
    assertThat(run.heldBy(earlier).state("here", now).label()).isEqualTo("lost");
    RunRecord.Holder silent = new RunRecord.Holder("here", null, null, true);
    assertThat(run.heldBy(silent).state("here", now).label()).isEqualTo("running");
    assertThat(run.heldBy(silent).state("here", now.plus(Duration.ofHours(1))).label())
        .isEqualTo("lost");
    runs.write(run);
    assertThat(runs.read(run.runId())).isEqualTo(run);
  }

  @Test
  void detachNeedsTheAcknowledgementAndIsNothingForALook() throws Exception {
    Reply silent = bench.call(bench.context(), "detach", true);
    Reply look = bench.run("detach", true, "preflight_only", true);

    assertThat(Call.codes(silent)).contains("not-acknowledged");
    assertThat(Call.codes(look)).contains("contradiction");
    assertThat(status().required("run_count").intValue()).isZero();
  }

  @Test
  void aRunThatNobodyKnowsIsRefusedWithThoseThatAreThere() throws Exception {
    bench.run();

    Reply unknown = Call.of(new RunStatus(), Map.of("run", "nope"), bench.context());
    Reply none = Call.of(new RunCancel(), Map.of(), bench.context());

    assertThat(unknown.returncode()).isEqualTo(2);
    assertThat(Call.problem(unknown, "no-run").required("remedy").asString())
        .contains(newest().required("run_id").asString());
    assertThat(none.returncode()).isEqualTo(2);
  }

  /// The world as it is now: the clock of the bench stands still.
  private Context now() {
    Context still = bench.context();
    return new Context(
        still.repositoryRoot(),
        still.workingDirectory(),
        still.environment(),
        Clock.systemUTC(),
        still.progress());
  }

  private JsonNode status() throws InterruptedException {
    return Call.of(new RunStatus(), Map.of("campaign", bench.campaign().id()), bench.context())
        .json();
  }

  private JsonNode newest() throws InterruptedException {
    return status().required("runs").required(0);
  }

  private JsonNode cancel() throws InterruptedException {
    Reply reply =
        Call.of(
            new RunCancel(),
            Map.of("campaign", bench.campaign().id(), "cell", Workbench.CELL),
            bench.context());
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    return reply.json();
  }

  private String log(String runId) throws IOException {
    Path log = new CellRuns(bench.cell()).log(runId);
    return Files.exists(log) ? Files.readString(log) : "";
  }

  private static List<String> words(JsonNode run) {
    return run.required("arguments").valueStream().map(JsonNode::asString).toList();
  }

  /// A run in this process whose load generator hangs.
  private CompletableFuture<Reply> started(Object... more) throws InterruptedException {
    CompletableFuture<Reply> run = on(() -> bench.run(more));
    await(() -> Files.exists(bench.hanging()));
    return run;
  }

  @FunctionalInterface
  private interface Calling {
    Reply call() throws InterruptedException;
  }

  private static CompletableFuture<Reply> on(Calling calling) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    Thread.ofPlatform().daemon().start(() -> complete(reply, calling));
    return reply;
  }

  private static void complete(CompletableFuture<Reply> reply, Calling calling) {
    try {
      reply.complete(calling.call());
    } catch (InterruptedException | RuntimeException | Error e) {
      reply.completeExceptionally(e);
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
