package io.perftune.roofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Arm;
import io.perftune.value.Row;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DecodeAtlasRowsTest {
  @Test
  void mediansGoToMediansAndWhatABundleDoesNotSayIsNullWithAReason() {
    Row row = row(SampleBundle.declared(), SampleBundle.decode(4));

    assertThat(row.number("ttft_p50_ms")).isEqualTo(40);
    assertThat(row.number("tpot_median_ms")).isEqualTo(10);
    assertThat(row.number("itl_p50_ms")).isNull();
    assertThat(row.value("extra").required("median_itl_ms").intValue()).isEqualTo(9);
    for (String column : List.of("ttft_avg_ms", "itl_avg_ms", "ttfo_p50_ms", "image_digest")) {
      if (row.columns().has(column)) {
        assertThat(row.whyNull(column)).as(column).isEqualTo("a sweep bundle does not say");
      }
    }
    assertThat(row.number("output_tps")).isEqualTo(400);
    assertThat(row.number("output_tps_per_gpu")).isEqualTo(200);
    assertThat(row.number("total_tps_per_gpu")).isEqualTo(300);
    valid(row);
  }

  @Test
  void theRowSaysWhereItIsFromAndIsOfTheSweepsArm() {
    SweepContext context = SampleBundle.context(SampleBundle.declared());
    List<SweepPoint> points = SampleBundle.points(Phase.DECODE, SampleBundle.decode(4));
    Row roofline = new RooflineRows(context).rows(points).getFirst();
    Row row = new DecodeAtlasRows(context).rows(points, List.of(roofline)).getFirst();

    assertThat(row.text("raw_path")).isEqualTo("/bundles/dense/decode_sweep.jsonl:1");
    assertThat(row.text("raw_sha256")).isEqualTo("b".repeat(64));
    assertThat(row.text("cell_id")).isEqualTo("dense-decode");
    assertThat(row.text("sol_ceiling_key")).isEqualTo("example.hbm_tbps");
    assertThat(row.value("extra").required("delivery").asString()).isEqualTo("helm");
    assertThat(Arm.swept(row)).isTrue();
    assertThat(Arm.of(row)).isEqualTo(Arm.ofSweep(roofline));
  }

  @Test
  void readingsAreSharesAndGiveTheFigureItsRigor() {
    Row read = row(SampleBundle.declared(), SampleBundle.decode(4));
    Row unread =
        row(
            SampleBundle.declared(),
            SampleBundle.decode(4).replace("\"dram_active_mean\": 0.5, ", ""));

    assertThat(read.number("dcgm_dram_active")).isEqualTo(0.5);
    assertThat(read.text("sol_rigor")).isEqualTo("L3");
    assertThat(unread.number("dcgm_sm_active")).isEqualTo(0.7);
    assertThat(unread.whyNull("sol_rigor")).isEqualTo("no DCGM reading: analytical");
    assertThat(unread.number("sol_pct")).isEqualTo(read.number("sol_pct"));
    valid(unread);
  }

  @Test
  void requestsThatDidNotCompleteMakeThePointPartialAndNoneMakesItFailed() {
    String line = SampleBundle.decode(4);
    Row partial =
        row(SampleBundle.declared(), line.replace("\"completed\": 8", "\"completed\": 7"));
    Row failed = row(SampleBundle.declared(), line.replace("\"completed\": 8", "\"completed\": 0"));

    assertThat(row(SampleBundle.declared(), line).text("status")).isEqualTo("full");
    assertThat(partial.text("status")).isEqualTo("partial");
    assertThat(partial.text("status_reason")).isEqualTo("1 of 8 requests did not complete");
    assertThat(failed.text("status")).isEqualTo("failed");
    valid(partial);
    valid(failed);
  }

  @Test
  void anUndercountedThroughputSaysSoInTheRow() {
    Row row = row(SampleBundle.declared(), SampleBundle.decode(32));

    assertThat(row.value("extra").required("steady_window_undercount").booleanValue()).isTrue();
    assertThat(row.text("notes")).contains("under-counted: 8 requests for 32 in flight");
  }

  @Test
  void theVariantIsWhatWasDeclared() {
    Row one = row(SampleBundle.declared(), SampleBundle.decode(4));
    Row same = row(SampleBundle.declared(), SampleBundle.decode(8));
    Row other = row(SampleBundle.declared().put("quant", "FP8"), SampleBundle.decode(4));

    assertThat(same.text("variant_key")).isEqualTo(one.text("variant_key"));
    assertThat(other.text("variant_key")).isNotEqualTo(one.text("variant_key"));
  }

  private static Row row(ObjectNode declared, String line) {
    SweepContext context = SampleBundle.context(declared);
    List<SweepPoint> points = SampleBundle.points(Phase.DECODE, line);
    return new DecodeAtlasRows(context)
        .rows(points, new RooflineRows(context).rows(points))
        .getFirst();
  }

  private static void valid(Row row) {
    assertThat(Tables.problems(Tables.schema(Tables.ATLAS), row, "row")).isEmpty();
  }
}
