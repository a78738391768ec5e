package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.PodStandin;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Decode;
import io.perftune.simulator.behaviour.Prefill;
import io.perftune.simulator.behaviour.Speed;
import io.perftune.value.BenchPod;
import io.perftune.value.Json;
import io.perftune.verb.CellHistory;
import io.perftune.verb.Reply;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A cell whose load is sent from a pod.
class PodCellTest {
  private static final String KEY = "sk-canary-77/ab+cd";

  @TempDir Path directory;

  private PodStandin pod;

  @BeforeEach
  void start() throws IOException {
    pod = PodStandin.start(directory.resolve("bin"));
  }

  @AfterEach
  void stop() {
    pod.close();
  }

  private Workbench bench(String... more) throws Exception {
    List<String> lines =
        new ArrayList<>(
            List.of("aa:bench_pod: bench-0", "aa:aiperf_cmd: " + pod.program("aiperf")));
    lines.addAll(List.of(more));
    Workbench bench =
        new Workbench(directory, Workbench.cell(Workbench.CELL, lines.toArray(String[]::new)));
    bench
        .environment()
        .merge(
            "PATH", directory.resolve("bin") + ":/usr/bin:/bin", (old, first) -> first + ":" + old);
    return bench;
  }

  /// Runs the cell until its generator hangs, does something, and waits for the end.
  private @Nullable Reply meanwhile(Workbench bench, Meanwhile meanwhile) throws Exception {
    bench.mode("hang");
    AtomicReference<Object> came = new AtomicReference<>();
    Thread run =
        Thread.ofPlatform()
            .start(() -> {
              try {
                came.set(bench.run());
              } catch (InterruptedException | RuntimeException e) {
                came.set(e);
              }
            });
    try {
      while (!Files.exists(bench.hanging()) && run.isAlive()) {
        Thread.sleep(20); // leaves the processor to the run; the file decides
      }
      assertThat(came.get()).isNull();
      assertThat(pod.processes().toString()).contains("sleep 300");
      meanwhile.happens(run);
    } finally {
      run.join(60_000);
    }
    return came.get() instanceof Reply reply ? reply : null;
  }

  private interface Meanwhile {
    void happens(Thread run) throws Exception;
  }

  @Test
  void aPodMeasuresACellAsThisMachineDoes() throws Exception {
    Workbench bench = bench("aa:mode: dataset-replay");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.status().required("status").asString()).isEqualTo("full");
    assertThat(bench.row(2).required("requests").intValue()).isEqualTo(4);
    assertThat(bench.row(2).required("bench_version").asString()).isEqualTo("0.13.0");
    assertThat(bench.cell().raw(2, 1).resolve("profile_export.jsonl")).isRegularFile();
    assertThat(bench.calls())
        .hasSize(2)
        .allSatisfy(argv ->
            assertThat(argv)
                .containsPattern("--input-file /tmp/ptr-[0-9a-f]{12}/dataset.jsonl")
                .containsPattern("--output-artifact-dir /tmp/ptr-[0-9a-f]{12}/raw"));
    assertThat(pod.left()).isEmpty();
  }

  @Test
  void rowsFromAPodSayWhatThoseFromHereSay() throws Exception {
    Workbench here =
        new Workbench(
            directory.resolve("here"),
            Workbench.cell(Workbench.CELL, "concurrencies: [2]", "aa:mode: dataset-replay"));
    Workbench there = bench("concurrencies: [2]", "aa:mode: dataset-replay");
    assertThat(here.run().returncode()).isZero();
    assertThat(there.run().returncode()).isZero();

    ObjectNode one = (ObjectNode) here.row(2);
    ObjectNode two = (ObjectNode) there.row(2);
    assertThat(two.propertyNames()).containsExactlyElementsOf(one.propertyNames());
    List<String> differing =
        one.propertyNames().stream().filter(name -> !one.get(name).equals(two.get(name))).toList();
    assertThat(differing)
        .isSubsetOf(
            "campaign_id", "config_sha256", "command_sha256", "raw_sha256", "extra", "unmeasured");
    assertThat(two.required("unmeasured").propertyNames())
        .containsExactlyElementsOf(one.required("unmeasured").propertyNames());
  }

  @Test
  void preflightPrewarmAndMetricsAreAskedFromThePod() throws Exception {
    Speed fast = new Speed(Prefill.DEFAULT, Decode.of(0.01));
    try (Simulator simulator =
        Simulator.start(SimulatorSettings.of("served", Behaviour.PLAIN.with(fast)))) {
      Workbench bench =
          bench(
              "aa:url: " + simulator.origin(),
              "aa:preflight: true",
              "aa:spec_scrape: true",
              "aa:prewarm_shapes: [aa-1k]",
              "aa:settle_s: 0",
              "concurrencies: [1]");

      Reply reply = bench.run();

      assertThat(reply.returncode()).as(reply.stderr()).isZero();
      assertThat(bench.row(1).required("prewarmed").booleanValue()).isTrue();
      assertThat(bench.row(1).required("output_control").asString()).isEqualTo("guaranteed");
      assertThat(bench.files("metrics-(pre|post)-c1-t1\\.prom")).hasSize(2);
      long chats = simulator.truth().size();
      assertThat(pod.calls())
          .filteredOn(call -> call.endsWith(" exchange"))
          .hasSize((int) chats + 3);
    }
  }

  @Test
  void aCancelledRunIsEndedInThePodAndLeavesNothingThere() throws Exception {
    Workbench bench = bench();

    Reply reply = meanwhile(bench, Thread::interrupt);

    assertThat(reply).isNull();
    assertThat(bench.status().required("status").asString()).isEqualTo("evicted");
    assertThat(pod.processes().toString()).doesNotContain("sleep 300");
    assertThat(pod.left()).isEmpty();
  }

  @Test
  void aRunWhoseKubectlDiesIsEndedInThePodAndIsPartial() throws Exception {
    Workbench bench = bench("concurrencies: [1]");

    Reply reply =
        meanwhile(
            bench,
            _ -> {
              long pid =
                  CellHistory.read(new Journal(bench.cell().journal())).children().getFirst().pid();
              ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            });

    assertThat(Objects.requireNonNull(reply).returncode()).isEqualTo(1);
    assertThat(bench.row(1).required("status").asString()).isEqualTo("partial");
    assertThat(pod.processes().toString()).doesNotContain("sleep 300");
    assertThat(pod.left()).isEmpty();
  }

  @Test
  void whatAKilledPredecessorLeftInThePodIsEndedAndRemoved() throws Exception {
    Workbench bench = bench("concurrencies: [1]");
    Path there = new BenchPod("bench-0", null, null).directory(bench.cell().root());
    pod.shell(
        "mkdir -p -m 700 %1$s/raw && echo x > %1$s/raw/old && (TMPDIR=%1$s/tmp setsid sleep 400 >/dev/null 2>&1 &)"
            .formatted(there));
    assertThat(pod.processes().toString()).contains("sleep 400");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(pod.processes().toString()).doesNotContain("sleep 400");
    assertThat(bench.cell().raw(1, 1).resolve("old")).doesNotExist();
    assertThat(pod.left()).isEmpty();
  }

  @Test
  void theKeyIsInNoArgvAndNoFileHereOrInThePod() throws Exception {
    Workbench bench = bench("aa:api_key_env: BENCH_KEY", "concurrencies: [1]");
    bench.environment().put("BENCH_KEY", KEY);

    meanwhile(
        bench,
        run -> {
          assertThat(pod.processes().toString()).contains("--config /tmp/ptr-").doesNotContain(KEY);
          assertThat(pod.shell("ls /tmp/ptr-*/config.yaml")).hasSize(1);
          assertThat(pod.shell("grep -rl '" + KEY + "' /tmp/ptr-*")).isEmpty();
          run.interrupt();
        });
    bench.mode("echo-key");
    Reply reply = bench.run();

    assertThat(bench.row(1).required("status_reason").asString())
        .contains("401 Incorrect API key provided: [REDACTED]");
    assertThat(Json.line(reply.envelope())).doesNotContain(KEY);
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile))
          .anyMatch(file -> file.endsWith("kubectl-calls"))
          .allSatisfy(file ->
              assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(KEY));
    }
    assertThat(bench.cell().command(1, 1, ".stdout")).hasContent("using [REDACTED]");
  }

  @ParameterizedTest
  @CsvSource({
    "old, kubectl-not-usable, 'v1.12.0, and 1.20 or later is needed'",
    "no-context, no-kube-context, kubectl has no current context",
    "unreachable, cluster-unreachable, i/o timeout",
    "forbidden, kube-forbidden, cannot get resource",
    "pending, pod-not-running, its phase is Pending",
    "no-python3, no-python3-in-pod, there is no python3 in the pod",
  })
  void whatStandsBetweenHereAndThePodIsNamedBeforeAnythingIsMeasured(
      String mode, String code, String says) throws Exception {
    Workbench bench = bench();
    pod.mode(mode);

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, code).required("message").asString()).contains(says);
    assertThat(bench.calls()).isEmpty();
    assertThat(bench.cell().root()).doesNotExist();
  }

  @Test
  void aPodOrAContextThatIsNotThereIsNamed() throws Exception {
    Workbench bench = bench();

    assertThat(Call.codes(bench.run("bench_pod", "bench-9"))).contains("pod-not-found");
    assertThat(Call.codes(bench.run("kube_context", "other"))).contains("no-kube-context");
    bench.environment().put("PATH", "/nowhere");
    assertThat(Call.codes(bench.run())).contains("kubectl-not-found");
  }

  @Test
  void aPodWithoutAiperfIsRefusedWithWhatToInstall() throws Exception {
    Workbench bench = bench("aa:aiperf_cmd: no-such-aiperf");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "no-aiperf-in-pod").required("remedy").asString())
        .contains("pip install aiperf==0.13.0");
  }

  @ParameterizedTest
  @CsvSource({
    "flip-put, pod-copy-differs",
    "flip-out-fetch, pod-results-unusable",
  })
  void whatIsNotTheSameOnBothSidesIsNotCounted(String mode, String code) throws Exception {
    Workbench bench = bench("aa:mode: dataset-replay", "concurrencies: [1]");
    pod.mode(mode);

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(Call.codes(reply)).contains(code);
    assertThat(bench.rows()).isEmpty();
    assertThat(pod.left()).isEmpty();
  }

  @Test
  void aDryRunShowsTheCommandAndStartsNothingInThePod() throws Exception {
    Workbench bench = bench("aa:namespace: inference", "aa:kube_context: main");

    JsonNode argv = bench.dryRun().json().required("commands").get(0);

    assertThat(argv.toString())
        .contains(
            "\"--context\",\"main\",\"--namespace\",\"inference\",\"exec\",\"-i\",\"bench-0\"")
        .contains("\"profile\",\"--model\",\"served\"");
    assertThat(pod.calls()).noneMatch(call -> call.contains("exec"));
    pod.mode("unreachable");
    Reply unreachable = bench.dryRun();
    assertThat(unreachable.returncode()).isZero();
    assertThat(Call.codes(unreachable)).contains("cluster-unreachable");
    assertThat(unreachable.json().required("commands")).hasSize(2);
  }
}
