package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A whole campaign, with the real AIPerf, by clients of four makers; each takes the steps of
/// campaign_steps.py or more.
class OutsideClientsIT {
  private static final String MODEL = "sim-8b?step_ms=0.5";
  private static final String SERVER = Outside.program("bin/perf-tune-report-mcp");

  @TempDir Path directory;

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    Outside.needsAiperf();
    simulator = Simulator.start(SimulatorSettings.local());
  }

  @AfterEach
  void stop() throws IOException {
    if (simulator != null) {
      simulator.close();
    }
  }

  @Test
  void rawLinesOverStdioAndDuckDbReadsTheSameNumbers() throws Exception {
    drive(Map.of(), "python3", "drive_stdio.py");
    List<JsonNode> rows = atlas();
    assertThat(rows).hasSize(2);
    for (JsonNode row : rows) {
      assertThat(row.required("status").asString()).isEqualTo("full");
      assertThat(fromLake(row.required("concurrency").asInt()))
          .containsExactly(
              row.required("ttft_p50_ms").asDouble(),
              row.required("ttfo_coverage").asDouble(),
              row.required("output_speed_p50_tps").asDouble(),
              row.required("mean_output_tokens").asDouble());
    }
  }

  @Test
  void thePythonClient() throws Exception {
    String _ = Outside.installed(".tools/python/.complete");
    drive(Map.of(), Outside.program(".tools/python/bin/python"), "drive_mcp.py");
    assertThat(atlas()).hasSize(2);
  }

  @Test
  void theInspectorWithStrictChecks() throws Exception {
    String _ = Outside.installed(".tools/node/.complete");
    String node = Outside.program(".tools/node/node_modules/.bin/node");
    String inspector = Outside.program(".tools/node/node_modules/.bin/mcp-inspector");
    drive(Map.of("INSPECTOR", node + " " + inspector), "python3", "drive_inspector.py");
    assertThat(atlas()).hasSize(2);
  }

  @Test
  void theJavaClientOfTheQuickstart() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Outside.Ended ended =
        Outside.run(
            Map.of("PERFREPORT_CAMPAIGNS_DIR", campaigns()),
            List.of(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                "io.perftune.cli.Quickstart",
                "--server",
                SERVER,
                "--config",
                config(),
                "--engine",
                "aiperf",
                "--endpoint-url",
                endpoint(),
                "--lake",
                lake()));
    assertThat(ended.code()).as(ended.printed()).isZero();
    assertThat(ended.printed()).contains("Report: ", "campaign_v1: 1 rows");
  }

  private void drive(Map<String, String> environment, String python, String script)
      throws IOException, InterruptedException {
    Path driver = Outside.CHECKOUT.resolve("mcp-server/src/test/outside").resolve(script);
    Outside.Ended ended =
        Outside.run(
            environment,
            List.of(python, "-B", driver.toString(), SERVER, config(), campaigns(), lake()));
    assertThat(ended.code()).as(ended.printed()).isZero();
  }

  private String config() throws IOException {
    return Outside.campaign(directory, endpoint(), MODEL).toString();
  }

  private String endpoint() {
    return simulator.origin().toString();
  }

  private String campaigns() {
    return directory.resolve("campaigns").toString();
  }

  private String lake() {
    return directory.resolve("lake").toString();
  }

  private List<JsonNode> atlas() throws IOException {
    try (Stream<Path> found = Files.list(directory.resolve("campaigns"))) {
      Path campaign = found.findFirst().orElseThrow();
      List<JsonNode> rows = new ArrayList<>();
      for (String line : Files.readAllLines(campaign.resolve("atlas.jsonl"))) {
        rows.add(Json.MAPPER.readTree(line));
      }
      return rows;
    }
  }

  private List<Double> fromLake(int concurrency) throws SQLException {
    String query =
        """
        select a.ttft_p50_ms, a.ttfo_coverage, a.output_speed_p50_tps, a.mean_output_tokens
        from read_parquet('%1$s/atlas_v1/*/*/*.parquet') a
        join read_parquet('%1$s/campaign_v1/*/*/*.parquet') c using (campaign_id, publish_id)
        where a.concurrency = %2$d
        """
            .formatted(lake(), concurrency);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      assertThat(found.next()).isTrue();
      return List.of(
          found.getDouble(1), found.getDouble(2), found.getDouble(3), found.getDouble(4));
    }
  }
}
