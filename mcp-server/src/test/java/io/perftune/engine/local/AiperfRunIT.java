package io.perftune.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.abort;

import io.perftune.capture.AiperfExport;
import io.perftune.capture.Capture;
import io.perftune.engine.LoadEngine;
import io.perftune.simulator.BearerKey;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.Truth;
import io.perftune.value.EngineRun;
import io.perftune.value.EngineSummary;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real AIPerf against the simulator, whose truth is known.
class AiperfRunIT {
  private static final int REQUESTS = 6;
  private static final int WARMUP = 2;

  private final List<Integer> progress = new ArrayList<>();

  @TempDir Path directory;

  private EngineProgram aiperf;
  private @Nullable ChildSession session;
  private @Nullable Simulator simulator;

  @BeforeEach
  void start() throws Exception {
    aiperf = aiperf();
    simulator = Simulator.start(SimulatorSettings.local().withKey(new BearerKey(Standin.CANARY)));
  }

  @AfterEach
  void stop() throws IOException {
    if (simulator != null) {
      simulator.close();
    }
    boolean _ = Thread.interrupted();
  }

  @Test
  void recordsEqualWhatTheSimulatorKnows() throws Exception {
    EngineRun.End end = run("sim-reasoner?step_ms=4&reasoning.tokens=10", alive -> {});
    assertThat(end.exitCode()).as(end.lastLines()).isZero();
    Capture capture = AiperfExport.read(directory.resolve("raw"), 2, 1);
    assertThat(capture.problems()).isEmpty();
    assertThat(capture.records()).hasSize(REQUESTS).allMatch(RequestRecord::ok);
    Map<String, Truth> truths =
        Objects.requireNonNull(simulator).truth().stream()
            .collect(Collectors.toMap(truth -> truth.request().id(), Function.identity()));
    assertThat(truths).hasSize(REQUESTS + WARMUP);
    for (RequestRecord record : capture.records()) {
      Truth truth = Objects.requireNonNull(truths.get(record.key().requestId()));
      assertThat(record.tokens().answer()).isEqualTo(truth.sent().answerTokens());
      assertThat(record.tokens().reasoning()).isEqualTo(truth.sent().reasoningTokens());
      assertThat(record.tokens().input()).isEqualTo(100).isEqualTo(truth.prompt().tokens());
      long firstAnswer = truth.firstAnswer().orElseThrow().nanos();
      long firstToken = truth.firstToken().orElseThrow().nanos();
      assertThat(ttfo(record) - ttft(record)).isPositive();
      assertThat(record.timing().startNs() / 1e6 + ttft(record))
          .isGreaterThanOrEqualTo(firstToken / 1e6 - 1);
      assertThat(record.timing().startNs() / 1e6 + ttfo(record))
          .isGreaterThanOrEqualTo(firstAnswer / 1e6 - 1);
    }
    EngineSummary summary = Objects.requireNonNull(capture.summary());
    int total = capture.records().stream().mapToInt(record -> record.tokens().output()).sum();
    double throughput = Objects.requireNonNull(summary.statistic("output_token_throughput", "avg"));
    assertThat(total / Objects.requireNonNull(summary.durationSeconds()))
        .isCloseTo(throughput, within(throughput * 1e-9));
    assertThat(progress).startsWith(0).isSorted();
    nothingIsLeft();
  }

  @Test
  void anInterruptEndsItWithAllItsProcessesAndKeepsWhatEnded() throws Exception {
    assertThatThrownBy(() ->
            run(
                "sim-8b?step_ms=150",
                done -> {
                  if (done >= 2) {
                    Thread.currentThread().interrupt();
                  }
                }))
        .isInstanceOf(InterruptedException.class);
    Capture capture = AiperfExport.read(directory.resolve("raw"), 2, 1);
    assertThat(capture.records()).hasSizeBetween(2, REQUESTS - 1);
    assertThat(Objects.requireNonNull(capture.summary()).cancelled()).isTrue();
    nothingIsLeft();
  }

  @Test
  void aRefusedRequestIsAFailureWithTheServersWords() throws Exception {
    EngineRun.End end = run("like-transformers", alive -> {});
    assertThat(end.exitCode()).isEqualTo(1);
    Capture capture = AiperfExport.read(directory.resolve("raw"), 2, 1);
    assertThat(capture.summary()).isNull();
    assertThat(capture.records())
        .hasSize(REQUESTS)
        .allSatisfy(record -> {
          assertThat(record.ending().result()).isEqualTo(RequestRecord.Result.FAILED);
          assertThat(record.ending().errorCode()).isEqualTo("422");
        });
    nothingIsLeft();
  }

  private EngineRun.End run(String model, IntConsumer onProgress) throws Exception {
    Path commands = directory.resolve("commands");
    EngineRun run =
        new EngineRun(
            "aa-c2-t1", argv(model, commands), config(model), REQUESTS, Duration.ofMinutes(3));
    return new LocalEngine(System.getenv(), LocalEngine.Kind.AIPERF)
        .run(
            run,
            new LoadEngine.Place(commands, directory.resolve("raw")),
            Map.of("OPENAI_API_KEY", Standin.CANARY),
            Standin.SCRUB,
            new Listener(onProgress));
  }

  private List<String> argv(String model, Path commands) {
    List<String> argv = new ArrayList<>(aiperf.command());
    argv.addAll(
        List.of(
            "profile",
            "--config",
            LocalEngine.configFile(commands, "aa-c2-t1").toString(),
            "--model",
            model,
            "--url",
            Objects.requireNonNull(simulator).origin().toString()));
    argv.addAll(
        List.of("--endpoint-type", "chat", "--endpoint", "/v1/chat/completions", "--streaming"));
    argv.addAll(List.of("--tokenizer", "builtin"));
    argv.addAll(List.of("--synthetic-input-tokens-mean", "100"));
    argv.addAll(List.of("--synthetic-input-tokens-stddev", "0"));
    argv.addAll(List.of("--output-tokens-mean", "20", "--output-tokens-stddev", "0"));
    argv.addAll(List.of("--num-dataset-entries", Integer.toString(REQUESTS + WARMUP)));
    argv.addAll(
        List.of("--extra-inputs", "{\"temperature\":0,\"min_tokens\":20,\"ignore_eos\":true}"));
    argv.addAll(List.of("--concurrency", "2", "--request-count", Integer.toString(REQUESTS)));
    argv.addAll(List.of("--warmup-request-count", Integer.toString(WARMUP), "--random-seed", "7"));
    argv.addAll(List.of("--no-gpu-telemetry", "--no-server-metrics", "--ui", "none"));
    argv.addAll(List.of("--export-level", "records"));
    argv.addAll(List.of("--output-artifact-dir", directory.resolve("raw").toString()));
    return argv;
  }

  private String config(String model) {
    return """
    schemaVersion: "2.0"
    benchmark:
      model: "%s"
      endpoint: {urls: ["%s"], type: chat, streaming: true, apiKey: "${OPENAI_API_KEY}"}
      dataset: {type: synthetic, entries: 8, prompts: {isl: 100, osl: 20}}
      profiling: {type: concurrency, concurrency: 2, requests: %d}
      tokenizer: {name: builtin}
    """
        .formatted(model, Objects.requireNonNull(simulator).origin(), REQUESTS);
  }

  private void nothingIsLeft() throws IOException {
    assertThat(members()).isEmpty();
    try (Stream<Path> files = Files.walk(directory)) {
      assertThat(files.filter(Files::isRegularFile))
          .hasSizeGreaterThan(4)
          .allSatisfy(file ->
              assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                  .doesNotContain(Standin.CANARY));
    }
  }

  private List<ProcessHandle> members() {
    return Objects.requireNonNull(session).members();
  }

  private static double ttft(RequestRecord record) {
    return Objects.requireNonNull(record.timing().ttftMs());
  }

  private static double ttfo(RequestRecord record) {
    return Objects.requireNonNull(record.timing().ttfoMs());
  }

  private static EngineProgram aiperf() throws InterruptedException {
    Path checkout = Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize();
    Map<String, String> environment = new HashMap<>(System.getenv());
    try {
      EngineProgram found = new AiperfLocator(environment, checkout, checkout).locate(null);
      if (!found.origin().equals("uv")) {
        return found;
      } // uv would download for minutes
    } catch (ProblemException e) {
      System.err.println(e.getMessage());
    }
    String reason = "AiperfRunIT skipped: no AIPerf is installed; run bin/setup-aiperf";
    System.err.println(reason);
    return abort(reason);
  }

  private final class Listener implements LoadEngine.Listener {
    private final IntConsumer onProgress;

    Listener(IntConsumer onProgress) {
      this.onProgress = onProgress;
    }

    @Override
    public void started(long child, Instant start) {
      session = new ChildSession(ProcessHandle.of(child).orElseThrow());
      // AIPerf has processes of its own: that none is left afterwards must mean something.
      Standin.await(() -> members().size() > 1);
    }

    @Override
    public void requests(int done, int of, Duration elapsed) {
      progress.add(done);
      onProgress.accept(done);
    }
  }
}
