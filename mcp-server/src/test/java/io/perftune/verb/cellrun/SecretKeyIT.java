package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.BearerKey;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A key on its way through the real AIPerf to a server that demands it: in no file, no reply and
/// no process list.
class SecretKeyIT {
  private static final Path PROC = Path.of("/proc");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"sk-canary_5f/Zq+93x=", "70123456789012345678"})
  void theRightKeyMeasuresAndShowsNowhere(String key) throws Exception {
    try (Simulator simulator =
        Simulator.start(SimulatorSettings.local().withKey(new BearerKey(key)))) {
      Seen seen = run(simulator, "sim-8b?step_ms=0.5", key);

      assertThat(seen.reply().returncode()).as(seen.reply().stderr()).isZero();
      assertThat(simulator.truth())
          .hasSize(2)
          .allSatisfy(truth -> assertThat(truth.request().bearerKeyPresent()).isTrue());
      showsNowhere(seen, key);
    }
  }

  @Test
  void aWrongKeyThatTheServerRepeatsShowsNowhere() throws Exception {
    String wrong = "sk-wrong_8d/Kp+41y=";
    BearerKey right = new BearerKey("sk-right");
    try (Simulator simulator = Simulator.start(SimulatorSettings.local().withKey(right))) {
      Seen seen = run(simulator, "sim-8b?access=key_echoed", wrong);

      assertThat(seen.reply().returncode()).isEqualTo(1);
      assertThat(seen.reply().stderr())
          .contains("401")
          .contains("Incorrect API key provided: [REDACTED]");
      showsNowhere(seen, wrong);
    }
  }

  /// What could be seen of a run.
  ///
  /// @param processes the command line of every process that ran meanwhile
  private record Seen(Reply reply, Set<String> processes) {}

  private Seen run(Simulator simulator, String model, String key) throws Exception {
    Workbench bench =
        new Workbench(
            directory,
            Workbench.cell(
                Workbench.CELL,
                "concurrencies: [1]",
                "aa:request_count: 2",
                "aa:warmup_requests: 0",
                "aa:api_key_env: BENCH_KEY",
                "aa:url: " + simulator.origin(),
                "aa:model: \"" + model + "\""));
    bench.environment().put("AIPERF_BIN", RealAiperf.program());
    bench.environment().put("BENCH_KEY", key);
    try (Sampler sampler = new Sampler()) {
      return new Seen(bench.run(), sampler.seen());
    }
  }

  private void showsNowhere(Seen seen, String key) throws IOException {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    List<String> forms =
        List.of(
            key,
            Base64.getEncoder().withoutPadding().encodeToString(bytes),
            Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
            URLEncoder.encode(key, StandardCharsets.UTF_8));
    assertThat(seen.processes())
        .anyMatch(line -> line.contains("aiperf") && line.contains("profile"));
    for (String form : forms) {
      assertThat(Json.line(seen.reply().envelope())).doesNotContain(form);
      assertThat(seen.processes()).noneMatch(line -> line.contains(form));
      try (Stream<Path> files = Files.walk(directory)) {
        assertThat(files.filter(Files::isRegularFile))
            .hasSizeGreaterThan(10)
            .allSatisfy(file ->
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .doesNotContain(form));
      }
    }
  }

  /// Reads the process list again and again until it is closed.
  private static final class Sampler implements AutoCloseable {
    private final Set<String> lines = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofPlatform().daemon().start(this::sample);

    /// Every command line until now.
    Set<String> seen() {
      return new HashSet<>(lines);
    }

    private void sample() {
      try {
        while (true) {
          try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            processes.forEach(this::read);
          }
          Thread.sleep(20); // leaves the processor to the run; how often it samples decides nothing
        }
      } catch (InterruptedException | IOException _) {
        Thread.currentThread().interrupt();
      }
    }

    private void read(Path process) {
      try {
        lines.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
      } catch (IOException _) {
        lines.remove(""); // it ended meanwhile
      }
    }

    @Override
    public void close() {
      thread.interrupt();
    }
  }
}
