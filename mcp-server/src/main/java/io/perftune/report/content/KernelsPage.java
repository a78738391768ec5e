package io.perftune.report.content;

import io.perftune.config.Ceilings;
import io.perftune.report.page.Axis;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Series;
import io.perftune.speedoflight.ComputeFormat;
import io.perftune.speedoflight.Peaks;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Page 5: every kernel on the roofline of its part (L4).
final class KernelsPage {
  static final String ID = "5";

  private KernelsPage() {}

  /// @param kernels the L4 rows, at least one
  static Page of(SolFigures kernels) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        Remark.plain(
            "Rigor L4: hardware counters of single kernels. %SoL is the time at the kernel's roof"
                + " over its own time; the roof is HBM left of the ridge, the peak of its format"
                + " right of it."));
    long nowhere = kernels.rows().stream().filter(row -> x(row) == null).count();
    if (nowhere > 0) {
      remarks.add(
          Remark.plain(
              Figures.counted(nowhere, "kernel")
                  + " without FLOPs or without bytes have no place on logarithmic axes; they stand"
                  + " in the table."));
    }
    remarks.addAll(kernels.abovePeak());
    Map<String, List<Row>> parts = new LinkedHashMap<>();
    kernels.rows().stream()
        .filter(row -> x(row) != null)
        .forEach(row ->
            parts
                .computeIfAbsent(String.valueOf(row.text("hw_key")), _ -> new ArrayList<>())
                .add(row));
    List<Chart> charts = new ArrayList<>();
    parts.forEach((part, rows) ->
        charts.add(chart(charts.size() + 1, part, new SolFigures(rows, kernels.points()))));
    String context = kernels.context();
    return new Page(
        ID,
        "Roofline of each kernel (L4)",
        context,
        remarks,
        charts,
        List.of(table().of("Every kernel and its roof", context, kernels.rows())));
  }

  private static RowTable table() {
    return new RowTable(
        List.of(
            RowTable.text("kernel", "kernel_name"),
            SolFigures.CELL,
            SolFigures.CATEGORY,
            RowTable.text("format", "dtype"),
            RowTable.figure("time", "us", "kernel_time_us"),
            RowTable.figure(
                "arithmetic intensity", "FLOP/byte", "arithmetic_intensity_flops_per_byte"),
            SolFigures.BOUND,
            SolFigures.MEASURED,
            SolFigures.SOL));
  }

  private static Chart chart(int number, String part, SolFigures kernels) {
    Map<String, List<Series.Mark>> categories = new LinkedHashMap<>();
    List<Double> across = new ArrayList<>();
    List<Double> up = new ArrayList<>();
    Set<String> formats = new LinkedHashSet<>();
    for (Row row : kernels.rows()) {
      Double x = x(row);
      if (x != null) {
        double y = teraflops(row);
        across.add(x);
        up.add(y);
        formats.add(ComputeFormat.named(String.valueOf(row.text("dtype"))).metric());
        categories
            .computeIfAbsent(
                FreeText.line(String.valueOf(row.text("category")), 40), _ -> new ArrayList<>())
            .add(mark(row, x, y));
      }
    }
    Axis x = Roof.logarithmic("arithmetic intensity (FLOP/byte)", across);
    List<Roof> roofs = roofs(part, formats);
    roofs.forEach(roof -> up.addAll(roof.top()));
    Axis y = Roof.logarithmic("achieved (TFLOP/s)", up);
    List<Series> series = new ArrayList<>();
    roofs.forEach(roof -> series.add(roof.line(x, y)));
    categories.forEach((name, marks) ->
        series.add(
            new Series(name, series.size() - roofs.size(), Series.Form.POINTS, false, marks)));
    return new Chart(
        "kernels-" + number,
        "Kernels on " + part,
        "Each kernel's achieved FLOP/s over its arithmetic intensity, below the roofs of "
            + part
            + ".",
        kernels.context(),
        "Both axes are logarithmic. Hollow: above the roof.",
        x,
        y,
        series);
  }

  private static List<Roof> roofs(String part, Set<String> formats) {
    Ceilings ceilings = Ceilings.load();
    Ceilings.Ceiling hbm = ceilings.ceiling(part + "." + Peaks.HBM_METRIC).orElse(null);
    List<Roof> roofs = new ArrayList<>();
    for (String format : formats) {
      Ceilings.Ceiling compute = ceilings.ceiling(part + "." + format).orElse(null);
      if (hbm != null && compute != null) {
        roofs.add(new Roof(hbm.path(), hbm.value(), compute.path(), compute.value() * 1_000));
      }
    }
    return roofs;
  }

  private static Series.Mark mark(Row row, double x, double y) {
    Double share = row.number("pct_sol");
    List<String> tip = new ArrayList<>();
    tip.add(FreeText.line(String.valueOf(row.text("kernel_name")), 80));
    tip.add(SolFigures.name(row) + ", " + row.text("dtype"));
    tip.add(Figures.number(x) + " FLOP/byte, " + Figures.number(y) + " TFLOP/s");
    tip.add(
        share == null
            ? "no %SoL: " + row.whyNull("pct_sol")
            : Figures.number(share) + " % of " + row.text("ceiling_key") + ", L4");
    boolean above = row.text("above_peak") != null;
    if (above) {
      tip.add(String.valueOf(row.text("above_peak")));
    }
    return new Series.Mark(x, y, null, null, null, tip, new Series.Look(null, above));
  }

  private static double teraflops(Row row) {
    Double flops = row.number("attributed_flops_total");
    Double time = row.number("kernel_time_us");
    return flops == null || time == null ? 0 : flops / time / 1e6;
  }

  /// Null where the kernel has no place on logarithmic axes.
  private static @Nullable Double x(Row row) {
    Double intensity = row.number("arithmetic_intensity_flops_per_byte");
    return intensity == null || intensity <= 0 ? null : intensity;
  }
}
