package io.perftune.report.content;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Bars;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;

/// Page 4: each category of kernels against the ceiling that it is held to (L1).
final class CategoryPage {
  static final String ID = "4";
  private static final List<String> BOUNDS = List.of("memory", "compute", "communication");

  private CategoryPage() {}

  /// @param shares the L1 rows, at least one
  static Page of(SolFigures shares) {
    List<Row> rated = shares.rows().stream().filter(row -> row.number("pct_sol") != null).toList();
    String context = shares.context();
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        Remark.plain(
            "Rigor L1: a category's rate, where the profiler read one, against the ceiling that the"
                + " file holds it to. Speed-up is what all GPU time would gain if the category took"
                + " none: an upper limit of any work on it."));
    if (rated.isEmpty()) {
      remarks.add(
          Remark.caution(
              "The capture holds time shares alone, so no category has a %SoL. Add"
                  + " achieved_bytes_per_s_per_gpu or achieved_flops_per_s_per_gpu to kernels.json,"
                  + " or import ncu_kernels.json."));
    }
    remarks.addAll(shares.abovePeak());
    return new Page(
        ID,
        "Speed of light by category (L1)",
        context,
        remarks,
        rated.isEmpty() ? List.of() : List.of(bars(rated, context)),
        List.of(table().of("Every category and its ceiling", context, shares.rows())));
  }

  private static RowTable table() {
    RowTable.Part limit =
        new RowTable.Part(
            new DataTable.Column(
                "speed-up at most", null, true, "1 / (1 - share): all GPU time without it."),
            CategoryPage::limit);
    return new RowTable(
        List.of(
            SolFigures.CELL,
            SolFigures.CONCURRENCY,
            SolFigures.CATEGORY,
            SolFigures.SHARE,
            limit,
            SolFigures.BOUND,
            SolFigures.MEASURED,
            SolFigures.SOL));
  }

  private static Entry limit(Row row) {
    Double share = row.number("gpu_time_share_pct");
    return share == null || share >= 100
        ? Entry.absent("it is all of the time")
        : RowTable.number(1 / (1 - share / 100), " x");
  }

  private static Bars bars(List<Row> rated, String context) {
    List<Bars.Part> parts = new ArrayList<>();
    BOUNDS.forEach(bound -> parts.add(new Bars.Part("of its " + bound + " ceiling", parts.size())));
    List<Bars.Bar> bars = new ArrayList<>();
    double most = 100;
    for (Row row : rated) {
      Double percent = row.number("pct_sol");
      double value = percent == null ? 0 : percent;
      most = Math.max(most, value);
      String category = FreeText.line(String.valueOf(row.text("category")), 40);
      String share = Figures.number(value) + " % of " + row.text("ceiling_key") + ", L1";
      int part = Math.max(0, BOUNDS.indexOf(String.valueOf(row.text("bound"))));
      bars.add(
          new Bars.Bar(
              SolFigures.name(row) + " · " + category,
              List.of(new Bars.Piece(part, value, List.of(category, share)))));
    }
    return new Bars(
        "sol-categories",
        "%SoL by category while it runs",
        "%SoL by category: " + Figures.counted(bars.size(), "bar") + ".",
        context,
        null,
        percent("%SoL of the category's own ceiling", most),
        parts,
        bars);
  }

  /// From 0 to 100, or further by whole steps where a value is above.
  static Axis percent(String title, double most) {
    double step = most <= 200 ? 25 : Math.ceil(most / 600) * 100;
    double top = Math.max(100, Math.ceil(most / step) * step);
    return new Axis(title, Axis.Scale.LINEAR, 0, top, step);
  }
}
