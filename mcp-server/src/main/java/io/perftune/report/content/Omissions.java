package io.perftune.report.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which pages a report lacks, why, and how to get them.
final class Omissions {
  private static final String NOT_BUILT = "not built yet in this version";

  /// Page -> its title, for the pages that this version cannot make.
  private static final Map<String, String> UNBUILT = unbuilt();

  private Omissions() {}

  /// In page order.
  ///
  /// @param plotReady whether any point can be drawn
  static List<OmittedPage> of(String campaignId, boolean plotReady) {
    List<OmittedPage> omitted = new ArrayList<>();
    String render = "bin/perftunereport report_render --campaign " + campaignId;
    UNBUILT.forEach((page, title) -> {
      if (page.equals("10") && !plotReady) {
        omitted.add(latency(campaignId));
      }
      omitted.add(new OmittedPage(page, why(page, title), howToFix(page, render)));
    });
    omitted.add(
        new OmittedPage(
            "report.pdf",
            NOT_BUILT,
            "Open report.html in a browser and print it to a PDF; its print layout is made for"
                + " that."));
    return omitted;
  }

  /// The title of a page that is missing here.
  static String title(String page) {
    return switch (page) {
      case LatencyPage.ID -> "Latency over concurrency";
      case "report.pdf" -> "The report as a PDF";
      default -> UNBUILT.getOrDefault(page, page);
    };
  }

  private static OmittedPage latency(String campaignId) {
    return new OmittedPage(
        LatencyPage.ID,
        "no point has both a TTFT and a throughput",
        "Measure the cells that failed or never ran: bin/perftunereport cell_run --campaign "
            + campaignId
            + " --cell <cell_id> --i-understand-this-submits-jobs, then atlas_aggregate and"
            + " report_render.");
  }

  private static String why(String page, String title) {
    return switch (page) {
      case "7" -> NOT_BUILT + "; and no roofline bundle is imported";
      case "3", "4", "6b" -> NOT_BUILT + "; and no kernel time shares are imported";
      case "5" -> NOT_BUILT + "; and no per-kernel counters are imported";
      case "6" -> NOT_BUILT + "; and no DCGM readings are imported";
      case "2b" -> NOT_BUILT + "; tokens per minute follow from the output column: x 60";
      default -> NOT_BUILT + ": " + title.toLowerCase(java.util.Locale.ROOT);
    };
  }

  private static String howToFix(String page, String render) {
    return switch (page) {
      case "11", "12" ->
          "Keep cells/*/requests.jsonl, which holds every request; a version that draws it will do"
              + " so by "
              + render;
      case "2", "2b", "10" ->
          "Keep atlas.jsonl, which holds what it needs; a version that draws it will do so by "
              + render;
      default ->
          "Keep the capture beside the campaign; a version that imports it will then draw it by "
              + render;
    };
  }

  private static Map<String, String> unbuilt() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("2", "Heat tables");
    pages.put("2b", "Tokens per minute and cost");
    pages.put("3", "GPU kernel time shares");
    pages.put("4", "Speed of light by category (L1)");
    pages.put("5", "Roofline of each kernel (L4)");
    pages.put("6", "DCGM over the workload (L3)");
    pages.put("6b", "Time shares with DCGM (L2)");
    pages.put("7", "Roofline of prefill and decode");
    pages.put("10", "Pareto front of throughput a GPU and speed a user");
    pages.put("11", "Distribution over requests");
    pages.put("12", "Timeline of requests");
    return pages;
  }
}
