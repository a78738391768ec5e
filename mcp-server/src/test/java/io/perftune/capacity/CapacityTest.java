package io.perftune.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.config.Tables;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class CapacityTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void quotesThePeakAndTheBestPointWithinTheSla() {
    List<Row> tpm =
        Capacity.of(
                campaign(),
                List.of(
                    point(1, 100, 300, 10).row(),
                    point(8, 600, 1_900, 40).row(),
                    point(16, 1_000, 2_100, 45).row(),
                    point(32, 1_500, 1_000, 51).row()))
            .tpm();

    assertThat(tpm).extracting(row -> row.text("operating_point")).containsExactly("peak", "sla");
    Row peak = tpm.get(0);
    assertThat(peak.integer("concurrency")).isEqualTo(32);
    // 1,500 tokens/s on 2 GPUs: 750 a GPU, 6,000 a node of 8, 360,000 a minute.
    assertThat(peak.number("output_tpm")).isEqualTo(360_000, EXACT);
    assertThat(peak.number("total_tpm")).isEqualTo(720_000, EXACT);
    assertThat(peak.text("basis")).isEqualTo("per_gpu_x_node");
    assertThat(peak.integer("gpus_per_node")).isEqualTo(8);
    assertThat(peak.text("tpot_source")).isEqualTo("tpot_median_ms");
    assertThat(peak.text("sla_unmet")).isNull();
    assertThat(tpm.get(1).integer("concurrency")).isEqualTo(8);
    assertThat(tpm.get(1).number("output_tpm")).isEqualTo(144_000, EXACT);
  }

  @Test
  void saysOnThePeakRowWhyNoPointIsWithinTheSla() {
    List<Row> tpm = Capacity.of(campaign(), List.of(point(1, 100, 2_000.5, 50).row())).tpm();

    assertThat(tpm).hasSize(1);
    assertThat(tpm.getFirst().text("sla_unmet"))
        .isEqualTo(
            "none of 1 full points has ttft_avg_ms <= 2000 and a time per output token <= 50 ms");
  }

  @Test
  void takesAPointOnBothLimitsAsWithin() {
    assertThat(Capacity.of(campaign(), List.of(point(1, 100, 2_000, 50).row())).tpm()).hasSize(2);
  }

  @Test
  void quotesOnlyFullPoints() {
    List<Row> rows =
        List.of(
            point(1, 100, 300, 10).row(),
            point(8, 900, 300, 10).set("status", "partial").set("status_reason", "x").row(),
            point(9, 950, 300, 10).set("status", "evicted").set("status_reason", "x").row(),
            SampleRows.failedPoint("aa-1k", AaShape.AA_1K, 16).row());

    assertThat(Capacity.of(campaign(), rows).tpm())
        .extracting(row -> row.integer("concurrency"))
        .containsExactly(1L, 1L);
    assertThat(Capacity.of(campaign(), rows.subList(1, 4)).tpm()).isEmpty();
  }

  @Test
  void neverMixesConfigurations() {
    List<Row> rows =
        List.of(
            point(1, 100, 300, 10).row(),
            point(1, 200, 300, 10).set("model", "example-org/other").row(),
            point(1, 300, 300, 10).set("num_gpus", 4).row(),
            point(1, 400, 300, 10).set("data_parallel", 2).row(),
            point(1, 500, 300, 10).set("aa_shape", "aa-10k").row());

    assertThat(Capacity.of(campaign(), rows).tpm()).hasSize(10);
  }

  @Test
  void quotesWhatTheEndpointGaveWhereItsGpusAreUnknown() {
    Row row =
        point(4, 100, 300, 10)
            .unset("num_gpus", "tensor_parallel", "output_tps_per_gpu", "total_tps_per_gpu")
            .set("request_throughput_avg", 0.5)
            .set("mean_input_tokens", 1_000.0)
            .row();

    Row peak = Capacity.of(campaign(), List.of(row)).tpm().getFirst();

    assertThat(peak.text("basis")).isEqualTo("as_measured");
    assertThat(peak.integer("gpus_per_node")).isNull();
    assertThat(peak.whyNull("gpus_per_node")).isEqualTo("basis is as_measured");
    assertThat(peak.number("output_tpm")).isEqualTo(6_000, EXACT);
    // 100 tokens/s out and 0.5 x 1,000 in.
    assertThat(peak.number("total_tpm")).isEqualTo(36_000, EXACT);
  }

  @Test
  void holdsTheMeanGapAgainstTheLimitWhereThereIsNoTpot() {
    Row row = point(4, 100, 300, 10).unset("tpot_median_ms").set("itl_avg_ms", 49.0).row();

    List<Row> tpm = Capacity.of(campaign(), List.of(row)).tpm();

    assertThat(tpm).hasSize(2);
    assertThat(tpm.get(1).text("tpot_source")).isEqualTo("itl_avg_ms");
  }

  @Test
  void keepsNoPointWithinTheSlaThatLacksTheFigure() {
    Row row = point(4, 100, 300, 10).unset("tpot_median_ms", "itl_avg_ms").row();

    List<Row> tpm = Capacity.of(campaign(), List.of(row)).tpm();

    assertThat(tpm).hasSize(1);
    assertThat(tpm.getFirst().text("sla_unmet"))
        .isEqualTo("no full point has both ttft_avg_ms and a time per output token");
  }

  @Test
  void pricesAMillionTokensOnlyWhereAPriceIsDeclared() {
    ObjectNode campaign = campaign();
    List<Row> rows = List.of(point(1, 1_000, 300, 10).row());
    assertThat(Capacity.of(campaign, rows).cost()).isEmpty();

    campaign.putObject("cost").put("usd_per_gpu_hour", 3.6).put("power_watts_per_gpu", 250);
    Row cost = Capacity.of(campaign, rows).cost().getFirst();

    // 500 tokens/s and GPU are 1.8 million an hour, for 3.6 dollars.
    assertThat(cost.number("usd_per_1m_output_tokens")).isEqualTo(2, EXACT);
    assertThat(cost.number("usd_per_1m_total_tokens")).isEqualTo(1, EXACT);
    assertThat(cost.number("tokens_per_watt")).isEqualTo(2, EXACT);
  }

  @Test
  void pricesNothingWhereTheGpusAreUnknown() {
    ObjectNode campaign = campaign();
    campaign.putObject("cost").put("usd_per_gpu_hour", 3.6).putNull("power_watts_per_gpu");
    Row row = point(4, 100, 300, 10).unset("output_tps_per_gpu", "total_tps_per_gpu").row();

    Row cost = Capacity.of(campaign, List.of(row)).cost().getFirst();

    assertThat(cost.number("usd_per_1m_output_tokens")).isNull();
    assertThat(cost.whyNull("usd_per_1m_output_tokens"))
        .isEqualTo("the number of GPUs is not known");
    assertThat(cost.whyNull("tokens_per_watt")).isEqualTo("the campaign declares no power");
  }

  @Test
  void makesRowsThatObeyTheirSchemas() {
    ObjectNode campaign = campaign();
    campaign.putObject("cost").put("usd_per_gpu_hour", 2).putNull("power_watts_per_gpu");
    Capacity capacity = Capacity.of(campaign, SampleRows.campaign());

    assertThat(capacity.tpm()).hasSize(5).allSatisfy(row -> obeys(Tables.TPM, row));
    assertThat(capacity.cost()).hasSize(5).allSatisfy(row -> obeys(Tables.COST, row));
  }

  private static void obeys(String table, Row row) {
    Row published = new Row(row.columns().deepCopy().put("publish_id", "p"));
    assertThat(Tables.problems(Tables.schema(table), published, "row")).isEmpty();
  }

  private static ObjectNode campaign() {
    ObjectNode campaign = Json.object();
    campaign
        .putObject("tpm")
        .put("ttft_sla_ms", 2_000)
        .put("tpot_sla_ms", 50)
        .put("gpus_per_node", 8);
    campaign.putObject("cost").putNull("usd_per_gpu_hour").putNull("power_watts_per_gpu");
    return campaign;
  }

  /// A point on two GPUs whose input tokens are as many as its output tokens.
  private static SampleRows point(int concurrency, double tps, double ttft, double tpot) {
    return SampleRows.point("aa-1k", AaShape.AA_1K, concurrency)
        .set("num_gpus", 2)
        .set("output_tps", tps)
        .set("output_tps_per_gpu", tps / 2)
        .set("total_tps_per_gpu", tps)
        .set("ttft_avg_ms", ttft)
        .set("tpot_median_ms", tpot);
  }
}
