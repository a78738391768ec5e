package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Series;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The three charts of page 7: the roofline of each part, HBM and the tensor cores over
/// concurrency.
record RooflineCharts(Sweeps sweeps) {
  /// The share of the HBM peak that decode is asked to reach.
  static final double TARGET = 75;

  RooflineCharts {
    requireNonNull(sweeps, "sweeps is null");
  }

  /// A: a log-log roofline for each pair of ceilings that points are held to.
  List<Chart> rooflines() {
    Map<List<String>, List<Row>> parts = new LinkedHashMap<>();
    for (Row row : sweeps.rows()) {
      List<String> keys =
          List.of(
              String.valueOf(row.text("hbm_ceiling_key")),
              String.valueOf(row.text("compute_ceiling_key")));
      parts.computeIfAbsent(keys, _ -> new ArrayList<>()).add(row);
    }
    List<Chart> charts = new ArrayList<>();
    parts.values().forEach(rows -> charts.add(roofline(charts.size() + 1, sweeps.with(rows))));
    return charts;
  }

  private static Chart roofline(int number, Sweeps part) {
    Row first = part.rows().getFirst();
    Roof roof = roof(first);
    List<Double> across =
        part.rows().stream().map(row -> figure(row, "arithmetic_intensity")).toList();
    List<Double> up = new ArrayList<>(roof.top());
    part.rows().forEach(row -> up.add(figure(row, "achieved_tflops_per_gpu")));
    List<Double> wide = new ArrayList<>(across);
    Double ridge = roof.ridge();
    if (ridge != null) {
      wide.add(ridge * 1.5);
    }
    Axis x = Roof.logarithmic("arithmetic intensity (FLOP/byte)", wide);
    Axis y = Roof.logarithmic("achieved (TFLOP/s a GPU)", up);
    List<Series> series = new ArrayList<>();
    series.add(roof.line(x, y));
    series.addAll(roof.ridgeLine(x, y));
    for (Sweeps.Line line : part.phase("decode").overConcurrency()) {
      series.add(points(line, " decode, shade: concurrency", "c ", Sweeps::concurrency));
    }
    for (Sweeps.Line line : part.phase("prefill").overInput()) {
      series.add(
          points(line, " prefill, shade: input length", "ISL ", row -> Sweeps.whole(row, "isl")));
    }
    String part0 = String.valueOf(first.text("hbm_ceiling_key")).replaceFirst("\\..*$", "");
    return new Chart(
        "roofline-a-" + number,
        "A: roofline of " + part0 + (roof.computeKey() == null ? "" : ", " + roof.computeKey()),
        "Achieved FLOP/s a GPU over arithmetic intensity, prefill and decode, below the ceiling.",
        part.contextLine(),
        "Both axes are logarithmic. Hollow: in doubt, the tip says why.",
        x,
        y,
        series);
  }

  private static Roof roof(Row row) {
    Double compute = row.number("compute_peak_pflops_per_gpu");
    return new Roof(
        String.valueOf(row.text("hbm_ceiling_key")),
        figure(row, "hbm_peak_tbps_per_gpu"),
        row.text("compute_ceiling_key"),
        compute == null ? null : compute * 1_000);
  }

  private static Series points(
      Sweeps.Line line, String phase, String label, ToLongFunction<Row> order) {
    double least = line.rows().stream().mapToLong(order).min().orElse(1);
    double most = line.rows().stream().mapToLong(order).max().orElse(1);
    List<Series.Mark> marks = new ArrayList<>();
    for (Row row : line.rows()) {
      long at = order.applyAsLong(row);
      double shade = most > least ? Math.log(at / least) / Math.log(most / least) : 1;
      marks.add(
          new Series.Mark(
              figure(row, "arithmetic_intensity"),
              figure(row, "achieved_tflops_per_gpu"),
              label + Figures.count(at),
              null,
              null,
              tip(row),
              new Series.Look(shade, !Sweeps.doubts(row).isEmpty())));
    }
    return new Series(line.name() + phase, line.colour(), Series.Form.POINTS, false, marks);
  }

  /// B: what the weights and the cache need, beside what DCGM saw, each named.
  List<Chart> hbm() {
    return overConcurrency(
        "roofline-b",
        "B: HBM over concurrency, decode",
        "% of the HBM peak, or of cycles",
        List.of(
            new Curved("hbm_delivered_pct", "delivered bytes, % of the HBM peak", false),
            new Curved("dram_active_pct", "DRAM active, DCGM duty cycle", true)),
        TARGET);
  }

  /// C: tensor cores and SMs.
  List<Chart> active() {
    return overConcurrency(
        "roofline-c",
        "C: tensor cores and SMs over concurrency, decode",
        "% of cycles active",
        List.of(
            new Curved("tensor_active_pct", "tensor cores active", false),
            new Curved("sm_active_pct", "SMs active", true)),
        null);
  }

  private record Curved(String column, String name, boolean dashed) {}

  private List<Chart> overConcurrency(
      String id, String title, String yTitle, List<Curved> columns, @Nullable Double target) {
    Sweeps decode = sweeps.phase("decode");
    List<Series> series = new ArrayList<>();
    double top = 100;
    for (Sweeps.Line line : decode.overConcurrency()) {
      for (Curved curved : columns) {
        List<Series.Mark> marks = new ArrayList<>();
        for (Row row : line.rows()) {
          Double value = row.number(curved.column());
          if (value != null) {
            top = Math.max(top, value);
            boolean doubted = !curved.dashed() && !Sweeps.doubts(row).isEmpty();
            marks.add(
                new Series.Mark(
                    Sweeps.concurrency(row),
                    value,
                    null,
                    null,
                    null,
                    tip(row),
                    new Series.Look(null, doubted)));
          }
        }
        if (!marks.isEmpty()) {
          series.add(
              new Series(
                  line.name() + ": " + curved.name(), line.colour(), curved.dashed(), marks));
        }
      }
    }
    if (series.isEmpty()) {
      return List.of();
    }
    Axis x = Ranges.around(decode.rows().stream().map(Sweeps::concurrency).toList());
    if (target != null) {
      String label = Figures.number(target) + " % of the HBM peak";
      series.add(
          new Series(
              label,
              Series.GREY,
              Series.Form.BOUND,
              false,
              List.of(
                  new Series.Mark(x.min(), target, null, null, null, List.of()),
                  new Series.Mark(x.max(), target, label, null, null, List.of()))));
    }
    return List.of(
        new Chart(
            id,
            title,
            title + ": " + Figures.counted(series.size(), "line") + ".",
            decode.contextLine(),
            null,
            x,
            CategoryPage.percent(yTitle, top),
            series));
  }

  private static List<String> tip(Row row) {
    List<String> tip = new ArrayList<>();
    tip.add(
        "%s %s, c %s, ISL %s, OSL %s"
            .formatted(
                Sweeps.configuration(row),
                row.text("phase"),
                Figures.count(Sweeps.concurrency(row)),
                Figures.count(Sweeps.whole(row, "isl")),
                Figures.count(Sweeps.whole(row, "osl"))));
    tip.add(
        Figures.number(figure(row, "arithmetic_intensity"))
            + " FLOP/byte, "
            + Figures.number(figure(row, "achieved_tflops_per_gpu"))
            + " TFLOP/s a GPU");
    line(tip, row, "delivered bytes", "hbm_delivered_pct", " % of " + row.text("hbm_ceiling_key"));
    line(tip, row, "compute", "compute_pct", " % of " + row.text("compute_ceiling_key"));
    line(tip, row, "DRAM active", "dram_active_pct", " % of cycles");
    line(tip, row, "tensor cores active", "tensor_active_pct", " % of cycles");
    line(tip, row, "SMs active", "sm_active_pct", " % of cycles");
    tip.addAll(Sweeps.doubts(row));
    return tip;
  }

  private static void line(List<String> tip, Row row, String name, String column, String unit) {
    Double value = row.number(column);
    if (value != null) {
      tip.add(name + " " + Figures.number(value) + unit);
    }
  }

  private static double figure(Row row, String column) {
    Double value = row.number(column);
    if (value == null) {
      throw new IllegalArgumentException("a row of roofline_v1 has no " + column);
    }
    return value;
  }
}
