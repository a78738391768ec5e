package io.perftune.value;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/// How much of a campaign was measured; every configured cell counts, also one that failed or never
/// ran.
///
/// @param atlasCells configured cells
/// @param plotReadyPoints full or partial points with ttft and request throughput
/// @param nonPlotReadyFullCells full cells of which some point is not plot-ready
public record Coverage(
    int atlasCells,
    int fullSweeps,
    int partialSweeps,
    int failedCells,
    int evictedCells,
    int plotReadyPoints,
    List<String> nonPlotReadyFullCells) {
  public Coverage {
    nonPlotReadyFullCells = List.copyOf(nonPlotReadyFullCells);
  }

  /// The line that heads every report.
  public String headerLine() {
    return String.format(
        Locale.ROOT,
        "Coverage: %d atlas cells | %d full sweeps | %d partial sweeps | %d failed cells | %d plot-ready concurrency points",
        atlasCells,
        fullSweeps,
        partialSweeps,
        failedCells,
        plotReadyPoints);
  }

  /// The coverage as replies and report_status.json carry it.
  public ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("atlas_cells", atlasCells)
            .put("full_sweeps", fullSweeps)
            .put("partial_sweeps", partialSweeps)
            .put("failed_cells", failedCells)
            .put("evicted_cells", evictedCells)
            .put("plot_ready_points", plotReadyPoints);
    json.set("non_plot_ready_full_cells", Json.strings(nonPlotReadyFullCells));
    return json.put("header_line", headerLine());
  }
}
