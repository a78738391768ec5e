package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Schema;
import io.perftune.fixtures.Golden;
import io.perftune.fixtures.SampleRows;
import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Series;
import io.perftune.value.AaShape;
import io.perftune.value.Coverage;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReportTest {
  @Test
  void saysOfAPlainCampaignWhatTheGoldenFileSays() {
    Golden.check("report-plain.json", model(Reports.plain()));
  }

  @Test
  void saysOfAMixedCampaignWhatTheGoldenFileSays() {
    Golden.check("report-mixed.json", model(Reports.mixed()));
  }

  @Test
  void statusObeysItsSchema() {
    Schema schema = Schema.load("report_status");
    for (Report report : List.of(Reports.plain(), Reports.mixed())) {
      assertThat(schema.problems(report.status().toJson(), pointer -> pointer)).isEmpty();
    }
  }

  @Test
  void everyConfiguredPointStandsInTheTableOfAllPoints() {
    DataTable table = page(Reports.mixed(), "points").tables().getFirst();

    assertThat(column(table, "c")).containsExactly("1", "4", "10", "32");
    assertThat(column(table, "status")).containsExactly("full", "full", "failed", "not run");
  }

  @Test
  void everyTableOfPointsHasASolColumnWithAFigureOrTheReason() {
    Stream<DataTable> tables =
        Reports.mixed().document().pages().stream()
            .filter(page -> List.of("1", "points", "2", "9", "10").contains(page.id()))
            .flatMap(page -> page.tables().stream());
    assertThat(tables)
        .hasSize(9)
        .allSatisfy(table -> {
          int sol = headings(table).indexOf("%SoL");
          assertThat(table.rows())
              .allSatisfy(row -> assertThat(row.get(sol).detail()).isNotBlank());
        });
  }

  @Test
  void quotesTheCeilingsKeyBesideAFigure() {
    Row row =
        SampleRows.point("a", AaShape.AA_1K, 1)
            .set("sol_pct", 42.4)
            .set("sol_ceiling_key", "b200_sm100.hbm3e_tbps")
            .row();
    Report report = Reports.of(cell(List.of(1)), List.of(row), GatewayCampaign.full(1, 1));

    assertThat(Reports.ownMarkup(report)).contains("42.4 %", "b200_sm100.hbm3e_tbps, analytical");
  }

  @Test
  void warnsOfAPointThatDiffersFromTheEnginesOwnSummary() {
    Row row = SampleRows.point("a", AaShape.AA_1K, 1).row();
    row.columns()
        .withObjectProperty("extra")
        .putArray("cross_check")
        .add("A is 1.0 by the records and 2.0 by the engine's own summary.");
    Report report = Reports.of(cell(List.of(1)), List.of(row), GatewayCampaign.full(1, 1));

    assertThat(page(report, "1").remarks())
        .extracting(Remark::text)
        .contains(
            "Differs from the engine's own summary, not to be quoted (a c 1): A is 1.0 by the"
                + " records and 2.0 by the engine's own summary.");
  }

  @Test
  void warnsOfAWorkloadThatIsIllPosedAndOfAParserThatMayNotBeOff() {
    Row row =
        SampleRows.reasoningPoint("a", AaShape.AA_1K, 1)
            .set("reasoning_parser", "none")
            .set("tool_call_parser", "hermes")
            .row();
    row.columns().withObjectProperty("extra").put("preflight", "not_done");
    Report report = Reports.of(cell(List.of(1)), List.of(row), GatewayCampaign.full(1, 1));

    assertThat(page(report, "1").remarks())
        .extracting(Remark::text)
        .anySatisfy(text -> assertThat(text).startsWith("Ill-posed").contains("--input-file"))
        .anySatisfy(text -> assertThat(text).contains("--enable-auto-tool-choice"))
        .anySatisfy(text -> assertThat(text).contains("preflight: false"));
  }

  @Test
  void neverJoinsTwoConfigurationsInOneLine() {
    List<Row> rows =
        List.of(
            SampleRows.point("a", AaShape.AA_1K, 1).row(),
            SampleRows.point("a", AaShape.AA_10K, 4).row(),
            SampleRows.point("a", AaShape.AA_1K, 8).set("num_gpus", 8).row(),
            SampleRows.point("a", AaShape.AA_1K, 16).set("tensor_parallel", 8).row(),
            SampleRows.point("a", AaShape.AA_1K, 32).set("model", "other").row(),
            SampleRows.point("a", AaShape.AA_1K, 64).set("variant_key", "other").row(),
            SampleRows.point("a", AaShape.AA_1K, 128).row());
    Report report =
        Reports.of(GatewayCampaign.empty().campaign(), rows, GatewayCampaign.full(1, 7));

    assertThat(page(report, "1").charts())
        .isNotEmpty()
        .allSatisfy(chart -> {
          assertThat(chart.series()).hasSize(6);
          assertThat(chart.series().stream().map(Series::name)).doesNotHaveDuplicates();
          assertThat(chart.series().getFirst().marks()).hasSize(2);
        });
  }

  @Test
  void twoCellsThatMeasuredTheSameConcurrencyAreTwoLines() {
    List<Row> rows =
        List.of(
            SampleRows.point("a", AaShape.AA_1K, 1).row(),
            SampleRows.point("b", AaShape.AA_1K, 1).row());
    Report report =
        Reports.of(GatewayCampaign.empty().campaign(), rows, GatewayCampaign.full(2, 2));

    assertThat(page(report, "1").charts().getFirst().series()).hasSize(2);
  }

  @Test
  void contextLineHoldsOnlyWhatIsEqual() {
    Page run = page(Reports.plain(), "1");
    DataTable table = page(Reports.plain(), "points").tables().getFirst();

    assertThat(run.context()).contains("model example-org/example-8b").doesNotContain("aa shape");
    assertThat(headings(table)).contains("aa shape").doesNotContain("model");
  }

  @Test
  void drawsTtfoBesideTtftForAReasoningModelOnly() {
    assertThat(page(Reports.mixed(), "9").charts().stream().map(Chart::id)).contains("ttfo");
    assertThat(page(Reports.plain(), "9").charts().stream().map(Chart::id)).doesNotContain("ttfo");
  }

  @Test
  void drawsBarsOnlyWhereTrialsWereRepeated() {
    assertThat(marks(Reports.plain())).allSatisfy(mark -> assertThat(mark.low()).isNull());
    assertThat(marks(Reports.mixed())).anySatisfy(mark -> assertThat(mark.low()).isNotNull());
  }

  @Test
  void campaignWithoutCellsStillHasAReport() {
    Report report =
        Reports.of(
            GatewayCampaign.empty().campaign(),
            List.of(),
            new Coverage(0, 0, 0, 0, 0, 0, List.of()));

    assertThat(report.document().pages().stream().map(Page::id))
        .containsExactly("1", "points", "completeness", "next-lever");
    assertThat(Reports.ownMarkup(report)).contains("No point can be drawn");
    assertThat(omitted(report)).contains("9");
  }

  @Test
  void campaignThatFailedWhollySaysSo() {
    Row row = SampleRows.failedPoint("a", AaShape.AA_1K, 1).row();
    Report report =
        Reports.of(cell(List.of(1)), List.of(row), new Coverage(1, 0, 0, 1, 0, 0, List.of()));

    assertThat(Reports.ownMarkup(report)).contains("Failed or evicted: a c 1", "HTTP 503");
    assertThat(report.status().pages().rendered()).doesNotContain("9");
  }

  @Test
  void campaignOfOnePointIsDrawn() {
    Row row = SampleRows.point("a", AaShape.AA_1K, 7).row();
    Report report = Reports.of(cell(List.of(7)), List.of(row), GatewayCampaign.full(1, 1));

    Chart chart = page(report, "9").charts().getFirst();
    assertThat(chart.x().min()).isEqualTo(4);
    assertThat(chart.x().max()).isEqualTo(8);
    assertThat(chart.series().getFirst().marks()).hasSize(1);
  }

  @Test
  void namesEveryPageThatIsMissing() {
    assertThat(omitted(Reports.plain()))
        .containsExactly("2b", "3", "4", "5", "6", "6b", "7", "11", "12");
    assertThat(Reports.plain().status().pages().omitted())
        .allSatisfy(page -> assertThat(page.howToFix()).isNotBlank());
  }

  @Test
  void endsWithTheNextLeverOrSaysThatNoneIsDeclared() {
    assertThat(Reports.mixed().document().pages().getLast().tables().getFirst().rows().getFirst())
        .anySatisfy(entry -> assertThat(entry.text()).isEqualTo("Turn on MTP"));
    assertThat(Reports.plain().document().pages().getLast().remarks().getFirst().text())
        .contains("No next lever is declared", "next_lever: {change:");
  }

  @Test
  void armsOnKnownHardwareOweAFigure() {
    JsonNode plain = Reports.plain().status().renderStatus();

    assertThat(plain.required("arms_total").intValue()).isZero();
    assertThat(plain.required("sol_complete").booleanValue()).isFalse();
    assertThat(plain.required("dcgm_grounded").booleanValue()).isFalse();
  }

  private static io.perftune.value.Campaign cell(List<Integer> concurrencies) {
    return GatewayCampaign.empty().cell("a", AaShape.AA_1K, concurrencies).campaign();
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

  private static List<String> headings(DataTable table) {
    return table.columns().stream().map(DataTable.Column::heading).toList();
  }

  private static List<String> column(DataTable table, String heading) {
    int column = headings(table).indexOf(heading);
    return table.rows().stream().map(row -> row.get(column).text()).toList();
  }

  private static List<Series.Mark> marks(Report report) {
    return page(report, "9").charts().stream()
        .flatMap(chart -> chart.series().stream())
        .flatMap(series -> series.marks().stream())
        .toList();
  }

  private static List<String> omitted(Report report) {
    return report.status().pages().omitted().stream().map(page -> page.page()).toList();
  }
}
