package io.perftune.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.fixtures.SampleProfiles;
import io.perftune.report.content.OmittedPage;
import io.perftune.report.content.ReportInput;
import io.perftune.report.page.Bars;
import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Series;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// The pages that rest on imported profiles and sweeps.
class EvidencePagesTest {
  @Test
  void eachKindOfFileBringsItsPagesInReadingOrder() {
    assertThat(ids(profiled(SampleProfiles.kernels()))).containsSubsequence("3", "4");
    assertThat(ids(profiled(SampleProfiles.kernels()))).doesNotContain("5", "6", "6b", "7");
    assertThat(ids(profiled(SampleProfiles.kernels(), SampleProfiles.dcgm(), SampleProfiles.ncu())))
        .containsSubsequence("points", "3", "4", "5", "6", "6b", "completeness");
  }

  @Test
  void timeSharesFillABarToTheWhole() {
    Page page = page(profiled(SampleProfiles.kernels()), "3");

    Bars bars = (Bars) page.figures().getFirst();
    assertThat(bars.bars()).hasSize(1);
    assertThat(bars.bars().getFirst().label()).isEqualTo("a c 32");
    assertThat(bars.bars().getFirst().pieces().stream().map(Bars.Piece::length))
        .containsExactly(60.0, 25.0, 5.0, 10.0);
    assertThat(sol(page)).contains("50 % h100_sxm.bf16_dense_pflops, L1");
    assertThat(page.context()).contains("profiled on h100_sxm x 2 GPUs");
  }

  @Test
  void aCategoryStandsAtItsShareOfItsOwnCeiling() {
    Page page = page(profiled(SampleProfiles.kernels()), "4");

    Bars bars = (Bars) page.figures().getFirst();
    assertThat(bars.bars())
        .extracting(Bars.Bar::label)
        .containsExactly("a c 32 · gemm", "a c 32 · attention");
    DataTable table = page.tables().getFirst();
    assertThat(column(table, "speed-up at most")).containsExactly("2.5 x", "1.33 x", "1.05 x");
    assertThat(table.footnotes()).contains("– %SoL: no ceiling is named for the category");
  }

  @Test
  void timeSharesWithoutRatesSaySoAndDrawNoSpeedOfLight() {
    ObjectNode shares = SampleProfiles.kernels();
    shares
        .path("categories")
        .forEach(category -> {
          ((ObjectNode) category).remove("achieved_bytes_per_s_per_gpu");
          ((ObjectNode) category).remove("achieved_flops_per_s_per_gpu");
        });

    Page page = page(profiled(shares), "4");

    assertThat(page.figures()).isEmpty();
    assertThat(texts(page))
        .anyMatch(text -> text.startsWith("The capture holds time shares alone"));
  }

  @Test
  void kernelsStandBelowTheRoofOfTheirPart() {
    Page page = page(profiled(SampleProfiles.ncu()), "5");

    Chart chart = (Chart) page.figures().getFirst();
    Series roof = series(chart, "h100_sxm.hbm_tbps and h100_sxm.bf16_dense_pflops");
    assertThat(roof.form()).isEqualTo(Series.Form.BOUND);
    assertThat(roof.marks().get(1).x()).isEqualTo(989 / 3.35, within(1e-9));
    assertThat(roof.marks().get(1).y()).isEqualTo(989.0);
    Series.Mark attention = series(chart, "attention").marks().getFirst();
    assertThat(attention.x()).isEqualTo(2.0, within(1e-9));
    assertThat(attention.y()).isEqualTo(3.35, within(1e-9));
    assertThat(texts(page))
        .anyMatch(text -> text.startsWith("2 kernels without FLOPs or without bytes"))
        .anyMatch(text -> text.startsWith("a from_cache: above 100 % of the peak"));
    assertThat(sol(page)).contains("200 % h100_sxm.hbm_tbps, L4");
  }

  @Test
  void dutyCyclesAreNamedAsSuchBesideDeliveredBytes() {
    Page page = page(profiled(SampleProfiles.dcgm()), "6");

    Bars bars = (Bars) page.figures().getFirst();
    assertThat(bars.parts())
        .extracting(Bars.Part::name)
        .containsExactly(
            "delivered bytes, % of the HBM peak",
            "DRAM active, % of cycles",
            "tensor cores active, % of cycles",
            "SMs active, % of cycles");
    assertThat(sol(page))
        .containsExactly(
            "1 % h100_sxm.hbm_tbps, L3",
            "– a duty cycle is no share of a peak",
            "– a duty cycle is no share of a peak",
            "– a duty cycle is no share of a peak");
  }

  @Test
  void attributedBytesAreCalledAnAttribution() {
    Page page = page(profiled(SampleProfiles.kernels(), SampleProfiles.dcgm()), "6b");

    assertThat(texts(page)).anyMatch(text -> text.contains("an attribution, not a measurement"));
    Bars bars = (Bars) page.figures().getFirst();
    assertThat(bars.bars().getFirst().pieces().stream().mapToDouble(Bars.Piece::length).sum())
        .isEqualTo(0.9, within(1e-9));
  }

  @Test
  void whatIsNotThereIsNamedWithItsCommand() {
    Report nothing = Reports.plain();

    assertThat(omitted(nothing, "3").howToFix())
        .startsWith(
            "bin/perftunereport import_sol --campaign 20260115T093000Z-sample --cell aa-1k --file"
                + " kernels.json");
    assertThat(omitted(nothing, "5").howToFix()).contains("--file ncu_kernels.json");
    assertThat(omitted(nothing, "6").howToFix()).contains("--file dcgm_correlation.json");
    assertThat(omitted(nothing, "7").howToFix())
        .startsWith(
            "bin/perftunereport import_roofline_sweep --campaign 20260115T093000Z-sample --bundle");
    assertThat(omitted(profiled(SampleProfiles.kernels()), "6b").why())
        .isEqualTo("time shares are imported, DCGM windows are not");
    assertThat(
            omitted(
                    profiled(SampleProfiles.kernels().put("concurrency", 8), SampleProfiles.dcgm()),
                    "6b")
                .why())
        .isEqualTo("time shares and DCGM windows are of other cells or concurrencies");
  }

  @Test
  void decodeAndPrefillStandOnOneRoofline() {
    Page page =
        page(swept(decode("s", 1), decode("s", 16), decode("s", 64), prefill("s", 2048)), "7");

    assertThat(page.charts())
        .extracting(Chart::id)
        .containsExactly("roofline-a-1", "roofline-b", "roofline-c");
    Chart roofline = page.charts().getFirst();
    assertThat(series(roofline, "ridge 295 FLOP/byte").marks().getLast().y()).isEqualTo(989.0);
    Series decode = series(roofline, "s decode, shade: concurrency");
    assertThat(decode.marks())
        .extracting(Series.Mark::label)
        .containsExactly("c 1", "c 16", "c 64");
    assertThat(decode.marks())
        .extracting(mark -> mark.look().shade())
        .startsWith(0.0)
        .endsWith(1.0);
    assertThat(series(roofline, "s prefill, shade: input length").marks().getFirst().label())
        .isEqualTo("ISL 2,048");
    Chart hbm = page.charts().get(1);
    assertThat(hbm.series())
        .extracting(Series::name)
        .containsExactly(
            "s: delivered bytes, % of the HBM peak",
            "s: DRAM active, DCGM duty cycle", "75 % of the HBM peak");
    assertThat(sol(page)).endsWith("50 % h100_sxm.bf16_dense_pflops, L3");
  }

  @Test
  void theThreeQuestionsAreAnsweredWithFigures() {
    Page page =
        page(
            swept(
                decode("one", 1),
                decode("one", 32),
                decode("two", 32)
                    .set("tensor_parallel", 2L)
                    .set("num_gpus", 2L)
                    .set("output_throughput", 4_000.0)),
            "7");

    assertThat(texts(page))
        .contains(
            "one: tensor cores are busiest at c 32, 8 % of cycles.",
            "one: delivered bytes reach 75 % of the HBM peak from c 32, at most 89.6 % at c 32"
                + " (h100_sxm.hbm_tbps); the DRAM duty cycle reaches 75 % of cycles from c 32, at most 98.5 %"
                + " at c 32.",
            "example-org/example-8b on H100, ISL 256, OSL 512: best a GPU is TP 1, PP 1, DP 1 with"
                + " 3,200 tok/s a GPU at c 32, then TP 2, PP 1, DP 1 with 2,000 tok/s a GPU at c"
                + " 32.");
  }

  @Test
  void aSweepWithoutDcgmAnswersOnlyWhatItCan() {
    Page page = page(swept(decode("s", 16).ungrounded()), "7");

    assertThat(texts(page))
        .contains(
            "s: which concurrency uses tensor cores most is not known, because the sweep carries no"
                + " DCGM reading of them.",
            "s: delivered bytes stay below 75 % of the HBM peak, at most 47.8 % at c 16"
                + " (h100_sxm.hbm_tbps); no DCGM duty cycle stands beside it.")
        .anyMatch(text -> text.contains("0 of 1 points have DCGM readings"));
    assertThat(page.charts()).extracting(Chart::id).containsExactly("roofline-a-1", "roofline-b");
    assertThat(sol(page)).containsExactly("47.8 % h100_sxm.hbm_tbps, analytical");
  }

  @Test
  void pointsInDoubtAreHollowFlaggedAndAnswerNothing() {
    Page page =
        page(
            swept(decode("s", 8), decode("s", 16).doubtful(), decode("s", 32).abovePeak(218)), "7");

    Series decode = series(page.charts().getFirst(), "s decode, shade: concurrency");
    assertThat(decode.marks())
        .extracting(mark -> mark.look().hatched())
        .containsExactly(false, true, true);
    assertThat(decode.marks().getLast().tip())
        .contains("HBM above 100 % of its peak: wrong quant, or wrong hardware");
    assertThat(page.remarks())
        .contains(
            Remark.caution(
                "s decode c 32 ISL 256: HBM above 100 % of its peak: wrong quant, or wrong"
                    + " hardware."),
            Remark.caution(
                "2 decode points in doubt, drawn hollow, left out of these answers; the table says"
                    + " why."));
    assertThat(texts(page)).contains("s: tensor cores are busiest at c 8, 2 % of cycles.");
  }

  @Test
  void eachPartIsDrawnAgainstItsOwnCeilings() {
    Page page =
        page(
            swept(
                decode("h", 8),
                decode("b", 8)
                    .set("hbm_ceiling_key", "b200_sm100.hbm_tbps")
                    .set("compute_ceiling_key", "b200_sm100.bf16_dense_pflops")
                    .set("hbm_peak_tbps_per_gpu", 8.0)
                    .set("compute_peak_pflops_per_gpu", 2.25)),
            "7");

    assertThat(page.charts())
        .extracting(Chart::title)
        .startsWith(
            "A: roofline of h100_sxm, h100_sxm.bf16_dense_pflops",
            "A: roofline of b200_sm100, b200_sm100.bf16_dense_pflops");
  }

  @Test
  void pagesOfEvidenceCanBeDrawn() {
    Report report =
        of(
            new ReportInput.Beside(
                List.of(decode("s", 1).row(), prefill("s", 2048).row()),
                FullCampaign.sol(
                    SampleProfiles.kernels(), SampleProfiles.dcgm(), SampleProfiles.ncu()),
                List.of(),
                List.of(),
                List.of(),
                _ -> List.of()));

    assertThat(Reports.html(report)).contains("roofline-a-1", "kernels-1", "dcgm-workload");
  }

  private static SampleSweeps decode(String sweep, long concurrency) {
    return SampleSweeps.decode(sweep, concurrency);
  }

  private static SampleSweeps prefill(String sweep, long isl) {
    return SampleSweeps.prefill(sweep, isl);
  }

  private static Report swept(SampleSweeps... points) {
    return of(
        new ReportInput.Beside(
            List.of(points).stream().map(SampleSweeps::row).toList(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            _ -> List.of()));
  }

  private static Report profiled(ObjectNode... files) {
    return of(
        new ReportInput.Beside(
            List.of(), FullCampaign.sol(files), List.of(), List.of(), List.of(), _ -> List.of()));
  }

  private static Report of(ReportInput.Beside beside) {
    return Reports.of(GatewayCampaign.aa(), List.of(), GatewayCampaign.full(3, 0), beside);
  }

  private static List<String> ids(Report report) {
    return report.document().pages().stream().map(Page::id).toList();
  }

  private static Page page(Report report, String id) {
    return report.document().pages().stream()
        .filter(page -> page.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static OmittedPage omitted(Report report, String id) {
    return report.status().pages().omitted().stream()
        .filter(page -> page.page().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Series series(Chart chart, String name) {
    return chart.series().stream()
        .filter(series -> series.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                name + " is not among " + chart.series().stream().map(Series::name).toList()));
  }

  private static List<String> texts(Page page) {
    return page.remarks().stream().map(Remark::text).toList();
  }

  /// The %SoL entries of all tables of a page, each with its second line.
  private static List<String> sol(Page page) {
    return page.tables().stream()
        .flatMap(table -> entries(table, "%SoL").stream())
        .map(entry -> entry.text() + " " + entry.detail())
        .toList();
  }

  private static List<String> column(DataTable table, String heading) {
    return entries(table, heading).stream().map(Entry::text).toList();
  }

  private static List<Entry> entries(DataTable table, String heading) {
    int at = table.columns().stream().map(DataTable.Column::heading).toList().indexOf(heading);
    return table.rows().stream().map(row -> row.get(at)).toList();
  }
}
