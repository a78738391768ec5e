package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.PodStandin;
import io.perftune.simulator.BearerKey;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.verb.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The real AIPerf in a pod, with prompts and a key that came through kubectl.
class PodAiperfIT {
  private static final String KEY = "sk-canary_5f/Zq+93x=";

  @TempDir Path directory;

  @Test
  void measuresAKeyedEndpointFromThePodAndLeavesNothingThere() throws Exception {
    Path aiperf = Path.of(RealAiperf.program()).toRealPath();
    Path venv = aiperf.resolve("../..").normalize();
    Path[] shared = venv.startsWith("/tmp") ? new Path[] {venv} : new Path[0];
    try (Simulator simulator =
            Simulator.start(SimulatorSettings.local().withKey(new BearerKey(KEY)));
        PodStandin pod = PodStandin.start(directory.resolve("bin"), shared)) {
      Workbench bench =
          new Workbench(
              directory,
              Workbench.cell(
                  Workbench.CELL,
                  "concurrencies: [2]",
                  "aa:mode: dataset-replay",
                  "aa:request_count: 4",
                  "aa:warmup_requests: 2",
                  "aa:api_key_env: BENCH_KEY",
                  "aa:bench_pod: bench-0",
                  "aa:aiperf_cmd: " + aiperf,
                  "aa:url: " + simulator.origin(),
                  "aa:model: \"sim-8b?step_ms=0.5\""));
      bench.environment().put("BENCH_KEY", KEY);
      bench
          .environment()
          .merge("PATH", directory.resolve("bin").toString(), (old, bin) -> bin + ":" + old);

      Reply reply = bench.run();

      assertThat(reply.returncode()).as(reply.stderr()).isZero();
      JsonNode row = bench.row(2);
      assertThat(row.required("status").asString()).isEqualTo("full");
      assertThat(row.required("requests").intValue()).isEqualTo(4);
      assertThat(row.required("bench_version").asString()).isEqualTo("0.13.0");
      assertThat(row.required("mean_output_tokens").doubleValue()).isEqualTo(1_000);
      assertThat(simulator.truth())
          .hasSize(6)
          .allSatisfy(truth -> assertThat(truth.request().bearerKeyPresent()).isTrue());
      assertThat(pod.left()).isEmpty();
      assertThat(pod.processes().toString()).doesNotContain("aiperf");
      try (Stream<Path> files = Files.walk(bench.cell().root())) {
        assertThat(files.filter(Files::isRegularFile))
            .hasSizeGreaterThan(10)
            .allSatisfy(file ->
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .doesNotContain(KEY));
      }
    }
  }
}
