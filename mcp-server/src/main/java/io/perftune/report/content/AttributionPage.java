package io.perftune.report.content;

import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;

/// Page 6b: a window's bytes attributed to categories by their time shares (L2).
final class AttributionPage {
  static final String ID = "6b";

  private AttributionPage() {}

  /// @param attributed the L2 rows, at least one
  static Page of(SolFigures attributed) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        Remark.plain(
            "Rigor L2: an attribution, not a measurement. DCGM's bytes of the window are split by"
                + " the profiler's time shares, as if every category moved bytes equally fast; a"
                + " category's %SoL is its part of the window's, so that they add up."));
    remarks.addAll(attributed.abovePeak());
    double most =
        attributed.captures().values().stream()
            .mapToDouble(rows -> rows.stream().mapToDouble(AttributionPage::share).sum())
            .max()
            .orElse(0);
    String context = attributed.context();
    RowTable table =
        new RowTable(
            List.of(
                SolFigures.CELL,
                SolFigures.CONCURRENCY,
                SolFigures.CATEGORY,
                SolFigures.SHARE,
                RowTable.figure("attributed bytes", "GB", "attributed_bytes_total", 1e9),
                SolFigures.MEASURED,
                SolFigures.SOL));
    return new Page(
        ID,
        "Time shares with DCGM (L2)",
        context,
        remarks,
        List.of(
            new SharesBars(attributed, "pct_sol", 0)
                .of(
                    "attributed",
                    "HBM bandwidth by category, attributed",
                    CategoryPage.percent("% of the HBM peak over the window", most),
                    null,
                    null)),
        List.of(table.of("Bytes attributed to every category", context, attributed.rows())));
  }

  private static double share(Row row) {
    Double share = row.number("pct_sol");
    return share == null ? 0 : share;
  }
}
