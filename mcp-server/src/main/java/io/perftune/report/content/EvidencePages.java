package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Page;
import io.perftune.value.Cell;
import io.perftune.value.Row;
import java.util.List;
import java.util.function.Function;

/// The pages that rest on what was imported beside the atlas: profiles and sweeps. One for which
/// there is nothing names the command that would bring it.
record EvidencePages(ReportInput input, SolFigures figures) {
  EvidencePages {
    requireNonNull(input, "input is null");
    requireNonNull(figures, "figures is null");
  }

  /// In reading order.
  static List<Made> of(Subject subject) {
    ReportInput input = subject.input();
    SolFigures figures = new SolFigures(input.beside().sol(), subject.points());
    return new EvidencePages(input, figures).made();
  }

  private List<Made> made() {
    String shares = "no kernel time shares are imported";
    return List.of(
        page("L1", TimeSharesPage::of, TimeSharesPage.ID, shares, "kernels.json"),
        page("L1", CategoryPage::of, CategoryPage.ID, shares, "kernels.json"),
        page(
            "L4",
            KernelsPage::of,
            KernelsPage.ID,
            "no counters of single kernels are imported",
            "ncu_kernels.json"),
        page(
            "L3",
            WorkloadPage::of,
            WorkloadPage.ID,
            "no DCGM windows are imported",
            "dcgm_correlation.json"),
        attribution(),
        roofline());
  }

  private Made page(
      String level, Function<SolFigures, Page> draw, String id, String why, String file) {
    SolFigures some = figures.level(level);
    return some.rows().isEmpty()
        ? Made.missing(id, why, sol(file))
        : new Made.Drawn(draw.apply(some), null);
  }

  private Made attribution() {
    boolean shares = !figures.level("L1").rows().isEmpty();
    boolean windows = !figures.level("L3").rows().isEmpty();
    String why =
        shares && windows
            ? "time shares and DCGM windows are of other cells or concurrencies"
            : shares
                ? "time shares are imported, DCGM windows are not"
                : windows
                    ? "DCGM windows are imported, kernel time shares are not"
                    : "neither kernel time shares nor DCGM windows are imported";
    String file = shares ? "dcgm_correlation.json" : "kernels.json";
    Made made = page("L2", AttributionPage::of, AttributionPage.ID, why, file);
    return switch (made) {
      case Made.Drawn drawn -> drawn;
      case Made.Missing(var page) ->
          Made.missing(
              page.page(),
              page.why(),
              "Capture both over one window at one concurrency: " + page.howToFix());
    };
  }

  private Made roofline() {
    List<Row> sweeps = input.beside().roofline();
    return sweeps.isEmpty()
        ? Made.missing(
            RooflinePage.ID,
            "no prefill and decode sweep is imported",
            "bin/perftunereport import_roofline_sweep --campaign "
                + input.campaignId()
                + " --bundle <directory of the sweep>, then report_render again.")
        : new Made.Drawn(RooflinePage.of(sweeps), null);
  }

  private String sol(String file) {
    String cell =
        input.campaign().cells().stream().map(Cell::cellId).findFirst().orElse("<cell_id>");
    return "bin/perftunereport import_sol --campaign "
        + input.campaignId()
        + " --cell "
        + FreeText.line(cell, 120)
        + " --file "
        + file
        + " (docs/sol.md describes it), then report_render again.";
  }
}
