package io.perftune.report.content;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Titles of pages, and the pages that this version cannot make.
final class Omissions {
  private static final String NOT_BUILT = "not built yet in this version";

  private static final Map<String, String> TITLES =
      Map.ofEntries(
          Map.entry(HeatPage.ID, "Heat tables"),
          Map.entry(CapacityPage.ID, "Tokens per minute and cost"),
          Map.entry("3", "GPU kernel time shares"),
          Map.entry("4", "Speed of light by category (L1)"),
          Map.entry("5", "Roofline of each kernel (L4)"),
          Map.entry("6", "DCGM over the workload (L3)"),
          Map.entry("6b", "Time shares with DCGM (L2)"),
          Map.entry("7", "Roofline of prefill and decode"),
          Map.entry(LatencyPage.ID, "Latency over concurrency"),
          Map.entry(ParetoPage.ID, "Pareto front of throughput a GPU and speed a user"),
          Map.entry(DistributionPage.ID, "Distribution over requests"),
          Map.entry(TimelinePage.ID, "Timeline of requests"),
          Map.entry("report.pdf", "The report as a PDF"));

  private Omissions() {}

  /// The title of a page that is missing here, or shows only part.
  static String title(String page) {
    return TITLES.getOrDefault(page, page);
  }

  /// The pages that rest on profiles and sweeps.
  static List<Made> profiles(String render) {
    return Stream.of("3", "4", "5", "6", "6b", "7")
        .map(page -> Made.missing(page, NOT_BUILT + "; and " + evidence(page), keep(render)))
        .toList();
  }

  static Made pdf() {
    return Made.missing(
        "report.pdf",
        NOT_BUILT,
        "Open report.html in a browser and print it to a PDF; its print layout is made for that.");
  }

  private static String evidence(String page) {
    return switch (page) {
      case "7" -> "no roofline bundle is imported";
      case "5" -> "no per-kernel counters are imported";
      case "6" -> "no DCGM readings are imported";
      default -> "no kernel time shares are imported";
    };
  }

  private static String keep(String render) {
    return "Keep the capture beside the campaign; a version that imports it will then draw it by "
        + render;
  }
}
