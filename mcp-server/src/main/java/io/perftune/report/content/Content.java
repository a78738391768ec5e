package io.perftune.report.content;

import io.perftune.report.page.Page;
import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import java.util.ArrayList;
import java.util.List;

/// Everything that a report says of a campaign: its pages, and those it lacks.
///
/// @param pages in reading order, the next lever last
/// @param omitted in page order
public record Content(List<Page> pages, List<OmittedPage> omitted) {
  public Content {
    pages = List.copyOf(pages);
    omitted = List.copyOf(omitted);
  }

  /// The content of a report.
  public static Content of(ReportInput input) {
    Campaign campaign = input.campaign();
    String campaignId = input.campaignId();
    Coverage coverage = input.coverage();
    Points points = Points.of(campaign, input.rows());
    List<Curve> curves = Curves.of(points.plotReady());
    List<OmittedPage> omitted = Omissions.of(campaignId, !curves.isEmpty());
    List<Page> pages = new ArrayList<>();
    pages.add(RunPage.of(campaign, coverage, points, curves));
    pages.add(PointsPage.of(points));
    if (!curves.isEmpty()) {
      pages.add(LatencyPage.of(curves));
    }
    pages.add(CompletenessPage.of(coverage, points.all(), omitted));
    pages.add(LeverPage.of(campaign.nextLever(), input.beside().levers()));
    return new Content(pages, omitted);
  }
}
