package io.perftune.verb.render;

import io.perftune.report.ReportStatus;
import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;

/// What keeps a campaign from being whole: warnings of a report, failures of a strict one.
///
/// A page that this version cannot draw is none of them; the report names it on its own page.
final class Gaps {
  private static final String MEASURE = "Run cell_run for it, then atlas_aggregate and this again.";

  private Gaps() {}

  /// @param allowUngrounded figures without DCGM readings are let pass
  static List<Problem> of(
      Campaign campaign, List<Row> rows, ReportStatus status, boolean allowUngrounded) {
    List<Problem> gaps = new ArrayList<>();
    coverage(status.coverage(), gaps);
    for (String arm : status.grounding().armsUncovered()) {
      if (Json.text(campaign.json().path("roofline_gap_arms"), arm) == null) {
        gaps.add(
            new Problem(
                "sol-missing",
                "Cell " + arm + " has no %SoL figure.",
                arm,
                "Run import_roofline_sweep --campaign <id> --bundle DIR with its sweep, or say why in"
                    + " roofline_gap_arms."));
      }
    }
    boolean figures = rows.stream().anyMatch(row -> row.number("sol_pct") != null);
    if (figures && !status.grounding().dcgmGrounded() && !allowUngrounded) {
      gaps.add(
          Problem.of(
              "sol-ungrounded",
              "The %SoL figures stand without DCGM readings.",
              "Capture a sweep with DCGM sampling and take it with import_roofline_sweep --campaign <id>"
                  + " --bundle DIR, and the DCGM windows of the cells' own points with import_sol"
                  + " --campaign <id> --cell <cell_id> --file dcgm_correlation.json, or allow it by"
                  + " --allow-ungrounded."));
    }
    return gaps;
  }

  private static void coverage(Coverage coverage, List<Problem> gaps) {
    count(gaps, coverage.failedCells(), "cells-failed", "failed or never ran");
    count(
        gaps, coverage.evictedCells(), "cells-evicted", "was ended before its end, or still runs");
    count(gaps, coverage.partialSweeps(), "cells-partial", "is partial");
    for (String cell : coverage.nonPlotReadyFullCells()) {
      gaps.add(
          new Problem(
              "points-missing",
              "Cell " + cell + " is full, but some configured point of it cannot be drawn.",
              cell,
              MEASURE));
    }
    if (coverage.plotReadyPoints() == 0) {
      gaps.add(Problem.of("nothing-to-plot", "No point can be drawn.", MEASURE));
    }
  }

  private static void count(List<Problem> gaps, int cells, String code, String what) {
    if (cells > 0) {
      String which = cells == 1 ? "One cell " : cells + " cells each ";
      gaps.add(Problem.of(code, which + what + ".", MEASURE));
    }
  }
}
