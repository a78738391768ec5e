package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Page;
import io.perftune.value.Campaign;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Everything that a report says of a campaign: its pages, and those it lacks.
///
/// @param pages in reading order, the next lever last
/// @param omitted in page order
/// @param partial pages that show only part of what was measured
/// @param grounding what the %SoL figures rest on
public record Content(
    List<Page> pages, List<OmittedPage> omitted, List<PartialPage> partial, Grounding grounding) {
  public Content {
    pages = List.copyOf(pages);
    omitted = List.copyOf(omitted);
    partial = List.copyOf(partial);
    requireNonNull(grounding, "grounding is null");
  }

  /// The content of a report.
  public static Content of(ReportInput input) {
    Campaign campaign = input.campaign();
    Subject subject = Subject.of(input);
    Grounding grounding = Grounding.of(campaign, input.rows(), input.beside().roofline());
    List<Page> pages = new ArrayList<>();
    List<OmittedPage> omitted = new ArrayList<>();
    List<PartialPage> partial = new ArrayList<>();
    for (Made made : made(subject)) {
      switch (made) {
        case Made.Missing(var page) -> omitted.add(page);
        case Made.Drawn(var page, var shows) -> {
          pages.add(page);
          if (shows != null) {
            partial.add(new PartialPage(page.id(), shows));
          }
        }
      }
    }
    Completeness whole = new Completeness(subject, grounding, omitted, partial);
    pages.add(CompletenessPage.of(whole));
    pages.add(LeverPage.of(campaign.nextLever(), input.beside().levers()));
    return new Content(pages, omitted, partial, grounding);
  }

  /// The numbered pages, in reading order; each is made from the same subject, on every core.
  private static List<Made> made(Subject subject) {
    Stream<Supplier<List<Made>>> pages =
        Stream.of(
            () -> List.of(RunPage.of(subject)),
            () -> List.of(new Made.Drawn(PointsPage.of(subject.points()), null)),
            () -> List.of(HeatPage.of(subject)),
            () -> List.of(CapacityPage.of(subject)),
            () -> EvidencePages.of(subject),
            () -> List.of(LatencyPage.of(subject)),
            () -> List.of(ParetoPage.of(subject)),
            () -> requests(subject));
    return pages.parallel().map(Supplier::get).flatMap(List::stream).toList();
  }

  private static List<Made> requests(Subject subject) {
    Requests requests = Requests.of(subject);
    return List.of(DistributionPage.of(requests), TimelinePage.of(requests));
  }
}
