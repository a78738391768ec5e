package io.perftune.atlas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.config.Tables;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Preflight;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtlasRowsTest {
  private static final AtlasRows ROWS = new AtlasRows(Tables.table(Tables.ATLAS));

  @Test
  void everyRequestAnsweredIsACoverageOfOne() {
    Row row = row(Requests.ok(0, 20));

    assertThat(row.number("ttfo_coverage")).isEqualTo(1.0);
    assertThat(row.integer("requests_answered")).isEqualTo(20);
    assertThat(row.number("ttfo_p50_ms")).isEqualTo(109.5);
  }

  @Test
  void halfOfTheRequestsAnsweredIsACoverageOfAHalf() {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 10));
    IntStream.range(10, 20).forEach(index -> records.add(Requests.thinkOnly(index).record()));

    Row row = row(records);

    assertThat(row.number("ttfo_coverage")).isEqualTo(0.5);
    assertThat(row.number("ttfo_p50_ms")).isEqualTo(104.5);
    assertThat(row.number("ttft_p50_ms")).isEqualTo(109.5);
    assertNull(row, "ttfo_p95_ms", "fewer than 20 values");
  }

  @Test
  void tokensWithoutAnAnswerAreACoverageOfZeroAndNoTtfo() {
    Row row = row(records(20, Requests::thinkOnly));

    assertThat(row.number("ttfo_coverage")).isZero();
    assertThat(row.text("status")).isEqualTo("partial");
    assertThat(row.number("mean_output_tokens")).isEqualTo(1_000);
    assertThat(row.number("mean_answer_tokens")).isZero();
    for (String column :
        List.of(
            "ttfo_avg_ms",
            "ttfo_std_ms",
            "ttfo_p50_ms",
            "ttfo_p95_ms",
            "ttfo_min_ms",
            "ttfo_max_ms",
            "ttfo_p50_ci_low",
            "ttfo_p50_ci_high")) {
      assertNull(row, column, "no request reached an answer token: coverage is 0");
    }
  }

  @Test
  void nothingBackIsNoCoverageAtAll() {
    Row row = row(records(20, Requests::failed));

    assertNull(row, "ttfo_coverage", "no token came");
    assertNull(row, "ttft_p50_ms", "no token came");
    assertThat(row.text("status")).isEqualTo("failed");
    assertThat(row.integer("n")).isZero();
    assertThat(row.integer("requests_failed")).isEqualTo(20);
  }

  @Test
  void tokensAreMeansByBothCounts() {
    Row row = row(records(20, Requests::thinking));

    assertThat(row.number("mean_input_tokens")).isEqualTo(1_000);
    assertThat(row.number("mean_output_tokens")).isEqualTo(3_000);
    assertThat(row.number("mean_answer_tokens")).isEqualTo(1_000);
    assertThat(row.number("reasoning_token_count")).isEqualTo(2_000);
    assertThat(row.number("server_input_tokens")).isEqualTo(1_011);
    assertThat(row.number("server_output_tokens")).isEqualTo(3_000);
  }

  @Test
  void tokensThatNobodyCountedAreNoFailureOfTheRequests() {
    Row row =
        row(
            records(
                20,
                index ->
                    Requests.ok(index)
                        .without("input_tokens", "answer_tokens", "reasoning_tokens")
                        .without("server_input_tokens", "server_output_tokens")));

    for (String column :
        List.of("mean_input_tokens", "mean_answer_tokens", "reasoning_token_count")) {
      assertNull(row, column, "the engine did not count them");
    }
    assertNull(row, "server_input_tokens", "the server sent no usage");
    assertNull(row, "total_tps_per_gpu", "input or output tokens were not counted");
  }

  @Test
  void outputTpsIsAllTokensBetweenTheFirstStartAndTheLastToken() {
    Row row = row(Requests.ok(0, 20));

    // The last request starts after 19 s and has its last token 119 + 9,990 ms later.
    double seconds = 19 + 10.109;
    assertThat(row.number("output_tps")).isCloseTo(20_000 / seconds, within(1e-9));
    assertThat(row.number("request_throughput_avg")).isCloseTo(20 / seconds, within(1e-12));
  }

  @Test
  void speedPerUserIsOfEachRequestAndNotTheTotalDividedByConcurrency() {
    List<RequestRecord> records =
        IntStream.range(0, 20)
            .mapToObj(index ->
                Requests.ok(index).with("concurrency", 10).with("itl_ms", index < 10 ? 10 : 20))
            .map(Requests::record)
            .toList();

    Row row = row(records);

    assertThat(row.number("output_tps_per_user")).isCloseTo(75, within(1e-9));
    assertThat(row.number("output_speed_avg_tps")).isCloseTo(75, within(1e-9));
    assertThat(row.number("output_speed_p50_tps")).isCloseTo(75, within(1e-9));
    assertThat(row.number("output_tps_per_user"))
        .isNotEqualTo(requireNonNull(row.number("output_tps")) / 10);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // num_gpus, tensor, pipeline, data -> GPUs, or the reason why not
        "-, 4, 2, 8, 64, -",
        "-, 4, 1, 1, 4, -",
        "16, 4, 2, 8, 16, -",
        "undisclosed, -, 1, 1, -, undisclosed",
        "-, undisclosed, 1, 1, -, undisclosed",
        "-, 4, undisclosed, 1, -, undisclosed",
        "-, 4, 1, not_applicable, -, not_applicable",
        "-, -, 1, 1, -, not declared",
      })
  void dataAndPipelineParallelismCountAsGpus(
      @Nullable String own,
      @Nullable String tensor,
      String pipeline,
      String data,
      @Nullable Long gpus,
      @Nullable String why) {
    Map<String, Object> declared = new java.util.HashMap<>();
    declare(declared, "num_gpus", own);
    declare(declared, "tensor_parallel", tensor);
    declare(declared, "pipeline_parallel", pipeline);
    declare(declared, "data_parallel", data);

    Row row = row(SampleCampaigns.cell("a", declared), Requests.ok(0, 20));

    assertThat(row.integer("num_gpus")).isEqualTo(gpus);
    assertThat(row.whyNull("num_gpus")).isEqualTo(why);
    if (gpus == null) {
      assertThat(row.whyNull("output_tps_per_gpu")).isEqualTo("num_gpus is unknown");
    } else {
      assertThat(row.number("output_tps_per_gpu"))
          .isCloseTo(requireNonNull(row.number("output_tps")) / gpus, within(1e-9));
      assertThat(row.number("total_tps_per_gpu"))
          .isCloseTo(2 * requireNonNull(row.number("output_tps")) / gpus, within(1e-9));
    }
  }

  @Test
  void aNumberThatCannotBeKnownIsNullAndTheWordIsTheReason() {
    Row row = row(Requests.ok(0, 20));

    assertNull(row, "max_num_batched_tokens", "undisclosed");
    assertNull(row, "gpu_memory_utilization", "undisclosed");
    assertNull(row, "max_num_seqs", "not declared");
    assertThat(row.text("quant")).isEqualTo("undisclosed");
  }

  @Test
  void theOutputIsGuaranteedWhereEveryAnswerReachedTheFloor() {
    assertThat(row(Requests.ok(0, 20)).text("output_control")).isEqualTo("guaranteed");
    assertThat(row(Requests.ok(0, 20)).number("floor_met_share")).isEqualTo(1.0);
  }

  @Test
  void anAnswerBelowTheFloorMakesItUnverifiedAndCountsInTheShare() {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 15));
    IntStream.range(15, 20)
        .forEach(index ->
            records.add(
                Requests.ok(index)
                    .with("answer_tokens", 400)
                    .with("server_output_tokens", 400)
                    .record()));

    Row row = row(records);

    assertThat(row.text("output_control")).isEqualTo("unverified");
    assertThat(row.number("floor_met_share")).isEqualTo(0.75);
    assertThat(row.text("status")).isEqualTo("full");
  }

  @Test
  void theServersOwnCountGuaranteesAnAnswerThatO200kCountsShorter() {
    Row row = row(records(20, index -> Requests.ok(index).with("answer_tokens", 900)));

    assertThat(row.text("output_control")).isEqualTo("guaranteed");
    assertThat(row.number("floor_met_share")).isZero();
  }

  @Test
  void theServersCountIsNoGuaranteeWhereReasoningIsInIt() {
    Row row = row(records(20, index -> Requests.thinking(index).with("answer_tokens", 900)));

    assertThat(row.text("output_control")).isEqualTo("unverified");
  }

  @Test
  void nothingIsGuaranteedWhereReasoningMayStandInTheAnswer() {
    Cell cell = SampleCampaigns.cell("a", Map.of("reasoning", true));

    Row row = row(cell, Requests.ok(0, 20));

    assertThat(row.text("tied_reading")).isEqualTo("unconfigured_parser");
    assertThat(row.text("output_control")).isEqualTo("unverified");
  }

  @Test
  void withoutTheControlsTheLengthIsACap() {
    Cell cell =
        SampleCampaigns.cell(
            "a",
            Map.of(),
            new AaWorkload.Output(false, null, "max_completion_tokens", Json.object()));

    assertThat(row(cell, Requests.ok(0, 20)).text("output_control")).isEqualTo("cap");
  }

  @Test
  void theCachedShareIsOfAllPromptTokensThatWereToldOf() {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 10));
    records.add(
        Requests.ok(10).with("server_input_tokens", 1_000).with("cached_tokens", 500).record());
    records.add(
        Requests.ok(11).with("server_input_tokens", 3_000).with("cached_tokens", 0).record());

    assertThat(row(records).number("cached_token_share")).isEqualTo(0.125);
    assertNull(
        row(Requests.ok(0, 20)), "cached_token_share", "the server reports no cached tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "undisclosed, hardware undisclosed",
    "not_applicable, hardware not_applicable",
    "h200, no roofline evidence",
  })
  void solIsNullAndSaysWhy(String hardware, String why) {
    Cell cell = SampleCampaigns.cell("a", Map.of("hardware", hardware));

    Row row = row(cell, Requests.ok(0, 20));

    for (String column : List.of("sol_pct", "sol_metric", "sol_rigor")) {
      assertNull(row, column, why);
    }
    assertThat(row.text("hardware")).isEqualTo(hardware);
    assertThat(row.text("sol_ceiling_key")).isEqualTo(hardware.equals("h200") ? "h200" : null);
  }

  @Test
  void aaModelsAReasoningModelWithTwoThousandTokens() {
    Row row = row(records(20, Requests::thinking));

    // Medians: ttft 109.5 ms, 100 tokens/s.
    assertThat(row.integer("aa_assumed_reasoning_tokens")).isEqualTo(2_000);
    assertThat(row.number("aa_ttfat_ms")).isCloseTo(109.5 + 20_000, within(1e-9));
    assertThat(row.number("aa_e2e_500_ms")).isCloseTo(109.5 + 25_000, within(1e-9));
    assertThat(row.number("ttfo_p50_ms")).isEqualTo(20_109.5);
  }

  @Test
  void aaModelsANonReasoningModelWithNone() {
    Row row = row(SampleCampaigns.cell("a", Map.of("reasoning", false)), Requests.ok(0, 20));

    assertThat(row.integer("aa_assumed_reasoning_tokens")).isZero();
    assertThat(row.number("aa_ttfat_ms")).isEqualTo(109.5);
    assertThat(row.number("aa_e2e_500_ms")).isCloseTo(109.5 + 5_000, within(1e-9));
  }

  @Test
  void aaModelsNothingWhereReasoningIsUndetermined() {
    Row row = row(Requests.ok(0, 20));

    assertThat(row.text("tied_reading")).isEqualTo("undetermined");
    for (String column : List.of("aa_assumed_reasoning_tokens", "aa_ttfat_ms", "aa_e2e_500_ms")) {
      assertThat(row.value(column).isNull()).isTrue();
      assertThat(row.whyNull(column)).contains("declare reasoning in the cell");
    }
  }

  @Test
  void p95NeedsTwentyRequestsAndIntervalsEight() {
    Row seven = row(Requests.ok(0, 7));
    Row nineteen = row(Requests.ok(0, 19));
    Row twenty = row(Requests.ok(0, 20));

    for (String column :
        List.of("ttft_p95_ms", "ttfo_p95_ms", "itl_p95_ms", "request_latency_p95_ms")) {
      assertNull(nineteen, column, "fewer than 20 values");
      assertThat(twenty.number(column)).as(column).isNotNull();
    }
    for (String column : List.of("ttft_p50", "ttfo_p50", "output_speed_p50")) {
      assertNull(seven, column + "_ci_low", "fewer than 8 values");
      assertThat(twenty.number(column + "_ci_low")).as(column).isNotNull();
      assertNull(twenty, column + "_trial_spread", "one trial");
    }
  }

  @Test
  void onlyGoodRequestsAreInTheFigures() {
    List<RequestRecord> records = new ArrayList<>(Requests.ok(0, 20));
    records.add(Requests.truncated(20).with("ttft_ms", 9_000).record());
    records.add(Requests.failed(21).record());

    Row row = row(records);

    assertThat(row.number("ttft_max_ms")).isEqualTo(119);
    assertThat(row.integer("n")).isEqualTo(20);
    assertThat(row.integer("requests")).isEqualTo(22);
    assertThat(row.integer("requests_failed")).isEqualTo(2);
    assertThat(row.text("status")).isEqualTo("partial");
  }

  @Test
  void theOriginNamesNeitherPathNorUser() {
    assertThat(row(Requests.ok(0, 20)).text("endpoint_origin")).isEqualTo("http://127.0.0.1:8000");
  }

  @Test
  void anInClusterRowCarriesItsWarning() {
    Cell cell =
        SampleCampaigns.cell("a", Map.of("endpoint_kind", "in_cluster", "notes", "as deployed"));

    assertThat(row(cell, Requests.ok(0, 20)).text("notes"))
        .isEqualTo(
            "as deployed first-after-deploy numbers are not to be quoted: no prewarm, no burn-in.");
  }

  @Test
  void aMinimumThatAProbeSawIgnoredIsNeverGuaranteed() {
    Cell cell = SampleCampaigns.cell("a", Map.of());
    List<RequestRecord> records = Requests.ok(0, 20);

    Row honoured = row(cell, records, preflight(Preflight.AtLeast.HONOURED, List.of()));
    Row ignored = row(cell, records, preflight(Preflight.AtLeast.IGNORED, List.of()));

    assertThat(honoured.text("output_control")).isEqualTo("guaranteed");
    assertThat(ignored.text("output_control")).isEqualTo("unverified");
    assertThat(ignored.number("floor_met_share")).isEqualTo(1.0);
    assertThat(ignored.value("extra").path("at_least_n").asString()).isEqualTo("ignored");
    assertThat(ignored.value("extra").path("preflight").asString()).isEqualTo("done");
  }

  @Test
  void aRequestNotToThinkThatWasIgnoredStandsInTheNotes() {
    Preflight.Finding finding =
        new Preflight.Finding(
            Preflight.DISABLE_THINKING,
            "ignored",
            "It thinks all the same.",
            null,
            Preflight.Effect.LABEL);

    Row row =
        row(
            SampleCampaigns.cell("a", Map.of()),
            Requests.ok(0, 20),
            preflight(Preflight.AtLeast.HONOURED, List.of(finding)));

    assertThat(row.text("notes")).contains("It thinks all the same.");
  }

  private static Preflight preflight(Preflight.AtLeast atLeast, List<Preflight.Finding> findings) {
    return new Preflight(
        true,
        "2026-01-15T09:30:00Z",
        "http://127.0.0.1:8000/v1/chat/completions",
        "served",
        new Preflight.Seen("max_tokens", atLeast, "none_seen", null, false),
        new Preflight.Cost(4, 40, 1_040),
        findings);
  }

  static Row row(List<RequestRecord> records) {
    return row(SampleCampaigns.cell("a", Map.of()), records);
  }

  static Row row(Cell cell, List<RequestRecord> records) {
    return row(cell, records, null);
  }

  private static Row row(Cell cell, List<RequestRecord> records, @Nullable Preflight preflight) {
    RowContext context =
        new RowContext(
            "20260115T093000Z-sample",
            cell,
            new RowContext.Grounding(null, null, Roof.of(cell, null)),
            "d".repeat(64),
            new RowContext.Before(Settled.NOTHING, preflight),
            new RowContext.Versions("0.1.0", "0.13.0"));
    return ROWS.row(
        context, JudgedPoint.of(JudgedTrial.of(Requests.measured(records), outputControls(cell))));
  }

  private static boolean outputControls(Cell cell) {
    return cell.aa().output().extraOutputControls();
  }

  private static List<RequestRecord> records(
      int count, java.util.function.IntFunction<Requests> request) {
    return IntStream.range(0, count).mapToObj(request).map(Requests::record).toList();
  }

  private static void declare(Map<String, Object> declared, String key, @Nullable String value) {
    if (value != null) {
      declared.put(key, value.matches("\\d+") ? (Object) Long.parseLong(value) : value);
    }
  }

  private static void assertNull(Row row, String column, String why) {
    assertThat(row.value(column).isNull()).as(column).isTrue();
    assertThat(row.whyNull(column)).as(column).isEqualTo(why);
  }
}
