package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Golden;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.fixtures.SampleRows;
import io.perftune.report.content.Grounding;
import io.perftune.report.content.ReportInput;
import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Series;
import io.perftune.report.page.Timeline;
import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ReportPagesTest {
  @Test
  void saysOfRequestsWhatTheGoldenFileSaysInAnyLocaleAndTimeZone() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    String here = model(thinking());
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      assertThat(model(thinking())).isEqualTo(here);
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
    Golden.check("report-requests.json", here);
  }

  @Test
  void heatTableShadesFromTheLowestToTheHighestFigure() {
    DataTable table = page(Reports.plain(), "2").tables().getFirst();
    List<Double> shades =
        table.rows().stream()
            .flatMap(List::stream)
            .map(Entry::shade)
            .filter(java.util.Objects::nonNull)
            .toList();

    assertThat(headings(table)).containsSubsequence("cell", "aa shape", "c 1", "c 10", "%SoL");
    assertThat(shades).hasSize(6).contains(0.0, 1.0).allMatch(shade -> shade >= 0 && shade <= 1);
  }

  @Test
  void heatTableShowsAPointThatFailedAndOneThatNeverRan() {
    DataTable table = page(Reports.mixed(), "2").tables().getFirst();

    assertThat(entries(table, "c 10")).extracting(Entry::text).containsExactly("failed");
    assertThat(entries(table, "c 10").getFirst().detail()).contains("HTTP 503");
    assertThat(entries(table, "c 32")).extracting(Entry::text).containsExactly("not run");
  }

  @Test
  void heatTableTellsTheCeilingOfEachHardware() {
    Report report = Reports.of(empty(), hardware(), GatewayCampaign.full(2, 4));
    DataTable table = page(report, "2").tables().getFirst();

    assertThat(entries(table, "hardware")).extracting(Entry::text).containsExactly("B200", "H100");
    assertThat(entries(table, "%SoL"))
        .extracting(Entry::detail)
        .containsExactly(
            "c 8, b200_sm100.hbm3e_tbps, analytical", "c 8, h100_sxm.hbm3_tbps, analytical");
  }

  @Test
  void paretoJoinsNeitherGpuCountsNorHardware() {
    List<Row> rows = new ArrayList<>(hardware());
    rows.add(SampleRows.point("h", AaShape.AA_1K, 16).set("num_gpus", 8).row());
    Chart chart = chart(Reports.of(empty(), rows, GatewayCampaign.full(3, 5)), "10", "pareto");
    List<Series> fronts =
        chart.series().stream().filter(series -> series.colour() != Series.GREY).toList();

    assertThat(fronts).hasSize(3);
    assertThat(fronts)
        .extracting(Series::name)
        .allSatisfy(name -> assertThat(name).contains("GPUs "))
        .doesNotHaveDuplicates();
  }

  @Test
  void paretoGreysThePointThatAnotherOneBeatsInBothFigures() {
    List<Row> rows =
        List.of(
            speeds("a", 1, 100, 50),
            speeds("a", 2, 90, 80),
            speeds("a", 4, 80, 70),
            speeds("a", 8, 60, 120));
    Chart chart = chart(Reports.of(empty(), rows, GatewayCampaign.full(1, 4)), "10", "pareto");

    assertThat(chart.series().getFirst().marks())
        .extracting(Series.Mark::label)
        .containsExactly("c 8", "c 2", "c 1");
    assertThat(chart.series().getLast().colour()).isEqualTo(Series.GREY);
    assertThat(chart.series().getLast().marks())
        .extracting(Series.Mark::label)
        .containsExactly("c 4");
  }

  @Test
  void paretoIsOmittedWhereTheGpusAreNotKnown() {
    Row row =
        SampleRows.point("a", AaShape.AA_1K, 1)
            .unset("num_gpus", "output_tps_per_gpu", "total_tps_per_gpu")
            .row();
    Report report = Reports.of(empty(), List.of(row), GatewayCampaign.full(1, 1));

    assertThat(report.status().pages().omitted())
        .filteredOn(page -> page.page().equals("10"))
        .singleElement()
        .satisfies(page -> {
          assertThat(page.why()).contains("number of GPUs");
          assertThat(page.howToFix()).contains("num_gpus", "--campaign " + SampleRows.CAMPAIGN_ID);
        });
  }

  @Test
  void distributionEndsAtOneAndCountsWhatFailed() {
    Chart chart = chart(thinking(), "11", "ecdf-ttft-1");
    Series last = chart.series().getLast();

    assertThat(chart.series())
        .extracting(Series::name)
        .containsExactly("c 1, 18 of 20", "c 4, 36 of 40");
    assertThat(last.form()).isEqualTo(Series.Form.STEPS);
    assertThat(last.marks()).extracting(Series.Mark::y).isSorted().startsWith(0.0).endsWith(1.0);
  }

  @Test
  void everyFailedRequestIsADotWithItsReason() {
    Chart chart = chart(thinking(), "11", "requests-1");
    Series failed =
        chart.series().stream()
            .filter(series -> series.name().equals("c 4 failed"))
            .findFirst()
            .orElseThrow();

    assertThat(failed.form()).isEqualTo(Series.Form.POINTS);
    assertThat(failed.marks())
        .hasSize(4)
        .allSatisfy(mark -> {
          assertThat(mark.look().hatched()).isTrue();
          assertThat(mark.tip()).contains("failed: 503 http overloaded, try later");
        });
  }

  @Test
  void manyRequestsAreThinnedAndTheRemarkSaysSo() {
    Report report = requests(List.of(32), 20_000);
    Chart dots = chart(report, "11", "requests-1");

    assertThat(dots.series().stream().mapToInt(series -> series.marks().size()).sum())
        .isEqualTo(400);
    assertThat(dots.remark()).contains("400 of 20,000 requests are drawn");
    assertThat(chart(report, "11", "ecdf-latency-1").series().getFirst().marks().size())
        .isLessThanOrEqualTo(201);
    assertThat(report.status().pages().partial()).contains("12");
  }

  @Test
  void warmUpIsNotDrawn() {
    Report report = requests(List.of(1), 1);
    Chart chart = chart(report, "11", "requests-1");

    assertThat(chart.series()).singleElement().satisfies(s -> assertThat(s.marks()).hasSize(1));
  }

  @Test
  void timelineHasALaneForEachRequestInFlight() {
    Timeline timeline = (Timeline) page(thinking(), "12").figures().getFirst();

    assertThat(timeline.lanes()).hasSize(4);
    assertThat(timeline.phases())
        .extracting(Bars.Part::name)
        .containsExactly("queue and prefill", "think", "answer", "failed");
    assertThat(timeline.lanes().getFirst().spans())
        .startsWith(timeline.lanes().getFirst().spans().getFirst())
        .extracting(Timeline.Span::phase)
        .startsWith(0, 1, 2, 0, 1, 2);
    assertThat(
            timeline.lanes().stream()
                .flatMap(lane -> lane.spans().stream())
                .filter(span -> span.phase() == 3))
        .hasSize(4);
  }

  @Test
  void requestPagesNameTheCommandThatBringsThem() {
    assertThat(Reports.plain().status().pages().omitted())
        .filteredOn(page -> List.of("11", "12").contains(page.page()))
        .hasSize(2)
        .allSatisfy(
            page -> assertThat(page.howToFix()).contains("bin/perftunereport cell_run --campaign"));
  }

  @Test
  void readsOnlyTheCellsThatAreDrawn() {
    List<Row> rows = new ArrayList<>();
    GatewayCampaign campaign = GatewayCampaign.empty();
    for (int cell = 0; cell < 500; cell++) {
      String id = "cell-" + cell;
      campaign.cell(id, AaShape.AA_1K, List.of(1));
      rows.add(SampleRows.point(id, AaShape.AA_1K, 1).set("quant", "q" + cell).row());
    }
    List<String> read = new ArrayList<>();
    Report report =
        Reports.withRequests(
            campaign.campaign(),
            rows,
            cell -> {
              read.add(cell);
              return SampleRequests.of(1, 20, 0);
            });

    assertThat(read).hasSize(12);
    assertThat(report.status().pages().partial()).containsExactly("1", "11", "12");
    assertThat(page(report, "completeness").tables())
        .extracting(DataTable::caption)
        .contains("Pages that show only part");
    assertThat(page(report, "2").tables().getFirst().rows()).hasSize(500);
  }

  @Test
  void capacityWithoutPricesSaysWhatToDeclare() {
    Report report = capacity(List.of());
    Page page = page(report, "2b");

    assertThat(page.tables()).hasSize(1);
    assertThat(entries(page.tables().getFirst(), "output"))
        .extracting(Entry::text)
        .containsExactly("60,000");
    assertThat(entries(page.tables().getFirst(), "%SoL"))
        .extracting(Entry::detail)
        .doesNotContainNull();
    assertThat(page.remarks())
        .extracting(Remark::text)
        .anyMatch(text -> text.contains("cost: {usd_per_gpu_hour"));
    assertThat(page.figures().getFirst()).isInstanceOf(Bars.class);
    assertThat(entries(page.tables().getFirst(), "operating point"))
        .extracting(Entry::detail)
        .containsExactly("no sla point: no point is within 50 ms of TTFT");
  }

  @Test
  void capacityWithPricesHasATableOfCost() {
    ObjectNode cost = deployment();
    cost.put("usd_per_gpu_hour", 2.5).put("usd_per_1m_output_tokens", 0.7);
    cost.put("usd_per_1m_total_tokens", 0.35);
    cost.putNull("power_watts_per_gpu").putNull("tokens_per_watt");
    Page page = page(capacity(List.of(new Row(cost))), "2b");

    assertThat(page.tables()).hasSize(2);
    assertThat(entries(page.tables().getLast(), "1M output tokens"))
        .extracting(Entry::text)
        .containsExactly("0.700");
  }

  @Test
  void ttfoOfOnlySomeRequestsIsHollowAndSaysItsCoverage() {
    Series.Mark mark = chart(Reports.mixed(), "9", "ttfo").series().getFirst().marks().getLast();

    assertThat(mark.label()).isEqualTo("85 %");
    assertThat(mark.look().hatched()).isTrue();
  }

  @Test
  void modelledFiguresStandBesideMeasuredOnesAndAreNamedSo() {
    DataTable table = page(Reports.mixed(), "1").tables().getFirst();

    assertThat(headings(table))
        .containsSubsequence("TTFT p50", "TTFO p50", "AA-modelled TTFAT", "AA-modelled E2E 500");
  }

  @Test
  void failedCampaignNamesWhatWouldBringEachPage() {
    Row row = SampleRows.failedPoint("a", AaShape.AA_1K, 1).row();
    Campaign campaign = GatewayCampaign.empty().cell("a", AaShape.AA_1K, List.of(1)).campaign();
    Report report = Reports.of(campaign, List.of(row), new Coverage(1, 0, 0, 1, 0, 0, List.of()));

    assertThat(report.status().pages().omitted())
        .filteredOn(page -> List.of("2", "2b", "9", "10", "11", "12").contains(page.page()))
        .hasSize(6)
        .allSatisfy(page -> assertThat(page.howToFix()).contains("--cell a "));
  }

  @Test
  void focusIsFoundFromTheRowsWhereNoneIsDeclared() {
    assertThat(focus(List.of(row(1, "latency"), row(8, "latency")))).isEqualTo("latency");
    assertThat(focus(List.of(row(1, "latency"), row(8, "throughput")))).isEqualTo("mixed");
    assertThat(focus(List.of(row(1, null)))).isEqualTo("latency");
    assertThat(focus(List.of(row(1, null), row(8, null)))).isEqualTo("mixed");
    assertThat(focus(List.of(row(8, null)))).isEqualTo("throughput");
    assertThat(focus(SampleRows.campaign())).isEqualTo("throughput");
    assertThat(focus(List.of())).isEqualTo("throughput");
  }

  @Test
  void rooflineWithoutDcgmReadingsIsNotGrounded() {
    ObjectNode point = Json.object().put("cell_id", "a").put("hbm_delivered_Bps_per_gpu", 3e12);

    assertThat(grounded(point.deepCopy().putNull("dram_active_pct"))).isFalse();
    assertThat(grounded(point.deepCopy().put("dram_active_pct", 61.0))).isTrue();
  }

  @Test
  void aSweepCoversTheCellsOfItsConfigurationAndNoOthersWhateverTheirNames() {
    Map<String, Object> served =
        Map.of("hardware", "h100_sxm", "quant", "BF16", "tensor_parallel", 1);
    Map<String, Object> wider =
        Map.of("hardware", "h100_sxm", "quant", "BF16", "tensor_parallel", 2);
    Campaign campaign =
        new Campaign(
            empty().json(),
            List.of(
                SampleCampaigns.cell("aa-1k", served),
                SampleCampaigns.cell("aa-10k", served),
                SampleCampaigns.cell("swept", wider)),
            List.of());

    Grounding grounding =
        Grounding.of(
            campaign,
            List.of(),
            List.of(SampleSweeps.decode("swept", 1).row(), SampleSweeps.prefill("swept", 8).row()));

    assertThat(grounding.armsTotal()).isEqualTo(3);
    assertThat(grounding.armsUncovered()).containsExactly("swept");
    assertThat(grounding.solComplete()).isFalse();
    assertThat(grounding.dcgmGrounded()).isTrue();
  }

  @Test
  void aSweepsReadingsAreNoneOfARowThatWasMeasuredApartFromIt() {
    SampleRows point =
        SampleRows.point("a", AaShape.AA_1K, 1)
            .set("sol_pct", 40.0)
            .set("sol_ceiling_key", "h100_sxm.hbm_tbps");
    List<Row> sweep = List.of(SampleSweeps.decode("dense", 1).row());

    assertThat(Grounding.of(empty(), List.of(point.row()), sweep).dcgmGrounded()).isFalse();
    point.set("sol_rigor", "L3");
    assertThat(Grounding.of(empty(), List.of(point.row()), sweep).dcgmGrounded()).isTrue();
  }

  private static boolean grounded(ObjectNode roofline) {
    return Grounding.of(empty(), List.of(), List.of(new Row(roofline))).dcgmGrounded();
  }

  private static String focus(List<Row> rows) {
    return Reports.of(empty(), rows, GatewayCampaign.full(1, rows.size())).status().focus();
  }

  private static Row row(int concurrency, @org.jspecify.annotations.Nullable String tier) {
    SampleRows row = SampleRows.point("a", AaShape.AA_1K, concurrency).set("dataset", "sharegpt");
    return (tier == null ? row : row.set("tier", tier)).row();
  }

  private static Report thinking() {
    return requests(List.of(1, 4), 20);
  }

  /// A thinking cell, whose point at concurrency c kept `count` x min(c, 2) requests.
  private static Report requests(List<Integer> concurrencies, int count) {
    Campaign campaign =
        GatewayCampaign.empty().cell("think", AaShape.AA_1K, concurrencies).campaign();
    List<Row> rows =
        concurrencies.stream()
            .map(c -> SampleRows.reasoningPoint("think", AaShape.AA_1K, c).row())
            .toList();
    return Reports.withRequests(
        campaign,
        rows,
        _ -> {
          List<RequestRecord> records = new ArrayList<>();
          records.add(SampleRequests.warmUp(concurrencies.getFirst()));
          int times = 1;
          for (int concurrency : concurrencies) {
            records.addAll(SampleRequests.of(concurrency, count * times, 400));
            times++;
          }
          return records;
        });
  }

  private static Report capacity(List<Row> cost) {
    ObjectNode tpm = deployment();
    tpm.put("basis", "measured").put("gpus_per_node", 8).put("output_tpm", 60_000.0);
    tpm.put("total_tpm", 120_000.0).put("ttft_avg_ms", 90.0).put("tpot_median_ms", 8.0);
    tpm.put("itl_avg_ms", 8.1).put("mean_isl", 1_000.0).put("mean_osl", 1_000.0);
    tpm.put("cache_mode", "cold").put("ttft_sla_ms", 50.0).put("tpot_sla_ms", 50.0);
    tpm.put("tpot_source", "tpot_median_ms").put("sla_unmet", "no point is within 50 ms of TTFT");
    return Reports.of(
        GatewayCampaign.aa(),
        SampleRows.campaign(),
        GatewayCampaign.full(3, 6),
        new ReportInput.Beside(
            List.of(), List.of(), List.of(new Row(tpm)), cost, List.of(), _ -> List.of()));
  }

  private static ObjectNode deployment() {
    ObjectNode row = Json.object();
    Row of = SampleRows.point("a", AaShape.AA_1K, 10).row();
    for (String column :
        List.of(
            "campaign_id",
            "model",
            "hardware",
            "quant",
            "tensor_parallel",
            "parallel_strategy",
            "mtp",
            "concurrency",
            "num_gpus",
            "data_parallel",
            "pipeline_parallel",
            "serving_engine",
            "aa_shape",
            "aa_mode")) {
      row.set(column, of.value(column));
    }
    row.putObject("unmeasured").put("power_watts_per_gpu", "the campaign does not declare it");
    return row.put("cell_id", "aa-1k").put("operating_point", "peak");
  }

  private static List<Row> hardware() {
    List<Row> rows = new ArrayList<>();
    for (int concurrency : new int[] {1, 8}) {
      rows.add(on("h", "H100", "h100_sxm.hbm3_tbps", concurrency));
      rows.add(on("b", "B200", "b200_sm100.hbm3e_tbps", concurrency));
    }
    return rows;
  }

  private static Row on(String cell, String hardware, String ceiling, int concurrency) {
    return SampleRows.point(cell, AaShape.AA_1K, concurrency)
        .set("hardware", hardware)
        .set("sol_pct", 30.0 + concurrency)
        .set("sol_ceiling_key", ceiling)
        .row();
  }

  private static Row speeds(String cell, int concurrency, double user, double gpu) {
    return SampleRows.point(cell, AaShape.AA_1K, concurrency)
        .set("output_tps_per_user", user)
        .set("output_tps_per_gpu", gpu)
        .row();
  }

  private static Campaign empty() {
    return GatewayCampaign.empty().campaign();
  }

  private static String model(Report report) {
    return Json.pretty(Json.MAPPER.valueToTree(report.document()))
        + Json.pretty(report.status().toJson());
  }

  private static Page page(Report report, String id) {
    return report.document().pages().stream()
        .filter(page -> page.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Chart chart(Report report, String page, String id) {
    return page(report, page).charts().stream()
        .filter(chart -> chart.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> headings(DataTable table) {
    return table.columns().stream().map(DataTable.Column::heading).toList();
  }

  private static List<Entry> entries(DataTable table, String heading) {
    int column = headings(table).indexOf(heading);
    return table.rows().stream().map(row -> row.get(column)).toList();
  }
}
