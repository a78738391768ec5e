package io.perftune.report.content;

import java.util.Map;

/// Titles of the pages that a report may lack.
final class Omissions {
  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry(HeatPage.ID, "Heat tables"),
          Map.entry(CapacityPage.ID, "Tokens per minute and cost"),
          Map.entry(TimeSharesPage.ID, "GPU kernel time shares"),
          Map.entry(CategoryPage.ID, "Speed of light by category (L1)"),
          Map.entry(KernelsPage.ID, "Roofline of each kernel (L4)"),
          Map.entry(WorkloadPage.ID, "DCGM over the workload (L3)"),
          Map.entry(AttributionPage.ID, "Time shares with DCGM (L2)"),
          Map.entry(RooflinePage.ID, "Roofline of prefill and decode"),
          Map.entry(LatencyPage.ID, "Latency over concurrency"),
          Map.entry(ParetoPage.ID, "Pareto front of throughput a GPU and speed a user"),
          Map.entry(DistributionPage.ID, "Distribution over requests"),
          Map.entry(TimelinePage.ID, "Timeline of requests"));

  private Omissions() {}

  /// The title of a page that is missing here, or shows only part.
  static String title(String page) {
    return TITLES.getOrDefault(page, page);
  }
}
