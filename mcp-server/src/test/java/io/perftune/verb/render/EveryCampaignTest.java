package io.perftune.verb.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.CampaignFiles;
import io.perftune.fixtures.ManyCells;
import io.perftune.fixtures.SampleRows;
import io.perftune.value.AaShape;
import io.perftune.value.Row;
import io.perftune.verb.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Campaigns at the edges, through the verb and every back end: what is rendered is true, and a
/// person can read it.
class EveryCampaignTest {
  private static final String ONE_CELL =
      """
      name: edge
      description: At the edge
      cells:
        - cell_id: a
          backend: aa
          concurrencies: [7]
          model: example-org/example-8b
          endpoint_kind: public_gateway
          aa: {url: "https://gateway.example", model: served, shape: aa-1k, api_key_env: none}
      """;

  @TempDir Path root;

  @Test
  void campaignWithoutCellsSaysThatThereIsNothingAndHowToGetEachPage() throws IOException {
    RenderedReport report = RenderedReport.of(CampaignFiles.in(root, "name: edge\n"), root);

    assertThat(report.outcome()).isInstanceOf(Outcome.Done.class);
    assertThat(report.pages()).containsExactly("1", "points", "completeness", "next-lever");
    report.bothSay(
        "Coverage: 0 atlas cells | 0 full sweeps",
        "No point can be drawn: none has both a TTFT and a throughput.",
        "No next lever is declared.");
    assertThat(report.charts()).isEmpty();
    assertThat(report.pictures()).isEmpty();
    assertThat(report.outcome().json().required("digest_png").isNull()).isTrue();
    assertThat(report.outcome().digest())
        .contains("No picture: nothing can be drawn.", "Pages: 1, points, completeness");
    assertThat(report.status().required("plot_ready_points").intValue()).isZero();
    assertThat(report.status().required("omitted_pages").valueStream())
        .isNotEmpty()
        .allSatisfy(page -> {
          assertThat(page.required("why").asString()).isNotBlank();
          assertThat(page.required("how_to_fix").asString()).isNotBlank();
        });
    assertThat(report.table("Every configured point")).isEmpty();
  }

  @Test
  void campaignThatNeverRanNamesItsPoints() throws IOException {
    RenderedReport report = RenderedReport.of(CampaignFiles.in(root, ONE_CELL), root);

    report.bothSay("Not run: a c 7.", "Coverage: 1 atlas cells | 0 full sweeps");
    assertThat(report.table("Every configured point"))
        .singleElement()
        .satisfies(row -> assertThat(row).contains("a", "7", "not run"));
    assertThat(report.pictures()).isEmpty();
  }

  @Test
  void campaignThatFailedWhollyShowsNoFigureAndWhyEachPointFailed() throws IOException {
    CampaignFiles files =
        CampaignFiles.in(root, ONE_CELL)
            .cell("a", List.of(SampleRows.failedPoint("a", AaShape.AA_1K, 7).row()));

    RenderedReport report = RenderedReport.of(files, root);

    assertThat(report.outcome().problems())
        .extracting(problem -> problem.code())
        .contains("cells-failed", "nothing-to-plot");
    report.bothSay(
        "Failed or evicted: a c 7.", "no request succeeded: 20 of 20 got HTTP 503", "1 failed");
    assertThat(report.pages()).doesNotContain("2", "9", "10", "11", "12");
    assertThat(report.charts()).isEmpty();
    assertThat(report.pictures()).isEmpty();
    List<String> row = report.table("Every configured point").getFirst();
    assertThat(row).anySatisfy(cell -> assertThat(cell).startsWith("failed"));
    assertThat(row).filteredOn(cell -> cell.matches("[0-9.,]+ .*tok/s|[0-9.]+ %.*")).isEmpty();
    assertThat(report.status().required("coverage").required("failed_cells").intValue())
        .isEqualTo(1);
  }

  @Test
  void campaignOfOnePointDrawsItAndClaimsNoTrend() throws IOException {
    Row row = SampleRows.point("a", AaShape.AA_1K, 7).row();
    CampaignFiles files = CampaignFiles.in(root, ONE_CELL).cell("a", List.of(row));

    RenderedReport report = RenderedReport.of(files, root);

    assertThat(report.pages()).contains("1", "2", "9");
    JsonNode ttft = report.charts().required("ttft").required("series");
    assertThat(ttft).hasSize(2);
    assertThat(ttft.get(0).required("marks")).hasSize(1);
    assertThat(ttft.get(0).required("marks").get(0).required("y").doubleValue())
        .isEqualTo(row.number("ttft_p50_ms"));
    assertThat(report.html()).doesNotContain("from c 7 to c");
    report.bothSay("Coverage: 1 atlas cells | 1 full sweeps", "1 plot-ready");
    assertThat(report.pictures()).isNotEmpty().allSatisfy(EveryCampaignTest::isDrawn);
    isDrawn(report.digest());
  }

  @Test
  void fiveHundredCellsAreDrawnSoThatOneCanReadThemAndNothingIsDroppedSilently()
      throws IOException {
    ManyCells many = new ManyCells(500, 2);
    CampaignFiles files = CampaignFiles.in(root, many.config());
    many.deployments().forEach(cell -> files.cell(cell.cellId(), cell.rows(2)));

    RenderedReport report = RenderedReport.of(files, root);

    assertThat(report.table("Every configured point")).hasSize(1000);
    report.bothSay("Coverage: 500 atlas cells", "12 of 500 configurations are lines");
    for (var chart : report.charts().properties()) {
      List<JsonNode> series = chart.getValue().required("series").valueStream().toList();
      assertThat(series.stream().filter(each -> "line".equals(each.path("form").asString(""))))
          .as(chart.getKey())
          .hasSizeLessThanOrEqualTo(24);
    }
    JsonNode throughput = report.charts().required("throughput-ttft");
    assertThat(throughput.required("series").get(0).required("name").asString())
        .isEqualTo("488 other configurations");
    assertThat(report.pdf()).contains("The first 200 of 1000 rows; report.html has all of them.");
    assertThat(report.status().required("partial_pages").valueStream())
        .extracting(JsonNode::asString)
        .contains("1", "9", "10");
    assertThat(report.table("Pages that show only part"))
        .extracting(List::getFirst)
        .contains("1", "9", "10");
    assertThat(report.pictures()).allSatisfy(EveryCampaignTest::isDrawn);
    assertThat(Files.size(digestFile(report))).isLessThanOrEqualTo(150 * 1024);
  }

  @Test
  void mixedHardwareIsHeldToTheCeilingsOfEach() throws IOException {
    ManyCells many = new ManyCells(8, 4);
    CampaignFiles files = CampaignFiles.in(root, many.config());
    many.deployments().forEach(cell -> files.cell(cell.cellId(), cell.rows(4)));

    RenderedReport report = RenderedReport.of(files, root);

    for (ManyCells.Deployment cell : many.deployments()) {
      String ceiling =
          switch (cell.part()) {
            case 0 -> "h100_sxm.hbm3_tbps";
            case 1 -> "h200_sxm.hbm3e_tbps";
            case 2 -> "b200_sm100.hbm3e_tbps";
            default -> "no roofline evidence";
          };
      assertThat(report.table("Every configured point"))
          .filteredOn(row -> row.getFirst().equals(cell.cellId()))
          .hasSize(4)
          .allSatisfy(
              row -> assertThat(row).anySatisfy(entry -> assertThat(entry).contains(ceiling)));
    }
    for (var series : report.charts().required("pareto").required("series")) {
      String name = series.required("name").asString();
      assertThat(name.equals("dominated") || name.contains("GPUs 1")).as(name).isTrue();
      assertThat(List.of("H100", "H200", "B200", "undisclosed").stream().filter(name::contains))
          .as(name)
          .hasSizeLessThanOrEqualTo(1);
    }
    report.bothSay("h100_sxm.hbm3_tbps", "h200_sxm.hbm3e_tbps", "b200_sm100.hbm3e_tbps");
  }

  private static Path digestFile(RenderedReport report) {
    return Path.of(report.outcome().json().required("digest_png").required("path").asString());
  }

  /// Whether something stands on the picture, and it is no larger than a reader can open.
  private static void isDrawn(BufferedImage picture) {
    int first = picture.getRGB(0, 0);
    boolean drawn = false;
    for (int y = 0; y < picture.getHeight() && !drawn; y += 3) {
      for (int x = 0; x < picture.getWidth(); x++) {
        drawn |= picture.getRGB(x, y) != first;
      }
    }
    assertThat(drawn).isTrue();
    assertThat(picture.getHeight()).isLessThanOrEqualTo(12_000);
  }
}
