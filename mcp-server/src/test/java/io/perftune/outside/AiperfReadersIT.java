package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.value.Json;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import io.perftune.verb.cellrun.CellRun;
import io.perftune.verb.exportaiperf.ExportAiperf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What AIPerf's own models and plots make of the export of a cell that the built-in client
/// measured: at concurrency 1 of a server that thinks, at 2 of one that also fails.
class AiperfReadersIT {
  private static final double TOLERANCE = 1e-9;
  private static final String MODEL = "sim-reasoner?step_ms=0.2&reasoning.tokens=50";

  /// Our column, and AIPerf's statistic.
  private static final Map<String, String> SAME = new LinkedHashMap<>();

  static {
    Map<String, String> samples =
        Map.of(
            "ttft", "time_to_first_token",
            "ttfo", "time_to_first_output_token",
            "itl", "inter_token_latency",
            "request_latency", "request_latency");
    samples.forEach((ours, theirs) ->
        Stream.of("avg", "std", "p50", "p95", "min", "max")
            .forEach(
                statistic -> SAME.put(ours + "_" + statistic + "_ms", theirs + "." + statistic)));
    Stream.of("itl_min_ms", "itl_max_ms", "request_latency_std_ms").forEach(SAME::remove);
    Stream.of("request_latency_min_ms", "request_latency_max_ms").forEach(SAME::remove);
    SAME.put("output_speed_p50_tps", "output_token_throughput_per_user.p50");
    SAME.put("output_speed_avg_tps", "output_token_throughput_per_user.avg");
    SAME.put("output_speed_std_tps", "output_token_throughput_per_user.std");
    SAME.put("output_tps", "output_token_throughput.avg");
    SAME.put("request_throughput_avg", "request_throughput.avg");
    SAME.put("mean_input_tokens", "input_sequence_length.avg");
    SAME.put("mean_output_tokens", "output_sequence_length.avg");
    SAME.put("mean_answer_tokens", "output_token_count.avg");
    SAME.put("reasoning_token_count", "reasoning_token_count.avg");
    SAME.put("server_input_tokens", "usage_prompt_tokens.avg");
    SAME.put("server_output_tokens", "usage_completion_tokens.avg");
    SAME.put("requests_ok", "request_count.avg");
  }

  @TempDir Path directory;

  private Simulator simulator;
  private Path campaign;

  @BeforeEach
  void start() throws Exception {
    Outside.needsAiperf();
    simulator = Simulator.start(SimulatorSettings.local());
    campaign = made();
  }

  @AfterEach
  void stop() throws IOException {
    if (simulator != null) {
      simulator.close();
    }
  }

  @Test
  void aiperfsModelsAndPlotsOpenTheExportOfABuiltinCellWithEqualFigures() throws Exception {
    measure("whole", 1);
    measure("failing", 2);

    JsonNode read = read();

    assertSame(read, "whole", 20, 0);
    assertSame(read, "failing", 15, 5);
    assertThat(read.at("/failing/error_rows")).hasSize(5);
    assertThat(read.at("/failing/error_rows/0/code").intValue()).isEqualTo(503);
    assertThat(read.at("/failing/error_summary")).hasSize(1);
    assertThat(read.at("/failing/error_summary/0/count").intValue()).isEqualTo(5);
    assertPlotted("failing");
    assertPlotted("whole", "failing");
  }

  private void assertSame(JsonNode read, String cell, int ok, int failed) throws IOException {
    JsonNode theirs = read.required(cell);
    JsonNode row = row(cell);
    SAME.forEach((column, statistic) -> {
      JsonNode figure = theirs.required("statistics").path(statistic);
      if (row.required(column).isNull()) {
        assertThat(row.at("/unmeasured/" + column).asString()).contains("fewer than 20");
      } else {
        double ours = row.required(column).doubleValue();
        assertThat(figure.isNumber()).as(cell + " " + statistic).isTrue();
        assertThat(figure.doubleValue())
            .as(cell + " " + column)
            .isCloseTo(ours, within(Math.max(Math.abs(ours) * TOLERANCE, TOLERANCE)));
      }
    });
    assertThat(row.required("requests_ok").intValue()).isEqualTo(ok);
    assertThat(row.required("requests_failed").intValue()).isEqualTo(failed);
    assertThat(theirs.required("rows").intValue()).isEqualTo(ok + failed);
    assertThat(theirs.required("is_complete").booleanValue()).isTrue();
    assertThat(theirs.required("model").asString()).startsWith("sim-reasoner");
    assertThat(theirs.required("concurrency")).isEqualTo(row.required("concurrency"));
    // The statistics that AIPerf's models compute again of the rows, request by request.
    for (String tag : List.of("time_to_first_token", "inter_token_latency", "request_latency")) {
      double mean = theirs.at("/means_of_rows/" + tag).doubleValue();
      assertThat(theirs.required("statistics").required(tag + ".avg").doubleValue())
          .as(tag)
          .isCloseTo(mean, within(mean * TOLERANCE));
    }
  }

  /// aiperf plot ends well, says nothing of an error, and leaves figures with something in them.
  /// Its pictures alone would take a browser, so the figures are written as they go into one.
  private void assertPlotted(String... cells) throws Exception {
    Path figures = directory.resolve("plots-" + cells.length);
    Outside.Ended ended =
        python(
            "plot_export.py",
            Stream.concat(
                Stream.of(cells).map(cell -> export(cell).toString()),
                Stream.of("--output", figures.toString())));

    assertThat(ended.code()).as(ended.printed()).isZero();
    assertThat(ended.printed())
        .containsPattern("Saved [1-9][0-9]* plots? to")
        .doesNotContain("ERROR", "Traceback", "Failed");
    try (Stream<Path> files = Files.list(figures)) {
      assertThat(files.filter(file -> file.toString().endsWith(".png")))
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(Json.MAPPER.readTree(Files.readString(file)).required("data"))
                  .isNotEmpty());
    }
  }

  private JsonNode read() throws Exception {
    Path answer = directory.resolve("read.json");
    Outside.Ended ended =
        python(
            "read_export.py",
            Stream.of(answer.toString(), export("whole").toString(), export("failing").toString()));
    assertThat(ended.code()).as(ended.printed()).isZero();
    return Json.MAPPER.readTree(Files.readString(answer));
  }

  /// A script of ours in the Python of AIPerf.
  private Outside.Ended python(String script, Stream<String> arguments) throws Exception {
    return Outside.run(
        Map.of("HOME", directory.toString(), "TERM", "dumb"),
        Stream.concat(
                Stream.of(
                    aiperf().resolveSibling("python").toString(),
                    "-B",
                    Outside.CHECKOUT.resolve("mcp-server/src/test/outside/" + script).toString()),
                arguments)
            .toList());
  }

  private static Path aiperf() {
    String named = System.getenv("AIPERF_BIN");
    return named == null ? Path.of(Outside.program(".venv-aiperf/bin/aiperf")) : Path.of(named);
  }

  private Path export(String cell) {
    return directory.resolve("exports").resolve(cell);
  }

  private JsonNode row(String cell) throws IOException {
    String rows =
        Files.readString(campaign.resolve("cells").resolve(cell).resolve("normalized.json"));
    return Json.MAPPER.readTree(rows).required(0);
  }

  private Path made() throws Exception {
    String cell =
        """
          - cell_id: %s
            backend: aa
            concurrencies: [%d]
            model: sim
            hardware: undisclosed
            reasoning: true
            reasoning_parser: sim
            cache_mode: cold
            endpoint_kind: local
            aa:
              url: %s
              model: "%s"
              shape: aa-1k
              engine: builtin
              request_count: 20
              max_output_tokens: 1100
              preflight: false
              api_key_env: none
        """;
    Path file = directory.resolve("readers.yaml");
    Files.writeString(
        file,
        "name: readers\ncells:\n"
            + cell.formatted("whole", 1, simulator.origin(), MODEL)
            + cell.formatted(
                "failing", 2, simulator.origin(), MODEL + "&fault.kind=status&every=4&status=503"));
    Reply made = call(new CampaignInit(), Map.of("config", file.toString()));
    return Path.of(made.json().required("campaign_dir").asString());
  }

  private void measure(String cell, int concurrency) throws Exception {
    Map<String, Object> point =
        new HashMap<>(Map.of("campaign", campaign.getFileName().toString(), "cell", cell));
    point.put("i_understand_this_submits_jobs", true);
    Reply run =
        Call.of(
            new CellRun(directory),
            point,
            Contexts.in(directory, System.getenv(), (_, _, _) -> {}));
    assertThat(campaign.resolve("cells/" + cell + "/normalized.json")).as(run.stderr()).exists();
    point.remove("i_understand_this_submits_jobs");
    point.put("concurrency", concurrency);
    point.put("out", export(cell).toString());
    call(new ExportAiperf(), point);
  }

  private Reply call(io.perftune.verb.Verb verb, Map<String, Object> properties) throws Exception {
    Reply reply = Call.of(verb, properties, Contexts.in(directory));
    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    return reply;
  }
}
