package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.RawResults;
import io.perftune.fixtures.Call;
import io.perftune.simulator.Truth;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Cells that the client of this product measures, as the process that it is, held to what the
/// simulator knows. Whether the client was fast enough is the machine's affair, so no status is
/// asserted where that may fail a point.
class BuiltinCellTest extends SimulatedCell {
  private static final String CANARY = "sk-canary-0123456789abcdef";

  @Override
  void prepare(Workbench bench) {
    bench.environment().remove("AIPERF_BIN");
  }

  @Test
  void aRowIsWhatTheSimulatorSent() throws Exception {
    Workbench bench =
        bench(
            "sim-reasoner?step_ms=0.5&jitter=0&batch_slope=0&reasoning.tokens=200",
            "concurrencies: [3]",
            "reasoning: true",
            "reasoning_parser: sim",
            "aa:engine: builtin",
            "aa:request_count: 6",
            "aa:max_output_tokens: 1300");

    Reply reply = bench.run();

    assertThat(bench.rows().keySet()).as(reply.stderr()).containsExactly(3);
    JsonNode row = bench.row(3);
    List<Truth> truths = truths(bench, 3);
    assertThat(truths).hasSize(6);
    assertThat(number(row, "mean_answer_tokens"))
        .isEqualTo(mean(truths, truth -> truth.sent().answerTokens()));
    assertThat(number(row, "reasoning_token_count"))
        .isEqualTo(mean(truths, truth -> truth.sent().reasoningTokens()))
        .isEqualTo(200);
    assertThat(number(row, "mean_input_tokens"))
        .isEqualTo(mean(truths, truth -> truth.prompt().tokens()))
        .isEqualTo(1_000);
    assertThat(number(row, "ttfo_coverage")).isEqualTo(1);
    assertThat(row.required("reasoning_surface").asString()).isEqualTo("reasoning_content");
    assertThat(row.required("ttft_ttfo_tied").booleanValue()).isFalse();
    assertThat(row.required("load_engine").asString()).isEqualTo("builtin");
    assertThat(row.required("prompt_source").asString()).isEqualTo("wordnet");
    assertThat(number(row, "connection_reused_share")).isEqualTo(1);
    assertThat(row.required("client_probe_p99_ms").isNumber()).isTrue();
    assertThat(number(row, "ttft_p50_ms")).isPositive().isLessThan(number(row, "ttfo_p50_ms"));
    assertThat(prompts()).hasSize(3 + 6).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource({"reasoning, reasoning", "inline_closed, inline_think", "hidden, none_seen"})
  void theSurfaceOfReasoningIsSeenWhereverItIs(String field, String surface) throws Exception {
    Workbench bench =
        bench(
            "sim-reasoner?step_ms=0.2&reasoning.tokens=50&reasoning.field=" + field,
            "concurrencies: [2]",
            "aa:engine: builtin",
            "aa:warmup_requests: 0",
            "aa:max_output_tokens: 1100");

    Reply reply = bench.run();

    assertThat(bench.rows()).as(reply.stderr()).containsKey(2);
    assertThat(bench.row(2).required("reasoning_surface").asString()).isEqualTo(surface);
    assertThat(number(bench.row(2), "mean_answer_tokens"))
        .isEqualTo(mean(truths(bench, 2), truth -> truth.sent().answerTokens()));
  }

  @Test
  void aThinkOnlyPointHasCoverageZeroAndNoAnswerTime() throws Exception {
    Workbench bench =
        bench(
            "sim-reasoner?step_ms=0.2&answer_share=0&reasoning.tokens=100",
            "concurrencies: [2]",
            "aa:engine: builtin",
            "aa:warmup_requests: 0");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    JsonNode row = bench.row(2);
    assertThat(number(row, "ttfo_coverage")).isZero();
    assertThat(row.required("ttfo_p50_ms").isNull()).isTrue();
    assertThat(row.at("/unmeasured/ttfo_p50_ms").asString()).isNotBlank();
    assertThat(number(row, "mean_answer_tokens")).isZero();
    assertThat(number(row, "mean_output_tokens")).isEqualTo(1_000);
  }

  @Test
  void keyAndHeaderReachTheEndpointAndNoFile() throws Exception {
    Workbench bench =
        bench(
            "sim-8b?step_ms=0.2",
            "concurrencies: [1]",
            "aa:engine: builtin",
            "aa:api_key_env: MY_KEY",
            "aa:headers: {X-Tenant: \"${TENANT}\"}");
    bench.environment().put("MY_KEY", CANARY);
    bench.environment().put("TENANT", "tenant-canary-42");

    Reply reply = bench.run();

    assertThat(bench.rows()).as(reply.stderr()).containsKey(1);
    assertThat(reply.stdout() + reply.stderr() + Json.line(reply.json()))
        .doesNotContain(CANARY, "tenant-canary-42");
    for (Path file : files(bench.cell().root())) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain(CANARY, "tenant-canary-42");
    }
  }

  @Test
  void aHeaderWhoseVariableIsNotSetIsRefusedBeforeAnyLoad() throws Exception {
    Workbench bench =
        bench(
            "sim-8b",
            "concurrencies: [1]",
            "aa:engine: builtin",
            "aa:headers: {X-Tenant: \"${TENANT}\"}");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "no-header-value").required("message").asString())
        .contains("TENANT");
    assertThat(simulator().truth()).isEmpty();
  }

  @Test
  void streamsAreDroppedOnRequestAndTheJournalHashesWhatIsLeft() throws Exception {
    Workbench bench = bench("sim-8b?step_ms=0.2", "concurrencies: [1]", "aa:engine: builtin");

    Reply reply = bench.run("no_keep_streams", true);

    Path raw = bench.cell().raw(1, 1);
    assertThat(raw.resolve("client.json")).as(reply.stderr()).exists();
    assertThat(raw.resolve("streams.bin")).doesNotExist();
    assertThat(bench.row(1).required("raw_sha256").asString())
        .isEqualTo(RawResults.sha256(raw))
        .isNotEmpty();
  }

  @Test
  void aRefusedFloorIsAFailureWithTheServersWords() throws Exception {
    Workbench bench =
        bench(
            "sim-8b?min_tokens=refused_400",
            "concurrencies: [1, 2]",
            "aa:engine: builtin",
            "aa:warmup_requests: 0");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isNotZero();
    assertThat(Json.line(reply.json().required("problems"))).contains("400").contains("min_tokens");
  }

  private static List<Path> files(Path root) throws java.io.IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return new ArrayList<>(paths.filter(Files::isRegularFile).toList());
    }
  }
}
