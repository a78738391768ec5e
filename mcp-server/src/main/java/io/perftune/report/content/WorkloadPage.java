package io.perftune.report.content;

import io.perftune.report.page.Bars;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;

/// Page 6: DCGM over the workload (L3): delivered bytes against the HBM peak, and duty cycles named
/// as such.
final class WorkloadPage {
  static final String ID = "6";
  private static final List<String> READINGS =
      List.of("hbm", "dram_active", "tensor_active", "sm_active");

  private WorkloadPage() {}

  /// @param windows the L3 rows, at least one
  static Page of(SolFigures windows) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        Remark.plain(
            "Rigor L3: DCGM over each measured window. Delivered bytes are held to the HBM peak;"
                + " DRAM, tensor and SM active are duty cycles, shares of cycles in which the unit"
                + " was busy at all, and bound what was delivered from above."));
    remarks.addAll(windows.abovePeak());
    String context = windows.context();
    RowTable table =
        new RowTable(
            List.of(
                SolFigures.CELL,
                SolFigures.CONCURRENCY,
                RowTable.text("reading", "category"),
                SolFigures.MEASURED,
                RowTable.figure("bytes of all GPUs", "GB", "attributed_bytes_total", 1e9),
                RowTable.figure("window", "s", "window_s"),
                SolFigures.SOL));
    return new Page(
        ID,
        "DCGM over the workload (L3)",
        context,
        remarks,
        List.of(bars(windows, context)),
        List.of(table.of("Every window's readings", context, windows.rows())));
  }

  private static Bars bars(SolFigures windows, String context) {
    List<Bars.Part> parts =
        List.of(
            new Bars.Part("delivered bytes, % of the HBM peak", 0),
            new Bars.Part("DRAM active, % of cycles", 1),
            new Bars.Part("tensor cores active, % of cycles", 2),
            new Bars.Part("SMs active, % of cycles", 3));
    List<Bars.Bar> bars = new ArrayList<>();
    double most = 100;
    for (Row row : windows.rows()) {
      Double share = row.number("pct_sol");
      Double cycles = row.number("measured_value");
      int part = READINGS.indexOf(String.valueOf(row.text("category")));
      Double value = part == 0 ? share : cycles;
      if (part >= 0 && value != null) {
        most = Math.max(most, value);
        String named = parts.get(part).name();
        String tip = Figures.number(value) + " %: " + named;
        bars.add(
            new Bars.Bar(
                SolFigures.name(row) + " · " + row.text("category"),
                List.of(new Bars.Piece(part, value, List.of(SolFigures.name(row), tip)))));
      }
    }
    return new Bars(
        "dcgm-workload",
        "Delivered bytes beside duty cycles",
        "A bar a window and reading: " + Figures.counted(bars.size(), "bar") + ".",
        context,
        "Only the first kind of bar is a share of a peak.",
        CategoryPage.percent("% of the HBM peak, or of cycles", most),
        parts,
        bars);
  }
}
