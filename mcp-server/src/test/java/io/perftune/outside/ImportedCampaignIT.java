package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleProfiles;
import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// A sweep and GPU readings into a campaign, and the frontier over it, by the command line and by
/// three clients of the server, each a process of its own that takes the steps of import_steps.py.
class ImportedCampaignIT {
  private static final String SERVER = Outside.program("bin/perf-tune-report-mcp");

  @TempDir Path directory;

  @Test
  void theCommandLine() throws Exception {
    drive(Map.of(), "python3", "drive_cli.py", Outside.program("bin/perftunereport"));
  }

  @Test
  void rawLinesOverStdio() throws Exception {
    drive(Map.of(), "python3", "drive_stdio.py", SERVER);
  }

  @Test
  void thePythonClient() throws Exception {
    String _ = Outside.installed(".tools/python/.complete");
    drive(Map.of(), Outside.program(".tools/python/bin/python"), "drive_mcp.py", SERVER);
  }

  @Test
  void theInspectorWithStrictChecks() throws Exception {
    String _ = Outside.installed(".tools/node/.complete");
    String node = Outside.program(".tools/node/node_modules/.bin/node");
    String inspector = Outside.program(".tools/node/node_modules/.bin/mcp-inspector");
    drive(Map.of("INSPECTOR", node + " " + inspector), "python3", "drive_inspector.py", SERVER);
  }

  private void drive(Map<String, String> environment, String python, String script, String program)
      throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(
        Map.of(
            "STEPS",
            "import_steps",
            "SWEEP",
            Path.of(Objects.requireNonNull(getClass().getResource("/roofline/dense")).toURI())
                .toString(),
            "PROFILES",
            profiles().toString()));
    Path driver = Outside.CHECKOUT.resolve("mcp-server/src/test/outside").resolve(script);
    Path campaigns = directory.resolve("campaigns");
    Outside.Ended ended =
        Outside.run(
            all,
            List.of(
                python,
                "-B",
                driver.toString(),
                program,
                config().toString(),
                campaigns.toString(),
                directory.resolve("lake").toString()));
    assertThat(ended.code()).as(ended.printed()).isZero();
    try (Stream<Path> made = Files.list(campaigns)) {
      assertThat(made.findFirst().orElseThrow().resolve("report_status.json")).isRegularFile();
    }
  }

  /// Nothing is measured here, so the campaign file describes no cell.
  private Path config() throws IOException {
    return Files.writeString(
        directory.resolve("imported.yaml"),
        """
        name: imported
        next_lever: {change: FP8 KV cache, unlock: +10 % throughput, gate: a new sweep}
        cells: []
        """);
  }

  private Path profiles() throws IOException {
    Path profiles = Files.createDirectories(directory.resolve("profiles"));
    write(profiles.resolve("kernels.json"), SampleProfiles.kernels());
    write(profiles.resolve("ncu_kernels.json"), SampleProfiles.ncu());
    write(profiles.resolve("dcgm_correlation.json"), SampleProfiles.dcgm());
    return profiles;
  }

  /// The campaign file says nothing of the cell, so the readings name its hardware.
  private static void write(Path file, ObjectNode readings) throws IOException {
    Files.writeString(file, Json.line(readings.put("hardware", "H100")));
  }
}
