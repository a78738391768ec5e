package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.fixtures.TestCertificates;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Endpoint;
import io.perftune.value.Json;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// When a serving engine's metrics page is read, who gets the key, what is kept of it, and what the
/// rows say.
@Timeout(120)
class EngineMetricsTest {
  private static final String KEY = "sk-canary-77/ab+cd";

  @TempDir Path directory;

  /// A page of vLLM after so many steps of four tokens each, of which half were accepted.
  private static String page(int drafts) {
    return """
    vllm:spec_decode_num_drafts_total{engine="0",model_name="served"} %1$d
    vllm:spec_decode_num_draft_tokens_total{engine="0",model_name="served"} %2$d
    vllm:spec_decode_num_accepted_tokens_total{engine="0",model_name="served"} %3$d
    vllm:spec_decode_num_accepted_tokens_per_pos_total{engine="0",position="0"} %1$d
    vllm:cache_config_info{block_size="16",engine="0",num_gpu_blocks="64"} 1
    """
        .formatted(drafts, drafts * 4, drafts * 2);
  }

  private Workbench bench(String... more) throws Exception {
    return new Workbench(directory, Workbench.cell(Workbench.CELL, more));
  }

  private static String reason(JsonNode row, String column) {
    assertThat(row.required(column).isNull()).as(column).isTrue();
    return row.required("unmeasured").required(column).asString();
  }

  @Test
  void thePageIsReadBeforeAndAfterEachTrialAndKept() throws Exception {
    try (MetricsServer server = new MetricsServer(page(10), page(30), page(100), page(600))) {
      Workbench bench =
          bench(
              "concurrencies: [2]",
              "aa:url: " + server.origin(),
              "aa:burn_in: true",
              "aa:settle_s: 0");

      Reply reply = bench.run("trials", 2);

      assertThat(reply.returncode()).as(reply.stderr()).isZero();
      assertThat(server.visits()).hasSize(4).containsOnly("/metrics null");
      JsonNode row = bench.row(2);
      assertThat(row.required("acceptance_length").doubleValue()).isEqualTo(1 + 1040.0 / 520);
      assertThat(row.required("spec_accept_rate").doubleValue()).isEqualTo(0.5);
      assertThat(row.required("kv_cache_tokens").doubleValue()).isEqualTo(1024);
      assertThat(row.at("/extra/accepted_per_position/0").doubleValue()).isEqualTo(1);
      assertThat(reason(row, "prefix_cache_hit_rate")).contains("no counters");
      Path kept = bench.cell().root().resolve("spec_metrics");
      assertThat(kept.resolve("metrics-pre-c2-t1.prom")).hasContent(page(10));
      assertThat(kept.resolve("metrics-post-c2-t1.prom")).hasContent(page(30));
      assertThat(kept.resolve("metrics-post-c2-t2.prom")).hasContent(page(600));
      assertThat(Files.readAllLines(kept.resolve("scrape.log")))
          .hasSize(4)
          .first()
          .asString()
          .matches(
              "\\d{4}-.*Z pre c=2 %s/metrics \\d+\\.\\d{3} s: \\d+ characters in metrics-pre-c2-t1\\.prom"
                  .formatted(server.origin()));
      JsonNode windows = Json.MAPPER.readTree(Files.readString(kept.resolve("spec_window.json")));
      assertThat(windows).hasSize(2);
      assertThat(windows.at("/1/trial").intValue()).isEqualTo(2);
      assertThat(windows.at("/1/counted/drafts").doubleValue()).isEqualTo(500);
    }
  }

  @Test
  void rowsMadeAnewHaveWhatTheJournalKept() throws Exception {
    try (MetricsServer server = new MetricsServer(page(10), page(30), page(100), page(600))) {
      Workbench bench = bench("concurrencies: [2]", "aa:url: " + server.origin());
      bench.run("trials", 2);
      JsonNode row = bench.row(2);
      Files.delete(bench.cell().normalized());

      Reply reply = bench.run("trials", 2);

      assertThat(reply.returncode()).as(reply.stderr()).isZero();
      assertThat(bench.row(2)).isEqualTo(row);
      assertThat(server.visits()).hasSize(4);
    }
  }

  @Test
  void whatATrialLeftGoesAsideWithIt() throws Exception {
    try (MetricsServer server = new MetricsServer(page(10), page(30), page(100), page(600))) {
      Workbench bench = bench("concurrencies: [2]", "aa:url: " + server.origin());
      bench.run();

      bench.run("fresh", true);

      assertThat(bench.superseded())
          .contains(
              "spec_metrics/metrics-pre-c2-t1.prom",
              "spec_metrics/metrics-post-c2-t1.prom",
              "spec_metrics/spec_window.json")
          .doesNotContain("spec_metrics/scrape.log");
      assertThat(bench.row(2).required("acceptance_length").doubleValue()).isEqualTo(3);
      Path kept = bench.cell().root().resolve("spec_metrics");
      assertThat(kept.resolve("metrics-pre-c2-t1.prom")).hasContent(page(100));
      JsonNode windows = Json.MAPPER.readTree(Files.readString(kept.resolve("spec_window.json")));
      assertThat(windows).hasSize(1);
      assertThat(windows.at("/0/counted/drafts").doubleValue()).isEqualTo(500);
      assertThat(windows.at("/0/attempt").intValue()).isEqualTo(2);
    }
  }

  @Test
  void aJournalFromBeforeThereWereMetricsSaysSo() throws Exception {
    Workbench bench = bench("concurrencies: [2]");
    bench.run();
    Path journal = bench.cell().journal();
    Files.writeString(
        journal, Files.readString(journal).replaceAll("\"engine_metrics\":", "\"other\":"));
    Files.delete(bench.cell().normalized());

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reason(bench.row(2), "acceptance_length"))
        .isEqualTo("the journal has no engine metrics of the trial");
    assertThat(bench.calls()).hasSize(1);
  }

  @Test
  void aTrialWithoutItsWindowLeavesThePointWithout() throws Exception {
    try (MetricsServer server = new MetricsServer(page(10), page(30), page(100), page(6))) {
      Workbench bench = bench("concurrencies: [2]", "aa:url: " + server.origin());

      bench.run("trials", 2);

      assertThat(reason(bench.row(2), "acceptance_length"))
          .isEqualTo(
              "trial 2: counter reset during the trial: vllm:spec_decode_num_drafts_total went down");
      assertThat(bench.row(2).required("status").asString()).isEqualTo("full");
    }
  }

  @Test
  void aPageThatCannotBeReadFailsNothing() throws Exception {
    Workbench bench = bench("concurrencies: [2]");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reason(bench.row(2), "kv_cache_tokens"))
        .contains("before the trial, scrape failed: ConnectException");
    assertThat(bench.files(".*\\.prom")).isEmpty();
    assertThat(Files.readAllLines(bench.cell().scrapeLog()))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("scrape failed"));
  }

  @Test
  void aModelWithoutAPageIsAReason() throws Exception {
    Behaviour mute = Behaviour.PLAIN.with(Endpoint.DEFAULT.with(Endpoint.Metrics.NOT_FOUND));
    try (Simulator simulator = Simulator.start(SimulatorSettings.of("served", mute))) {
      Workbench bench = bench("concurrencies: [2]", "aa:url: " + simulator.origin("served"));

      bench.run();

      assertThat(reason(bench.row(2), "acceptance_length"))
          .isEqualTo("before the trial, the metrics page answered 404");
    }
  }

  @Test
  void nothingIsReadWhereTheCellSaysSo() throws Exception {
    try (MetricsServer server = new MetricsServer(page(1))) {
      Workbench bench =
          bench("concurrencies: [2]", "aa:url: " + server.origin(), "aa:spec_scrape: false");

      bench.run();

      assertThat(server.visits()).isEmpty();
      for (String column : List.of("acceptance_length", "spec_accept_rate", "kv_cache_tokens")) {
        assertThat(reason(bench.row(2), column)).isEqualTo("spec_scrape: false");
      }
      assertThat(bench.cell().scrapeLog()).doesNotExist();
    }
  }

  @Test
  void aPublicGatewayIsNotAskedUnlessItsPageIsNamed() throws Exception {
    try (MetricsServer gateway = new MetricsServer(page(1));
        MetricsServer page = new MetricsServer(page(1), page(3))) {
      List<String> cell =
          List.of(
              "concurrencies: [2]", "endpoint_kind: public_gateway", "aa:url: " + gateway.origin());
      Workbench silent = bench(cell.toArray(String[]::new));
      silent.run();
      Workbench named =
          new Workbench(
              Files.createDirectory(directory.resolve("named")),
              Workbench.cell(
                  Workbench.CELL,
                  Stream.concat(
                          cell.stream(), Stream.of("aa:metrics_url: " + page.origin() + "/metrics"))
                      .toArray(String[]::new)));
      named.run();

      assertThat(gateway.visits()).isEmpty();
      assertThat(reason(silent.row(2), "acceptance_length"))
          .isEqualTo("not scraped on a public gateway without metrics_url");
      assertThat(page.visits()).hasSize(2);
      assertThat(named.row(2).required("acceptance_length").doubleValue()).isEqualTo(3);
    }
  }

  @Test
  void aPageOfOneModelAmongSeveralIsAskedForByItsQueryWhichTheLogLeavesOut() throws Exception {
    try (MetricsServer router = new MetricsServer(page(1), page(3))) {
      Workbench bench =
          bench(
              "concurrencies: [2]",
              "aa:metrics_url: " + router.origin() + "/metrics?model=served&autoload=false");
      bench.run();

      assertThat(router.visits())
          .hasSize(2)
          .containsOnly("/metrics?model=served&autoload=false null");
      assertThat(bench.row(2).required("acceptance_length").doubleValue()).isEqualTo(3);
      assertThat(Files.readString(bench.cell().scrapeLog()))
          .contains(router.origin() + "/metrics?*** ")
          .doesNotContain("autoload");
    }
  }

  @Test
  void theKeyGoesToTheEndpointsOwnServerAndToNoOther() throws Exception {
    try (MetricsServer endpoint = new MetricsServer("# Bearer " + KEY + "\n" + page(1));
        MetricsServer other = new MetricsServer(page(1))) {
      List<String> cell =
          List.of(
              "concurrencies: [2]", "aa:url: " + endpoint.origin(), "aa:api_key_env: BENCH_KEY");
      Workbench own = bench(cell.toArray(String[]::new));
      own.environment().put("BENCH_KEY", KEY);
      own.run();
      Workbench elsewhere =
          new Workbench(
              Files.createDirectory(directory.resolve("elsewhere")),
              Workbench.cell(
                  Workbench.CELL,
                  Stream.concat(
                          cell.stream(),
                          Stream.of("aa:metrics_url: " + other.origin() + "/metrics"))
                      .toArray(String[]::new)));
      elsewhere.environment().put("BENCH_KEY", KEY);
      elsewhere.run();

      assertThat(endpoint.visits()).hasSize(2).containsOnly("/metrics Bearer " + KEY);
      assertThat(other.visits()).hasSize(2).containsOnly("/metrics null");
      assertThat(own.files(".*\\.prom"))
          .hasSize(2)
          .allSatisfy(file -> assertThat(Files.readString(file)).contains("# Bearer [REDACTED]"));
      assertThat(own.files("scrape\\.log|journal\\.jsonl|spec_window\\.json|normalized\\.json"))
          .hasSize(4)
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(KEY));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void thePageIsTrustedByTheCellsOwnCertificates(boolean named) throws Exception {
    TestCertificates certificates = TestCertificates.made();
    String reply =
        "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(page(7).length(), page(7));
    try (ScriptedServer server =
        ScriptedServer.start(
            certificates.serving("good"),
            "https",
            talk -> {
              while (talk.request().isPresent()) {
                talk.say(reply);
              }
            })) {
      Workbench bench =
          bench(
              "concurrencies: [1]",
              "aa:engine: builtin",
              "aa:request_count: 1",
              "aa:warmup_requests: 0",
              "aa:metrics_url: " + server.origin() + "/metrics",
              "aa:ca_file: " + (named ? certificates.pem("ca") : "missing.pem"));

      bench.run();

      String log = Files.readString(bench.cell().scrapeLog());
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines())
          .allMatch(line -> line.contains(named ? " characters in " : "missing.pem"));
      assertThat(server.requests()).hasSize(named ? 2 : 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://user:pass@h:1/metrics, literal-credential",
    "ftp://h/metrics, bad-url",
    "h:9090/metrics, bad-url",
    "http://h/metrics?token=pass@word, literal-credential",
    "http://h/metrics?model=m&X-Api-Key=pass@word, literal-credential",
    "http://h/metrics?model=m&t%6Fken=pass@word, literal-credential",
    "http://h/metrics#top, bad-url",
    "http:///metrics, bad-url"
  })
  void aWrongAddressIsRefusedBeforeAnythingIsMeasured(String url, String code) throws Exception {
    Files.writeString(
        directory.resolve("wrong.yaml"),
        "name: wrong\ncells:\n" + Workbench.cell("a", "aa:metrics_url: \"" + url + "\""));

    Reply reply = Call.of(new CampaignInit(), Map.of("config", "wrong.yaml"), bench().context());

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.codes(reply)).containsExactly(code);
    assertThat(Call.problem(reply, code).required("message").asString())
        .contains("cells[0].aa.metrics_url")
        .doesNotContain("pass@");
  }
}
