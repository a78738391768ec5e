package io.perftune.atlas;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.config.Tables;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A model of 8 billion parameters in BF16 on one H100, 3.35 TB/s.
///
/// Layer: attention 4096 x 4096 + 2 x 4096 x 1024 + 4096 x 4096, MLP 3 x 4096 x 14336; 32 of them;
/// output head 4096 x 128256. Two bytes each: 15,009,316,864 bytes, which HBM delivers in 4.48 ms.
class SolColumnsTest {
  private static final double WEIGHT_BYTES = 15_009_316_864.0;
  private static final double HBM = 3.35e12;

  @Test
  void theShareOfHbmIsTheBytesOfATokenTimesTheirRate() {
    Row row = row(Map.of(), 10, config());

    double kvBytes = (1_011 + 500) * 32.0 * 2 * 8 * 128 * 2;
    double expected =
        (WEIGHT_BYTES + kvBytes) * requireNonNull(row.number("output_tps")) / HBM * 100;
    assertThat(row.number("sol_pct")).isCloseTo(expected, within(expected * 1e-12));
    assertThat(row.text("sol_metric")).isEqualTo("hbm");
    assertThat(row.text("sol_ceiling_key")).isEqualTo("h100_sxm.hbm_tbps");
    assertThat(row.text("sol_rigor")).isNull();
    assertThat(row.whyNull("sol_rigor")).isEqualTo("analytical: no DCGM readings");
  }

  @Test
  void eachGpuOfATensorParallelGroupDeliversItsPart() {
    Row one = row(Map.of(), 10, config());
    Row four = row(Map.of("tensor_parallel", 4), 10, config());

    assertThat(four.number("sol_pct"))
        .isCloseTo(requireNonNull(one.number("sol_pct")) / 4, within(1e-9));
  }

  @Test
  void tokensThatComeFasterThanHbmReadsTheWeightsAreSaid() {
    Row row = row(Map.of(), 4.4, config());

    assertThat(row.value("extra").path("cross_check"))
        .singleElement()
        .satisfies(said ->
            assertThat(said.asString())
                .startsWith(
                    "Its tokens come 4.4 ms apart at the median, and HBM (h100_sxm.hbm_tbps)")
                .contains("needs 4.480")
                .contains("speculative decoding is on"));
  }

  @ParameterizedTest
  @CsvSource({"4.48", "10"})
  void tokensThatHbmCanDeliverAreNotSuspected(double gapMs) {
    assertThat(row(Map.of(), gapMs, config()).value("extra").has("cross_check")).isFalse();
  }

  @Test
  void theTokensAreThoseThatTheModelMadeAndNotThoseOfO200k() {
    Row row = row(Map.of(), 10, config(), request -> request.with("server_output_tokens", 1_200));

    double kvBytes = (1_011 + 600) * 32.0 * 2 * 8 * 128 * 2;
    double rate = requireNonNull(row.number("output_tps")) * 1.2;
    double expected = (WEIGHT_BYTES + kvBytes) * rate / HBM * 100;
    assertThat(row.number("sol_pct")).isCloseTo(expected, within(expected * 1e-12));
    assertThat(row.text("notes")).doesNotContain("o200k_base");
  }

  @Test
  void tokensThatNobodyButUsCountsAreSaidToBeSo() {
    Row row = row(Map.of(), 10, config(), request -> request.without("server_output_tokens"));

    double kvBytes = (1_000 + 500) * 32.0 * 2 * 8 * 128 * 2;
    double expected =
        (WEIGHT_BYTES + kvBytes) * requireNonNull(row.number("output_tps")) / HBM * 100;
    assertThat(row.number("sol_pct")).isCloseTo(expected, within(expected * 1e-12));
    assertThat(row.text("notes"))
        .contains("%SoL takes o200k_base tokens for the model's own, because the server does not");
  }

  @ParameterizedTest
  @CsvSource({"4.4, 900, false", "5.0, 1200, true", "5.0, 1100, false"})
  void theGapIsThatBetweenTheModelsOwnTokens(double itlMs, double made, boolean impossible) {
    Row row = row(Map.of(), itlMs, config(), r -> r.with("server_output_tokens", made));

    assertThat(row.value("extra").has("cross_check")).isEqualTo(impossible);
  }

  @Test
  void tokensThatWereThoughtOutOfSightLieInNoGap() {
    Row row =
        row(
            Map.of(),
            4.6,
            config(),
            request ->
                request.with("server_output_tokens", 3_000).with("server_reasoning_tokens", 2_000));

    assertThat(row.value("extra").has("cross_check")).isFalse();
  }

  @Test
  void speculativeDecodingYieldsSeveralTokensForOneReadingOfTheWeights() {
    Row row = row(Map.of("mtp", true), 2, config());

    assertThat(row.value("extra").has("cross_check")).isFalse();
    assertThat(row.number("sol_pct")).isNull();
    assertThat(row.whyNull("sol_pct"))
        .isEqualTo("speculative decoding is on, and the engine did not count tokens per step");
  }

  @Test
  void halfTheParallelismMeansHalfTheLeastTime() {
    assertThat(row(Map.of("tensor_parallel", 2), 2.3, config()).value("extra").has("cross_check"))
        .isFalse();
    assertThat(row(Map.of("tensor_parallel", 2), 2.2, config()).value("extra").has("cross_check"))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hardware       | undisclosed | hardware undisclosed
          quant          | undisclosed | Nothing says how many bytes a weight of quant "undisclosed" has.
          kv_cache_dtype | auto        | KV cache dtype "auto" does not say how many bytes an element has.
          """)
  void whatIsNotDeclaredIsTheReason(String key, String value, String why) {
    Row row = row(Map.of(key, value), 10, config());

    assertThat(row.number("sol_pct")).isNull();
    assertThat(row.whyNull("sol_pct")).isEqualTo(why);
    assertThat(row.whyNull("sol_rigor")).isEqualTo(why);
  }

  @Test
  void aCellWithoutAModelHasNoEvidence() {
    Row row = row(Map.of(), 10, null);

    assertThat(row.whyNull("sol_pct")).isEqualTo("no roofline evidence");
    assertThat(row.text("sol_ceiling_key")).isEqualTo("h100_sxm");
  }

  private static Row row(Map<String, Object> declared, double gapMs, @Nullable JsonNode config) {
    return row(declared, gapMs, config, UnaryOperator.identity());
  }

  private static Row row(
      Map<String, Object> declared,
      double gapMs,
      @Nullable JsonNode config,
      UnaryOperator<Requests> request) {
    Map<String, Object> all =
        new HashMap<>(
            Map.of(
                "hardware",
                "h100_sxm",
                "quant",
                "BF16",
                "kv_cache_dtype",
                "bf16",
                "tensor_parallel",
                1));
    all.putAll(declared);
    Cell cell = SampleCampaigns.cell("a", all);
    List<RequestRecord> records =
        IntStream.range(0, 20)
            .mapToObj(index ->
                request
                    .apply(
                        Requests.ok(index)
                            .with("itl_ms", gapMs)
                            .with("latency_ms", 100 + index + 999 * gapMs))
                    .record())
            .toList();
    RowContext context =
        new RowContext(
            "20260115T093000Z-sample",
            cell,
            new RowContext.Grounding(null, null, Roof.of(cell, config)),
            "d".repeat(64),
            new RowContext.Before(Settled.NOTHING, null),
            new RowContext.Versions("0.1.0", "0.13.0"));
    return new AtlasRows(Tables.table(Tables.ATLAS))
        .row(context, JudgedPoint.of(JudgedTrial.of(Requests.measured(records), true)));
  }

  private static JsonNode config() {
    try (InputStream in = SolColumnsTest.class.getResourceAsStream("/model/dense-8b.json")) {
      return Json.MAPPER.readTree(requireNonNull(in));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
