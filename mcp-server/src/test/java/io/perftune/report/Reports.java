package io.perftune.report;

import io.perftune.fixtures.SampleRows;
import io.perftune.report.content.ReportInput;
import io.perftune.report.html.HtmlReport;
import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import io.perftune.value.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reports of sample campaigns.
final class Reports {
  private Reports() {}

  /// Three full cells at concurrency 1 and 10.
  static Report plain() {
    return of(GatewayCampaign.aa(), SampleRows.campaign(), GatewayCampaign.full(3, 6));
  }

  /// A reasoning model, three trials a point, of which one point failed, one was never run and one
  /// gave too few answers.
  static Report mixed() {
    Campaign campaign =
        GatewayCampaign.empty()
            .cell("think", AaShape.AA_1K, List.of(1, 4, 10, 32))
            .lever("Turn on MTP", "output speed +40 %", "output speed p50 above 170 tok/s")
            .campaign();
    List<Row> rows =
        List.of(
            SampleRows.reasoningPoint("think", AaShape.AA_1K, 1).set("trials", 3).row(),
            SampleRows.reasoningPoint("think", AaShape.AA_1K, 4)
                .set("trials", 3)
                .set("ttfo_coverage", 0.85)
                .set("requests_answered", 17)
                .row(),
            SampleRows.failedPoint("think", AaShape.AA_1K, 10)
                .set("reasoning", "true")
                .set("reasoning_parser", "qwen3")
                .set("trials", 3)
                .row());
    return of(campaign, rows, new Coverage(1, 0, 1, 0, 0, 2, List.of()));
  }

  /// A campaign with everything beside its atlas that the request pages read.
  static Report withRequests(
      Campaign campaign, List<Row> rows, ReportInput.RequestSource requests) {
    return of(
        campaign,
        rows,
        GatewayCampaign.full(campaign.cells().size(), rows.size()),
        new ReportInput.Beside(List.of(), List.of(), List.of(), List.of(), List.of(), requests));
  }

  static Report of(Campaign campaign, List<Row> rows, Coverage coverage) {
    return of(campaign, rows, coverage, ReportInput.Beside.NOTHING);
  }

  static Report of(
      Campaign campaign, List<Row> rows, Coverage coverage, ReportInput.Beside beside) {
    return Report.of(
        new ReportInput(
            SampleRows.CAMPAIGN_ID,
            campaign,
            rows,
            coverage,
            "f".repeat(64),
            ReportInput.Words.NONE,
            beside));
  }

  static String html(Report report) {
    return new String(HtmlReport.render(report.document()), StandardCharsets.UTF_8);
  }

  /// The markup without the library of charts.
  static String ownMarkup(Report report) {
    String html = html(report);
    return html.substring(0, html.indexOf("<script>"));
  }
}
