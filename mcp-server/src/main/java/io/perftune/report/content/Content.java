package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Page;
import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import io.perftune.value.Row;
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

  /// The content for these rows of atlas_v1.
  public static Content of(
      String campaignId, Campaign campaign, Coverage coverage, List<Row> rows) {
    requireNonNull(coverage, "coverage is null");
    Points points = Points.of(campaign, rows);
    List<Curve> curves = Curves.of(points.plotReady());
    List<OmittedPage> omitted = Omissions.of(campaignId, !curves.isEmpty());
    List<Page> pages = new ArrayList<>();
    pages.add(RunPage.of(campaign, coverage, points, curves));
    pages.add(PointsPage.of(points));
    if (!curves.isEmpty()) {
      pages.add(LatencyPage.of(curves));
    }
    pages.add(CompletenessPage.of(coverage, points.all(), omitted));
    pages.add(LeverPage.of(campaign.nextLever()));
    return new Content(pages, omitted);
  }
}
