package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The server before MCP's own conformance suite, both TypeScript client libraries, and a long and
/// unruly session. The built-in client sends the load.
class McpSuitesIT {
  private static final String SERVER = Outside.program("bin/perf-tune-report-mcp");
  private static final String NODE = Outside.program(".tools/node/node_modules/.bin/node");
  private static final String SLOW = "sim-8b?step_ms=50";

  @TempDir Path directory;

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorSettings.local());
  }

  @AfterEach
  void stop() throws IOException {
    simulator.close();
  }

  @Test
  void everyScenarioOfTheConformanceSuiteThatFitsSucceeds() throws Exception {
    needsNode();
    String suite = Outside.program(".tools/node/node_modules/.bin/conformance");
    String printed =
        passes(
            Map.of("CONFORMANCE", NODE + " " + suite),
            List.of("python3", "-B", driver("drive_conformance.py"), SERVER));
    assertThat(printed).contains("ping: SUCCESS", "tools-list: SUCCESS");
    System.out.print(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sdk", "client"})
  void aTypeScriptLibraryListsCallsHearsProgressAndCancels(String library) throws Exception {
    needsNode();
    Map<String, String> environment =
        Map.of("LIBRARY", library, "MODULES", Outside.program(".tools/node"), "SLOW", SLOW);
    String _ =
        passes(
            environment,
            List.of(NODE, driver("drive_typescript.cjs"), SERVER, config(), campaigns()));
  }

  @Test
  void aSessionOfTwoHundredCallsWithBadLinesAndCancellations() throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String printed =
        passes(
            Map.of("JCMD", jcmd, "SLOW", SLOW),
            List.of(
                "python3",
                "-B",
                driver("drive_session.py"),
                SERVER,
                config(),
                campaigns(),
                System.getProperty("session.seed", "20261124")));
    System.out.print(printed);
  }

  private static void needsNode() {
    String _ = Outside.installed(".tools/node/.complete");
  }

  private static String passes(Map<String, String> environment, List<String> command)
      throws Exception {
    Outside.Ended ended = Outside.run(environment, command);
    assertThat(ended.code()).as(ended.printed()).isZero();
    return ended.printed();
  }

  private static String driver(String name) {
    Path file = Outside.CHECKOUT.resolve("mcp-server/src/test/outside").resolve(name);
    assertThat(Files.exists(file)).isTrue();
    return file.toString();
  }

  private String config() throws IOException {
    String endpoint = simulator.origin().toString();
    return Outside.campaign(directory, endpoint, "sim-8b?step_ms=0.5").toString();
  }

  private String campaigns() {
    return directory.resolve("campaigns").toString();
  }
}
