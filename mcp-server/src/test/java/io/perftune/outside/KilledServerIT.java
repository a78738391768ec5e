package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.value.Json;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The server is killed in the middle of cell_run; the same call goes on from what was complete.
class KilledServerIT {
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
  void finishedPointsAreKeptAndTheRestIsMeasured() throws Exception {
    Path config = Outside.campaign(directory, simulator.origin().toString(), "sim-8b?step_ms=4");
    try (Server first = new Server()) {
      JsonNode made = first.call("campaign_init", Json.object().put("config", config.toString()));
      assertThat(made.required("returncode").asInt()).as(made.toString()).isZero();
      first.send("cell_run", run());
      first.awaitProgress("c=2 (point 2 of 2)");
      first.kill();
    }
    Path cell = cell();
    assertThat(cell.resolve("status.json")).doesNotExist();
    long orphan = lastChild(cell);
    String kept = rawSha256(cell, 1);

    try (Server second = new Server()) {
      JsonNode again = second.call("cell_run", run());
      assertThat(again.required("returncode").asInt()).as(again.toString()).isZero();
      assertThat(again.at("/json/status").asString()).isEqualTo("full");
    }
    assertThat(ProcessHandle.of(orphan)).isEmpty();
    assertThat(rawSha256(cell, 1)).isEqualTo(kept);
    JsonNode rows = Json.MAPPER.readTree(Files.readString(cell.resolve("normalized.json")));
    assertThat(rows).hasSize(2).allMatch(row -> row.required("n").asInt() == 3);
    List<String> requests = Files.readAllLines(cell.resolve("requests.jsonl"));
    Set<String> ids = new HashSet<>();
    requests.forEach(line -> ids.add(Json.MAPPER.readTree(line).required("request_id").asString()));
    assertThat(requests).hasSize(6);
    assertThat(ids).hasSize(6);
    try (Stream<Path> superseded = Files.walk(cell.resolve("superseded"))) {
      assertThat(superseded.map(Path::toString))
          .anyMatch(path -> path.contains("raw/c2"))
          .noneMatch(path -> path.contains("raw/c1"));
    }
  }

  private ObjectNode run() {
    return Json.object()
        .put("campaign", "outside")
        .put("cell", "aa-1k")
        .put("i_understand_this_submits_jobs", true);
  }

  private Path cell() throws IOException {
    try (Stream<Path> found = Files.list(directory.resolve("campaigns"))) {
      return found.findFirst().orElseThrow().resolve("cells/aa-1k");
    }
  }

  private static List<JsonNode> journal(Path cell) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String line : Files.readAllLines(cell.resolve("journal.jsonl"))) {
      events.add(Json.MAPPER.readTree(line));
    }
    return events;
  }

  private static long lastChild(Path cell) throws IOException {
    return journal(cell).stream()
        .filter(event -> event.path("event").asString().equals("child_started"))
        .toList()
        .getLast()
        .required("pid")
        .asLong();
  }

  private static String rawSha256(Path cell, int concurrency) throws IOException {
    return journal(cell).stream()
        .filter(event -> event.path("event").asString().equals("point_ended"))
        .filter(event -> event.required("concurrency").asInt() == concurrency)
        .toList()
        .getLast()
        .required("raw_sha256")
        .asString();
  }

  /// The real server, spoken to line by line.
  private final class Server implements AutoCloseable {
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private int lastId;

    Server() throws IOException {
      ProcessBuilder builder = new ProcessBuilder(Outside.program("bin/perf-tune-report-mcp"));
      builder.environment().put("PERFTUNE_NO_BUILD", "1");
      builder
          .environment()
          .putAll(Map.of("PERFREPORT_CAMPAIGNS_DIR", directory.resolve("campaigns").toString()));
      builder.redirectError(directory.resolve("server.log").toFile());
      process = builder.start();
      in = process.outputWriter(StandardCharsets.UTF_8);
      out = process.inputReader(StandardCharsets.UTF_8);
      ObjectNode hello = Json.object().put("protocolVersion", "2025-06-18");
      hello.putObject("capabilities");
      hello.putObject("clientInfo").put("name", "test").put("version", "1");
      request("initialize", hello);
      JsonNode _ = answer();
      line(Json.object().put("jsonrpc", "2.0").put("method", "notifications/initialized"));
    }

    JsonNode call(String verb, ObjectNode arguments) throws IOException {
      send(verb, arguments);
      return answer().at("/result/structuredContent");
    }

    void send(String verb, ObjectNode arguments) throws IOException {
      ObjectNode params = Json.object().put("name", "perf_tune_report_" + verb);
      params.set("arguments", arguments);
      params.putObject("_meta").put("progressToken", "p");
      request("tools/call", params);
    }

    void awaitProgress(String words) throws IOException {
      while (!next().at("/params/message").asString("").contains(words)) {
        assertThat(process.isAlive()).isTrue();
      }
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      int _ = process.waitFor();
    }

    private void request(String method, ObjectNode params) throws IOException {
      ObjectNode message =
          Json.object().put("jsonrpc", "2.0").put("id", ++lastId).put("method", method);
      message.set("params", params);
      line(message);
    }

    private JsonNode answer() throws IOException {
      JsonNode message = next();
      while (message.path("id").asInt(0) != lastId) {
        message = next();
      }
      return message;
    }

    private JsonNode next() throws IOException {
      String line = out.readLine();
      assertThat(line).as("the server speaks").isNotNull();
      return Json.MAPPER.readTree(line);
    }

    private void line(ObjectNode message) throws IOException {
      in.write(Json.line(message) + "\n");
      in.flush();
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
