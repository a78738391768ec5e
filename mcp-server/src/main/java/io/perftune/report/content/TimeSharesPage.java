package io.perftune.report.content;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import java.util.List;

/// Page 3: where GPU time goes, by category of kernel (L1).
final class TimeSharesPage {
  static final String ID = "3";

  private TimeSharesPage() {}

  /// @param shares the L1 rows, at least one
  static Page of(SolFigures shares) {
    Axis axis = new Axis("share of GPU time (%)", Axis.Scale.LINEAR, 0, 100, 20);
    RowTable table =
        new RowTable(
            List.of(
                SolFigures.CELL,
                SolFigures.CONCURRENCY,
                SolFigures.CATEGORY,
                SolFigures.SHARE,
                SolFigures.BOUND,
                SolFigures.SOL));
    String context = shares.context();
    return new Page(
        ID,
        "GPU kernel time shares",
        context,
        List.of(
            Remark.plain(
                "Rigor L1: a profiler's shares of GPU time over one capture. They say where time"
                    + " goes, not how well it is used.")),
        List.of(
            new SharesBars(shares, "gpu_time_share_pct", 100)
                .of("time-shares", "Shares of GPU time", axis, null, "no category")),
        List.of(table.of("Share of GPU time of every category", context, shares.rows())));
  }
}
