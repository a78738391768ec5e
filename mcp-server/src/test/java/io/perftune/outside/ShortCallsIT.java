package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A client that gives each call less time than a cell takes still drives a whole campaign.
class ShortCallsIT {
  private static final String CELL = "  - cell_id: aa-1k\n";

  /// Two hundred slow tokens, as many as the model says by itself: no busy machine is late for
  /// them.
  private static final String OF_FEW_TOKENS =
      "engine: builtin\n      preflight: false\n      extra_output_controls: false\n      ";

  @TempDir Path directory;

  @Test
  void aCampaignOfThreeShapesByAClientOfLittlePatience() throws Exception {
    String _ = Outside.installed(".tools/node/.complete");
    try (Simulator simulator = Simulator.start(SimulatorSettings.local())) {
      Outside.Ended ended =
          Outside.run(
              Map.of("MODULES", Outside.program(".tools/node"), "LIMIT_S", "7"),
              List.of(
                  Outside.program(".tools/node/node_modules/.bin/node"),
                  Outside.program("mcp-server/src/test/outside/drive_short_calls.cjs"),
                  Outside.program("bin/perf-tune-report-mcp"),
                  threeShapes(simulator.origin().toString()),
                  directory.resolve("campaigns").toString(),
                  directory.resolve("lake").toString()));
      assertThat(ended.code()).as(ended.printed()).isZero();
      assertThat(ended.printed()).contains("aa-1k after", "aa-10k after", "aa-100k after");
    }
  }

  /// The three shapes, a cell each, of one request that takes longer than the client waits.
  private String threeShapes(String endpoint) throws IOException {
    Path config = Outside.campaign(directory, endpoint, "sim-8b?step_ms=45");
    String[] parts = Files.readString(config).split(CELL, 2);
    String cell =
        parts[1]
            .replace("[1, 2]", "[1]")
            .replace("request_count: 3", "request_count: 1\n      warmup_requests: 0")
            .replace("api_key_env:", OF_FEW_TOKENS + "api_key_env:");
    StringBuilder text = new StringBuilder(parts[0]);
    for (String shape : List.of("aa-1k", "aa-10k", "aa-100k")) {
      text.append(CELL.replace("aa-1k", shape))
          .append(cell.replace("shape: aa-1k", "shape: " + shape));
    }
    return Files.writeString(config, text).toString();
  }
}
