package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.bench.RequestError;
import io.perftune.capture.Requests;
import io.perftune.simulator.Truth;
import io.perftune.value.RequestRecord;
import io.perftune.verb.Reply;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// One seeded dataset through the real AIPerf and through the client of this product: the same
/// prompts, the same counts of what came back, and times that differ by no more than what both are
/// off by.
class EnginesAgreeIT extends SimulatedCell {
  private static final double ROUNDING_MS = 1e-6;

  private static final List<String> COUNTS =
      List.of(
          "mean_input_tokens",
          "mean_output_tokens",
          "mean_answer_tokens",
          "reasoning_token_count",
          "server_input_tokens",
          "server_output_tokens",
          "floor_met_share",
          "ttfo_coverage",
          "requests_ok",
          "requests_answered");

  @Override
  void prepare(Workbench bench) throws Exception {
    bench.environment().put("AIPERF_BIN", RealAiperf.program());
  }

  @Test
  void oneDatasetGivesTheSamePromptsAndCountsAndTimesThatAgree() throws Exception {
    Workbench aiperf = measured("aiperf");
    List<String> sent = prompts();
    JsonNode theirs = aiperf.row(2);

    Workbench builtin = measured("builtin");
    List<String> all = new ArrayList<>(prompts());
    JsonNode ours = builtin.row(2);

    assertThat(sent).hasSize(4 + 2).doesNotHaveDuplicates();
    assertThat(all.subList(sent.size(), all.size())).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(ours.required("dataset_sha256")).isEqualTo(theirs.required("dataset_sha256"));
    assertThat(ours.required("load_engine").asString()).isEqualTo("builtin");
    assertThat(theirs.required("load_engine").asString()).isEqualTo("aiperf");
    for (String count : COUNTS) {
      assertThat(ours.required(count)).as(count).isEqualTo(theirs.required(count));
    }
    assertTimesAgree(aiperf, builtin);
  }

  /// What each engine's median is off by, against what the simulator did in that engine's own run,
  /// is no more than its requests are; and no engine sees a token before it was sent.
  private void assertTimesAgree(Workbench aiperf, Workbench builtin) throws Exception {
    assertThat(Stream.concat(errors(aiperf).stream(), errors(builtin).stream()))
        .allSatisfy(error -> {
          assertThat(error.ttft()).isNotNegative();
          assertThat(error.ttfo()).isNotNull().isNotNegative();
          assertThat(error.latency()).isNotNegative();
          assertThat(error.tokens()).isZero();
        });
    assertAgreement("ttft_p50_ms", RequestError::ttft, RequestError::ttftMs, aiperf, builtin);
    assertAgreement(
        "ttfo_p50_ms", error -> known(error.ttfo()), RequestError::ttfoMs, aiperf, builtin);
    assertAgreement(
        "itl_p50_ms", error -> known(error.itl()), RequestError::itlMs, aiperf, builtin);
  }

  private void assertAgreement(
      String column,
      ToDoubleFunction<RequestError> error,
      ToDoubleFunction<Truth> truth,
      Workbench aiperf,
      Workbench builtin)
      throws Exception {
    double measured = number(builtin.row(2), column) - number(aiperf.row(2), column);
    double real = median(truths(builtin, 2), truth) - median(truths(aiperf, 2), truth);
    double bound = worst(errors(builtin), error) + worst(errors(aiperf), error);
    assertThat(measured).as(column).isCloseTo(real, within(bound + ROUNDING_MS));
  }

  private List<RequestError> errors(Workbench bench) {
    List<RequestRecord> records =
        Requests.read(bench.cell().requests()).stream()
            .filter(record -> record.key().concurrency() == 2)
            .toList();
    List<Truth> truths = truths(bench, 2);
    assertThat(records).hasSize(4).hasSameSizeAs(truths);
    return IntStream.range(0, records.size())
        .mapToObj(i -> RequestError.of(records.get(i), truths.get(i)))
        .toList();
  }

  private static double known(@Nullable Double figure) {
    return Objects.requireNonNull(figure, "every request has tokens and an answer");
  }

  private static double worst(List<RequestError> errors, ToDoubleFunction<RequestError> figure) {
    return errors.stream().mapToDouble(figure).map(Math::abs).max().orElseThrow();
  }

  private static double median(List<Truth> truths, ToDoubleFunction<Truth> figure) {
    double[] sorted = truths.stream().mapToDouble(figure).sorted().toArray();
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }

  private Workbench measured(String engine) throws Exception {
    Workbench bench =
        bench(
            Files.createDirectory(directory.resolve(engine)),
            "sim-reasoner?step_ms=1&reasoning.tokens=50",
            "concurrencies: [2]",
            "reasoning: true",
            "reasoning_parser: sim",
            "aa:mode: dataset-replay",
            "aa:max_output_tokens: 1100",
            "aa:engine: " + engine);
    Reply reply = bench.run();
    assertThat(bench.rows()).as(reply.stderr()).containsKey(2);
    return bench;
  }
}
