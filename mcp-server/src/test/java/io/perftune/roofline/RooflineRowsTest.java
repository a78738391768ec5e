package io.perftune.roofline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.config.Tables;
import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Row;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// The sample's model has 2 x (8x8 + 2x8x4 + 8x8) attention, 2 x 3x8x16 MLP and 80 head parameters:
/// 1,232 active ones, of two bytes each.
class RooflineRowsTest {
  private static final double FLOPS = 2 * 1_232;

  @Test
  void aDecodePointHasTheKeptCoordinatesByHand() {
    Row row = decode(SampleBundle.context(SampleBundle.declared()), SampleBundle.decode(4));

    double context = 256 + 512 / 2;
    double bytes = 2 * 1_232 / 4.0 + context * 2 * (2 * 1 * 4) * 2;
    assertThat(row.number("flop_per_token")).isEqualTo(FLOPS);
    assertThat(row.number("bytes_per_token")).isCloseTo(bytes, within(1e-9));
    assertThat(row.number("arithmetic_intensity")).isCloseTo(FLOPS / bytes, within(1e-12));
    assertThat(row.number("achieved_tflops_per_gpu"))
        .isCloseTo(FLOPS * 400 / 2 / 1e12, within(1e-18));
    assertThat(row.number("hbm_delivered_Bps_per_gpu")).isCloseTo(bytes * 200, within(1e-6));
    assertThat(row.number("hbm_delivered_pct")).isCloseTo(bytes * 200 / 1e10, within(1e-12));
    assertThat(row.number("ridge_ai")).isCloseTo(100.0, within(1e-9));
    assertThat(row.text("hbm_ceiling_key")).isEqualTo("example.hbm_tbps");
    valid(row);
  }

  @Test
  void readingsArePercentAndRatesAndMakeThePointGrounded() {
    Row row = decode(SampleBundle.context(SampleBundle.declared()), SampleBundle.decode(4));

    assertThat(row.number("dram_active_pct")).isEqualTo(50);
    assertThat(row.number("sm_active_pct")).isEqualTo(70);
    assertThat(row.number("nvlink_rx_Bps")).isEqualTo(2e9);
    assertThat(row.integer("dcgm_samples")).isEqualTo(30);
    assertThat(row.bool("dcgm_grounded")).isTrue();
    assertThat(row.text("sol_rigor")).isEqualTo("L3");
  }

  @Test
  void withoutAReadingOfDramAPointIsAnalyticalAndSaysSo() {
    Row row =
        decode(
            SampleBundle.context(SampleBundle.declared()),
            SampleBundle.decode(4).replaceAll(", \"dcgm_steady\": \\{[^}]*\\}", ""));

    assertThat(row.bool("dcgm_grounded")).isFalse();
    assertThat(row.text("sol_rigor")).isNull();
    assertThat(row.whyNull("sol_rigor")).isEqualTo("no DCGM reading: analytical");
    assertThat(row.whyNull("dram_active_pct")).isEqualTo("no DCGM reading");
    valid(row);
  }

  @Test
  void mediansAreMediansAndThePlaceIsFileAndLine() {
    Row row = decode(SampleBundle.context(SampleBundle.declared()), SampleBundle.decode(4));

    assertThat(row.number("median_tpot_ms")).isEqualTo(10);
    assertThat(row.number("median_ttft_ms")).isEqualTo(40);
    assertThat(row.text("source_line")).isEqualTo("decode_sweep.jsonl:1");
    assertThat(row.text("cell_id")).isEqualTo("dense-decode");
    assertThat(row.text("tag")).isEqualTo("d4");
  }

  @Test
  void aPrefillPointHasNoConcurrencyOfItsOwnAndARateByItsFirstTokens() {
    SweepContext context = SampleBundle.context(SampleBundle.declared());
    Row row =
        new RooflineRows(context)
            .rows(SampleBundle.points(Phase.PREFILL, SampleBundle.prefill(512)))
            .getFirst();

    assertThat(row.number("concurrency")).isNull();
    assertThat(row.integer("sweep_concurrency")).isEqualTo(4);
    assertThat(row.number("token_rate")).isEqualTo(8 * 512 / 0.5);
    assertThat(row.number("bytes_per_token")).isCloseTo(2 * 1_232 / 512.0, within(1e-12));
    assertThat(row.number("prefill_rate_ttft")).isCloseTo(5_120, within(1e-9));
    assertThat(row.number("achieved_tflops_without_lm_head_per_gpu"))
        .isLessThan(row.number("achieved_tflops_per_gpu"));
    assertThat(row.whyNull("acceptance_length")).isEqualTo("a prefill point");
    valid(row);
  }

  @Test
  void speculationDividesTheBytesWhereItsTokensPerStepAreKnown() {
    ObjectNode declared = SampleBundle.declared().put("mtp", true);
    Row unknown = decode(SampleBundle.context(declared), SampleBundle.decode(4));
    Row known =
        decode(
            SampleBundle.context(declared.deepCopy().put("acceptance_length", 2.0)),
            SampleBundle.decode(4));

    assertThat(unknown.whyNull("hbm_delivered_speculative_Bps_per_gpu"))
        .isEqualTo("acceptance_length is not known");
    assertThat(known.number("hbm_delivered_speculative_Bps_per_gpu"))
        .isLessThan(known.number("hbm_delivered_Bps_per_gpu"));
    valid(known);
  }

  @Test
  void withoutAComputeFormatThereIsNoComputePeakAndNoRidge() {
    Row row = decode(SampleBundle.context(SampleBundle.declared(), null), SampleBundle.decode(4));

    for (String column : new String[] {"compute_peak_pflops_per_gpu", "compute_pct", "ridge_ai"}) {
      assertThat(row.whyNull(column))
          .isEqualTo("compute_dtype, or the part's peak of it, is not known");
    }
    assertThat(row.whyNull("compute_dtype")).isEqualTo("neither declared nor said by the quant");
  }

  @Test
  void aFigureAboveThePeakIsFlaggedWithTheLikelyReasons() {
    String fast =
        SampleBundle.decode(4).replace("\"output_throughput\": 400", "\"output_throughput\": 4e9");
    Row row = decode(SampleBundle.context(SampleBundle.declared()), fast);

    assertThat(row.value("above_peak").required("hbm_delivered_pct").asString())
        .contains("% of the HBM peak", "wrong quant", "wrong hardware", "clocks");
    assertThat(
            decode(SampleBundle.context(SampleBundle.declared()), SampleBundle.decode(4))
                .whyNull("above_peak"))
        .isEqualTo("none is");
  }

  private static Row decode(SweepContext context, String line) {
    return new RooflineRows(context).rows(SampleBundle.points(Phase.DECODE, line)).getFirst();
  }

  private static void valid(Row row) {
    assertThat(Tables.problems(Tables.schema(Tables.ROOFLINE), row, "row")).isEmpty();
  }
}
