package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.perftune.fixtures.SampleRows;
import io.perftune.tokens.O200k;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Two small campaigns with a known gap per token are aggregated and compared by the real programs,
/// on the command line and over stdio.
class CompareIT {
  private static final String A = "20260101T000000Z-before";
  private static final String B = "20260201T000000Z-after";

  @TempDir Path directory;

  @Test
  void aGapThatIsTwiceAsLongIsFoundToBeWorse() throws Exception {
    campaign(A, 10);
    campaign(B, 20);
    assertThat(run("compare", "--campaign", A, "--campaign", B).printed())
        .contains("Run: bin/perftunereport atlas_aggregate --campaign " + A);
    assertThat(run("atlas_aggregate", "--campaign", A).code()).isZero();
    assertThat(run("atlas_aggregate", "--campaign", B).code()).isZero();

    Outside.Ended compared = run("compare", "--campaign", A, "--campaign", B, "--json");

    assertThat(compared.code()).as(compared.printed()).isZero();
    String line = compared.printed().strip().lines().reduce((_, last) -> last).orElseThrow();
    JsonNode json = Json.MAPPER.readTree(line);
    assertThat(json.at("/verdict/tier").asString()).isEqualTo("DRAFT");
    JsonNode whole =
        Json.MAPPER.readTree(
            Files.readString(Path.of(json.required("comparison_path").asString())));
    JsonNode itl = metric(whole, "itl_p50_ms");
    assertThat(itl.required("reading").asString()).isEqualTo("worse");
    assertThat(itl.required("basis").asString()).isEqualTo("trials_and_requests");
    assertThat(itl.required("change").doubleValue()).isEqualTo(10);
    assertThat(itl.required("excludes_zero").booleanValue()).isTrue();

    JsonNode envelope = overStdio();
    assertThat(envelope.required("returncode").intValue()).as(envelope.toString()).isZero();
    assertThat(envelope.at("/json/pair_count").intValue()).isEqualTo(1);
    assertThat(envelope.required("stdout").asString())
        .contains("DRAFT: what changed from", "itl_p50_ms");
    assertThat(new O200k().count(Json.line(envelope))).isLessThan(4_000);
  }

  private void campaign(String id, double itl) throws IOException {
    CampaignDirectory campaign = new CampaignDirectory(directory.resolve("campaigns").resolve(id));
    CellDirectory cell = campaign.cell("a");
    Files.createDirectories(cell.requests().getParent());
    Files.writeString(
        campaign.config(),
        """
        name: x
        cells:
          - cell_id: a
            backend: aa
            concurrencies: [1]
            model: example-org/example-8b
            hardware: undisclosed
            endpoint_kind: local
            aa: {url: "http://127.0.0.1:8000", model: served, shape: aa-1k, api_key_env: none}
        """);
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      requests.append(Json.line(record(i, itl).toJson(id, "a"))).append('\n');
    }
    Files.writeString(cell.requests(), requests);
    SampleRows row =
        SampleRows.point("a", AaShape.AA_1K, 1)
            .set("campaign_id", id)
            .set("n", 24)
            .set("trials", 3)
            .set("itl_p50_ms", itl);
    Files.writeString(cell.normalized(), Json.pretty(Json.array().add(row.row().columns())));
    Files.writeString(
        cell.status(), Json.pretty(Json.object().put("cell_id", "a").put("status", "full")));
  }

  private static RequestRecord record(int number, double itl) {
    double gap = itl + 0.1 * (number % 3 - 1);
    long start = 1_700_000_000_000_000_000L + number * 5_000_000_000L;
    return new RequestRecord(
        new RequestRecord.Key(1, 1 + number / 8, "r" + number, "profiling"),
        new RequestRecord.Timing(
            start, start + 3_000_000_000L, 50.0, 50.0, 50.0, gap, 50 + 99 * gap),
        new RequestRecord.Tokens(1_000, 100, 0, 100, "none_seen"),
        new RequestRecord.Server(null, null, null, null),
        new RequestRecord.Connection(null, null),
        new RequestRecord.Ending(RequestRecord.Result.OK, "stop", null, null, null));
  }

  private JsonNode overStdio() {
    StdioClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder(Outside.program("bin/perf-tune-report-mcp"))
                .env(Map.of("PERFTUNE_NO_BUILD", "1", "PERFREPORT_CAMPAIGNS_DIR", campaigns()))
                .build(),
            McpJsonDefaults.getMapper());
    try (McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(Duration.ofMinutes(2))
            .initializationTimeout(Duration.ofMinutes(2))
            .build()) {
      var _ = client.initialize();
      return Json.MAPPER.valueToTree(
          client
              .callTool(
                  CallToolRequest.builder("perf_tune_report_compare")
                      .arguments(Map.of("campaign", List.of("before", "after")))
                      .build())
              .structuredContent());
    }
  }

  private Outside.Ended run(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Outside.program("bin/perftunereport")));
    command.addAll(List.of(words));
    return Outside.run(Map.of("PERFREPORT_CAMPAIGNS_DIR", campaigns()), command);
  }

  private String campaigns() {
    return directory.resolve("campaigns").toString();
  }

  private static JsonNode metric(JsonNode comparison, String name) {
    return comparison
        .at("/pairs/0/metrics")
        .valueStream()
        .filter(metric -> metric.required("metric").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
