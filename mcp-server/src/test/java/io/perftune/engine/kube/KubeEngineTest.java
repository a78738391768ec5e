package io.perftune.engine.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.engine.LoadEngine;
import io.perftune.fixtures.PodStandin;
import io.perftune.fixtures.Program;
import io.perftune.tokens.O200k;
import io.perftune.value.BenchPod;
import io.perftune.value.EngineRun;
import io.perftune.value.EngineRun.Cause;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One run in a pod, by a script that stands in for AIPerf.
class KubeEngineTest {
  private static final BenchPod BENCH = new BenchPod("bench-0", null, null);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String CANARY = "sk-canary-0123456789";

  @TempDir Path directory;

  private final List<Integer> progress = new ArrayList<>();
  private Path there;
  private PodStandin pod;

  @BeforeEach
  void start() throws IOException {
    pod = PodStandin.start(directory.resolve("bin"));
    there = BENCH.directory(directory);
  }

  @AfterEach
  void stop() {
    pod.close();
  }

  private EngineRun.End run(String script, Duration limit) throws Exception {
    Program.script(directory.resolve("bin/aiperf"), script);
    String path = directory.resolve("bin") + ":/usr/bin:/bin:" + System.getenv("PATH");
    Map<String, String> environment =
        Map.of("PATH", path, "AIPERF_HTTP_X", "tuned", "OPENAI_API_KEY", "another");
    Kubectl kubectl = Kubectl.onPath(environment, List.of(), BENCH);
    EngineRun run =
        new EngineRun(
            "aa-c1-t1",
            kubectl.starting(there, List.of(pod.program("aiperf"))),
            "apiKey: ${OPENAI_API_KEY}\n",
            3,
            limit);
    Path dataset = Files.writeString(directory.resolve("dataset.jsonl"), "{\"a\": \"größe\"}\n");
    return new KubeEngine(kubectl, there, "here")
        .run(
            run,
            new LoadEngine.Place(directory.resolve("commands"), raw(), dataset),
            Map.of("OPENAI_API_KEY", CANARY),
            line -> line.replace(CANARY, "[redacted]"),
            new Progress());
  }

  private Path raw() {
    return directory.resolve("raw");
  }

  @Test
  void bringsWhatARunNeedsAndTakesBackWhatItLeft() throws Exception {
    EngineRun.End end =
        run(
            "cd %s; env > raw/env; cat config.yaml dataset.jsonl > raw/brought; mkdir raw/logs;"
                    .formatted(there)
                + " sha256sum tiktoken/* > raw/logs/vocabulary; stat -c %a . > raw/mode; ln -s /etc/passwd raw/link;"
                + " echo out; echo err >&2; exit 3",
            LONG);

    assertThat(end.exitCode()).isEqualTo(3);
    assertThat(end.ended()).isEqualTo(Cause.EXITED);
    assertThat(Files.readAllLines(raw().resolve("env")))
        .contains("OPENAI_API_KEY=[redacted]", "TMPDIR=" + there + "/tmp", "NO_COLOR=1")
        .noneMatch(line -> line.startsWith("AIPERF_"));
    assertThat(raw().resolve("brought"))
        .hasContent("apiKey: ${OPENAI_API_KEY}\n{\"a\": \"größe\"}\n");
    assertThat(raw().resolve("logs/vocabulary"))
        .hasContent(O200k.TIKTOKEN_SHA256 + "  tiktoken/" + O200k.TIKTOKEN_FILE);
    assertThat(raw().resolve("mode")).hasContent("700");
    assertThat(raw().resolve("link")).doesNotExist();
    assertThat(directory.resolve("commands/aa-c1-t1.stdout")).hasContent("out");
    assertThat(Files.readString(directory.resolve("commands/aa-c1-t1.stderr")))
        .contains("err")
        .doesNotContain("perf-tune-report");
    assertThat(directory.resolve("commands/aa-c1-t1.exit")).hasContent("3 exited");
    assertThat(pod.left()).isEmpty();
  }

  @Test
  void countsProfilingRequestsAsTheyEnd() throws Exception {
    run(
        "row() { echo '{\"benchmark_phase\":\"'$1'\"}' >> %s/raw/profile_export.jsonl; }; row warmup; row profiling; row profiling; sleep 3; row profiling; sleep 2"
            .formatted(there),
        LONG);

    assertThat(progress).startsWith(0).containsSubsequence(2, 3).isSorted();
  }

  @Test
  void endsARunInThePodWhenItsLimitHasPassedAndTakesBackWhatThereIs() throws Exception {
    EngineRun.End end =
        run(
            "echo part > %s/raw/part; trap '' INT; sleep 500 & while :; do wait; done"
                .formatted(there),
            Duration.ofSeconds(2));

    assertThat(end.ended()).isEqualTo(Cause.TIMED_OUT);
    assertThat(raw().resolve("part")).hasContent("part");
    assertThat(Files.readString(directory.resolve("commands/aa-c1-t1.exit")))
        .endsWith(" timed_out\n");
    assertThat(pod.processes().toString()).doesNotContain("sleep 500");
    assertThat(pod.left()).isEmpty();
  }

  @Test
  void asksAgainForResultsThatDidNotArriveWhole() throws Exception {
    pod.mode("flip-once-fetch");

    run("echo 1 > %1$s/raw/a; mkdir %1$s/raw/b; echo 2 > %1$s/raw/b/c".formatted(there), LONG);

    assertThat(raw().resolve("a")).hasContent("1");
    assertThat(raw().resolve("b/c")).hasContent("2");
    assertThat(pod.calls()).filteredOn(call -> call.contains(" fetch ")).hasSize(2);
  }

  @Test
  void aDirectoryThatCannotBeRemovedSpoilsNoRun() throws Exception {
    pod.mode("lost-end");

    EngineRun.End end = run("echo 1 > %s/raw/a".formatted(there), LONG);

    assertThat(end.exitCode()).isZero();
    assertThat(raw().resolve("a")).hasContent("1");
    assertThat(Files.readString(directory.resolve("commands/aa-c1-t1.stderr")))
        .contains(there + " is still in the pod");
  }

  @Test
  void leavesARunOfAnotherMachineAlone() throws Exception {
    pod.shell(
        "mkdir -m 700 %1$s && printf elsewhere > %1$s/owner && (TMPDIR=%1$s/tmp setsid sleep 400 >/dev/null 2>&1 &)"
            .formatted(there));

    assertThatThrownBy(() -> run("exit 0", LONG))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("for elsewhere already");
    assertThat(pod.processes().toString()).contains("sleep 400");
    assertThat(pod.left()).containsExactly(there.toString());
  }

  @Test
  void saysThatTheProgramIsGone() throws Exception {
    Files.createDirectories(directory.resolve("bin"));
    String path = directory.resolve("bin") + ":/usr/bin:/bin:" + System.getenv("PATH");
    Kubectl kubectl = Kubectl.onPath(Map.of("PATH", path), List.of(), BENCH);
    EngineRun run =
        new EngineRun(
            "aa-c1-t1", kubectl.starting(there, List.of("/no/such/aiperf")), null, 3, LONG);

    EngineRun.End end =
        new KubeEngine(kubectl, there, "here")
            .run(
                run,
                new LoadEngine.Place(directory.resolve("commands"), raw()),
                Map.of(),
                line -> line,
                new Progress());

    assertThat(end.ended()).isEqualTo(Cause.NOT_STARTED);
    assertThat(end.lastLines()).contains("No such file");
    assertThat(pod.left()).isEmpty();
  }

  private final class Progress implements LoadEngine.Listener {
    @Override
    public void started(long pid, Instant start) {}

    @Override
    public void requests(int done, int of, Duration elapsed) {
      progress.add(done);
    }
  }
}
