package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A client that gives each call a few seconds drives a campaign of three shapes, each of which
/// takes longer: by detach, by asking, and by following again after each time-out.
class LimitedClientIT {
  private static final Duration LIMIT = Duration.ofSeconds(4);

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
  void aCampaignOfThreeShapesComesToItsEnd() throws Exception {
    try (Session session = new Session()) {
      JsonNode made =
          session.told("campaign_init", Json.object().put("config", config().toString()));
      assertThat(made.required("returncode").asInt()).as(made.toString()).isZero();
    }
    for (String cell : new String[] {"aa-1k", "aa-10k", "aa-100k"}) {
      String runId = begun(cell);
      try (Session session = new Session()) {
        int cutOff = 0;
        Optional<JsonNode> answer = session.call("cell_run", run(cell));
        while (answer.isEmpty()) {
          cutOff++;
          JsonNode told = session.told("run_status", Json.object().put("run", runId));
          assertThat(told.at("/json/runs/0/state").asString()).isIn("running", "done", "failed");
          answer = session.call("cell_run", run(cell));
        }
        assertThat(cutOff).as("calls that the client gave up").isPositive();
        assertThat(answer.get().at("/json/run/run_id").asString()).isEqualTo(runId);
        assertThat(answer.get().at("/json/row_count").asInt())
            .as(answer.get().toString())
            .isEqualTo(1);
      }
    }
    try (Session session = new Session()) {
      JsonNode atlas = session.told("atlas_aggregate", Json.object().put("campaign", "limited"));
      assertThat(atlas.at("/json/row_count").asInt()).as(atlas.toString()).isEqualTo(3);
      JsonNode runs = session.told("run_status", Json.object().put("campaign", "limited"));
      assertThat(runs.at("/json/run_count").asInt()).isEqualTo(3);
    }
  }

  /// Begins the run of a cell, and kills the server that began it.
  private String begun(String cell) throws Exception {
    try (Session session = new Session()) {
      JsonNode begun = session.told("cell_run", run(cell).put("detach", true));
      assertThat(begun.required("returncode").asInt()).as(begun.toString()).isZero();
      session.kill();
      return begun.at("/json/run/run_id").asString();
    }
  }

  private static ObjectNode run(String cell) {
    return Json.object()
        .put("campaign", "limited")
        .put("cell", cell)
        .put("i_understand_this_submits_jobs", true);
  }

  private Path config() throws IOException {
    StringBuilder text = new StringBuilder("name: limited\ncells:\n");
    for (String shape : new String[] {"aa-1k", "aa-10k", "aa-100k"}) {
      text.append(
          """
            - cell_id: %s
              backend: aa
              concurrencies: [1]
              model: sim-8b
              hardware: undisclosed
              cache_mode: cold
              endpoint_kind: local
              aa:
                url: %s
                model: "sim-8b?step_ms=4&jitter=0"
                shape: %s
                engine: builtin
                request_count: 2
                warmup_requests: 0
                api_key_env: none
                preflight: false
          """
              .formatted(shape, simulator.origin(), shape));
    }
    return Files.writeString(directory.resolve("limited.yaml"), text);
  }

  /// The real server, and a client that waits only so long.
  private final class Session implements AutoCloseable {
    private final Process process;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private int lastId;

    Session() throws IOException, InterruptedException {
      ProcessBuilder builder = new ProcessBuilder(Outside.program("bin/perf-tune-report-mcp"));
      builder.environment().put("PERFTUNE_NO_BUILD", "1");
      builder
          .environment()
          .put("PERFREPORT_CAMPAIGNS_DIR", directory.resolve("campaigns").toString());
      builder.redirectError(
          ProcessBuilder.Redirect.appendTo(directory.resolve("server.log").toFile()));
      process = builder.start();
      Thread.ofVirtual()
          .start(() ->
              process
                  .inputReader(StandardCharsets.UTF_8)
                  .lines()
                  .forEach(line -> answers.add(Json.MAPPER.readTree(line))));
      ObjectNode hello = Json.object().put("protocolVersion", "2025-06-18");
      hello.putObject("capabilities");
      hello.putObject("clientInfo").put("name", "test").put("version", "1");
      request("initialize", hello);
      assertThat(answer(Duration.ofMinutes(1))).isPresent();
      send(Json.object().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    }

    /// The answer of a call that is quick; on a busy machine it may need another try.
    JsonNode told(String verb, ObjectNode arguments) throws InterruptedException {
      Optional<JsonNode> answer = call(verb, arguments);
      for (int more = 0; answer.isEmpty() && more < 10; more++) {
        answer = call(verb, arguments);
      }
      return answer.orElseThrow();
    }

    /// The answer; empty where it did not come in time, and the client has cancelled.
    Optional<JsonNode> call(String verb, ObjectNode arguments) throws InterruptedException {
      ObjectNode params = Json.object().put("name", "perf_tune_report_" + verb);
      params.set("arguments", arguments);
      request("tools/call", params);
      Optional<JsonNode> answer = answer(LIMIT);
      if (answer.isEmpty()) {
        ObjectNode cancelled =
            Json.object().put("jsonrpc", "2.0").put("method", "notifications/cancelled");
        cancelled.putObject("params").put("requestId", lastId);
        send(cancelled);
      }
      return answer.map(message -> message.at("/result/structuredContent"));
    }

    private Optional<JsonNode> answer(Duration limit) throws InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      JsonNode message = answers.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
      while (message != null && message.path("id").asInt(0) != lastId) {
        message = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
      return Optional.ofNullable(message);
    }

    private void request(String method, ObjectNode params) {
      ObjectNode message =
          Json.object().put("jsonrpc", "2.0").put("id", ++lastId).put("method", method);
      message.set("params", params);
      send(message);
    }

    private void send(ObjectNode message) {
      try {
        process
            .getOutputStream()
            .write((Json.line(message) + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      int _ = process.waitFor();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
