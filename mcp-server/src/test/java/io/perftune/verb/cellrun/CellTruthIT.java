package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.fixtures.Call;
import io.perftune.plan.prompts.Seeds;
import io.perftune.simulator.Truth;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Cells that the real AIPerf measures, held to what the simulator knows.
class CellTruthIT extends SimulatedCell {
  /// A column of the row, and what AIPerf's own summary calls it.
  private static final Map<String, String> SUMMARY =
      Map.ofEntries(
          Map.entry("ttft_avg_ms", "time_to_first_token/avg"),
          Map.entry("ttft_std_ms", "time_to_first_token/std"),
          Map.entry("ttft_p50_ms", "time_to_first_token/p50"),
          Map.entry("ttft_min_ms", "time_to_first_token/min"),
          Map.entry("ttft_max_ms", "time_to_first_token/max"),
          Map.entry("ttfo_avg_ms", "time_to_first_output_token/avg"),
          Map.entry("ttfo_p50_ms", "time_to_first_output_token/p50"),
          Map.entry("itl_avg_ms", "inter_token_latency/avg"),
          Map.entry("itl_p50_ms", "inter_token_latency/p50"),
          Map.entry("request_latency_avg_ms", "request_latency/avg"),
          Map.entry("request_latency_p50_ms", "request_latency/p50"),
          Map.entry("output_tps_per_user", "output_token_throughput_per_user/avg"),
          Map.entry("mean_input_tokens", "input_sequence_length/avg"),
          Map.entry("mean_output_tokens", "output_sequence_length/avg"),
          Map.entry("server_output_tokens", "usage_completion_tokens/avg"));

  @Override
  void prepare(Workbench bench) throws Exception {
    bench.environment().put("AIPERF_BIN", RealAiperf.program());
  }

  @Test
  void aa1kAtOneAndTenIsWhatTheSimulatorSentAndWhatAiperfSays() throws Exception {
    Workbench bench =
        bench(
            "sim-reasoner?step_ms=0.5&jitter=0&batch_slope=0&reasoning.tokens=200",
            "concurrencies: [1, 10]",
            "reasoning: true",
            "reasoning_parser: sim",
            "aa:request_count: 10",
            "aa:max_output_tokens: 1300");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(Call.codes(reply)).containsExactly("ill-posed-workload");
    for (int concurrency : List.of(1, 10)) {
      JsonNode row = bench.row(concurrency);
      List<Truth> truths = truths(bench, concurrency);
      assertThat(row.required("status").asString()).isEqualTo("full");
      assertThat(truths).hasSize(10);
      assertThat(number(row, "mean_output_tokens"))
          .isEqualTo(
              mean(truths, truth -> truth.sent().answerTokens() + truth.sent().reasoningTokens()));
      assertThat(number(row, "mean_answer_tokens"))
          .isEqualTo(mean(truths, truth -> truth.sent().answerTokens()));
      assertThat(number(row, "reasoning_token_count"))
          .isEqualTo(mean(truths, truth -> truth.sent().reasoningTokens()))
          .isEqualTo(200);
      assertThat(number(row, "mean_input_tokens"))
          .isEqualTo(mean(truths, truth -> truth.prompt().tokens()))
          .isEqualTo(1_000);
      assertThat(number(row, "ttfo_coverage")).isEqualTo(1);
      agreesWithTheSummary(row, bench.cell().raw(concurrency, 1));
    }
    List<String> prompts = prompts();
    assertThat(prompts).hasSize(1 + 10 + 10 + 10).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"1, 1.0, full", "0.5, 0.5, full", "0, 0.0, partial"})
  void coverageIsTheShareOfRequestsThatReachedAnAnswer(String share, double coverage, String status)
      throws Exception {
    Workbench bench =
        bench(
            "sim-reasoner?step_ms=0.5&reasoning.tokens=100&answer_share=" + share,
            "concurrencies: [2]",
            "reasoning: true",
            "reasoning_parser: sim",
            "aa:warmup_requests: 0",
            "aa:max_output_tokens: 1100");

    Reply reply = bench.run();

    JsonNode row = bench.row(2);
    assertThat(row.required("status").asString()).as(reply.stderr()).isEqualTo(status);
    assertThat(number(row, "ttfo_coverage")).isEqualTo(coverage);
    assertThat(number(row, "mean_answer_tokens"))
        .isEqualTo(mean(truths(bench, 2), truth -> truth.sent().answerTokens()));
    assertThat(number(row, "mean_output_tokens")).isEqualTo(1_100);
    assertThat(row.required("ttfo_p50_ms").isNull()).isEqualTo(coverage == 0);
    if (coverage == 0) {
      assertThat(reply.returncode()).isEqualTo(1);
      assertThat(row.at("/unmeasured/ttfo_p50_ms").asString()).isNotBlank();
      assertThat(number(row, "mean_answer_tokens")).isZero();
      assertThat(number(row, "ttft_p50_ms")).isPositive();
      assertThat(row.required("status_reason").asString()).contains("answer");
    }
    assertThat(Call.codes(reply)).doesNotContain("cross-check");
  }

  @Test
  void datasetReplaySendsExactlyTheDataset() throws Exception {
    Workbench bench = bench("sim-8b?step_ms=0.5", "concurrencies: [2]", "aa:mode: dataset-replay");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    List<String> dataset =
        Files.readAllLines(bench.cell().dataset(2, 1, 1)).stream()
            .map(line -> Json.MAPPER.readTree(line).required("text_input").asString())
            .map(Digest::sha256)
            .toList();
    assertThat(prompts())
        .hasSize(4 + 2)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(dataset);
    assertThat(simulator().truth())
        .allSatisfy(truth -> assertThat(truth.prompt().tokens()).isEqualTo(1_000));
    assertThat(bench.row(2).required("seed").longValue())
        .isEqualTo(new Seeds("dataset-replay").seed("aa-1k", 2, 1, 0));
  }

  @Test
  void aRefusedFloorIsAFailureWithTheServersWordsAndTheWayOut() throws Exception {
    Workbench bench =
        bench("sim-8b?min_tokens=refused_400", "concurrencies: [1, 2]", "aa:warmup_requests: 0");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(reply.json().required("status").asString()).isEqualTo("failed");
    JsonNode problem = Call.problem(reply, "point-failed");
    assertThat(problem.required("message").asString()).contains("400").contains("min_tokens");
    assertThat(problem.required("remedy").asString()).contains("extra_output_controls: false");
    assertThat(bench.rows().keySet()).containsExactly(1);
    assertThat(simulator().truth()).hasSize(4);
  }

  private static void agreesWithTheSummary(JsonNode row, Path raw) throws IOException {
    JsonNode summary =
        Json.MAPPER.readTree(Files.readString(raw.resolve("profile_export_aiperf.json")));
    SUMMARY.forEach((column, theirs) -> {
      JsonNode value = summary.at("/" + theirs);
      assertThat(value.isNumber()).as(theirs).isTrue();
      assertThat(number(row, column))
          .as(column)
          .isCloseTo(value.doubleValue(), within(value.doubleValue() * 1e-9));
    });
  }
}
