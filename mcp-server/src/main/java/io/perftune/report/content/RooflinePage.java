package io.perftune.report.content;

import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Page 7: prefill and decode of every imported sweep on the roofline of its part (L3).
final class RooflinePage {
  static final String ID = "7";

  private RooflinePage() {}

  /// @param rows of roofline_v1, at least one
  static Page of(List<Row> rows) {
    Sweeps sweeps = Sweeps.of(rows);
    RooflineCharts draw = new RooflineCharts(sweeps);
    List<Chart> charts = new ArrayList<>(draw.rooflines());
    charts.addAll(draw.hbm());
    charts.addAll(draw.active());
    List<Remark> remarks = new ArrayList<>();
    remarks.add(rigor(rows));
    Sweeps decode = sweeps.phase("decode");
    Sweeps prefill = sweeps.phase("prefill");
    remarks.addAll(RooflineAnswers.of(decode));
    remarks.addAll(doubts(sweeps));
    List<DataTable> tables = new ArrayList<>();
    if (!decode.rows().isEmpty()) {
      tables.add(
          table("TPOT p50", "median_tpot_ms").of("Decode", decode.contextLine(), decode.rows()));
    }
    if (!prefill.rows().isEmpty()) {
      tables.add(
          table("TTFT p50", "median_ttft_ms").of("Prefill", prefill.contextLine(), prefill.rows()));
    }
    return new Page(
        ID, "Roofline of prefill and decode", sweeps.contextLine(), remarks, charts, tables);
  }

  private static Remark rigor(List<Row> rows) {
    long grounded = rows.stream().filter(row -> row.text("sol_rigor") != null).count();
    String counted =
        grounded == rows.size()
            ? "every point has DCGM readings beside it."
            : Figures.count(grounded)
                + " of "
                + Figures.count(rows.size())
                + " points have DCGM readings; the others are analytical.";
    return Remark.plain(
        "Rigor L3 where DCGM was read: "
            + counted
            + " Delivered bytes and FLOPs follow from model shape and token rate; DRAM active is a"
            + " duty cycle, an upper bound of delivered bandwidth, and neither curve passes for the"
            + " other.");
  }

  private static List<Remark> doubts(Sweeps sweeps) {
    Map<String, List<String>> doubts = new LinkedHashMap<>();
    for (Row row : sweeps.rows()) {
      for (String doubt : Sweeps.doubts(row)) {
        doubts.computeIfAbsent(doubt, _ -> new ArrayList<>()).add(point(row));
      }
    }
    List<Remark> remarks = new ArrayList<>();
    doubts.forEach((doubt, points) ->
        remarks.add(Remark.caution(SolFigures.some(points) + ": " + doubt + ".")));
    return remarks;
  }

  private static String point(Row row) {
    return "%s %s c %s ISL %s"
        .formatted(
            Sweeps.configuration(row),
            row.text("phase"),
            Figures.count(Sweeps.concurrency(row)),
            Figures.count(Sweeps.whole(row, "isl")));
  }

  private static RowTable table(String latency, String column) {
    RowTable.Part flags =
        new RowTable.Part(
            DataTable.Column.text("in doubt"),
            row -> {
              List<String> doubts = Sweeps.doubts(row);
              return doubts.isEmpty()
                  ? Entry.of("no")
                  : new Entry("yes", String.join("; ", doubts), null, Tone.CAUTION);
            });
    RowTable.Part sweep =
        new RowTable.Part(
            DataTable.Column.text("sweep"), row -> Entry.of(Sweeps.configuration(row)));
    return new RowTable(
        List.of(
            sweep,
            RowTable.figure("c", null, "sweep_concurrency"),
            RowTable.figure("ISL", "tokens", "isl"),
            RowTable.figure("OSL", "tokens", "osl"),
            RowTable.figure("GPUs", null, "num_gpus"),
            RowTable.figure(latency, "ms", column),
            RowTable.figure("tokens", "tok/s", "token_rate"),
            RowTable.figure("arithmetic intensity", "FLOP/byte", "arithmetic_intensity"),
            RowTable.figure("achieved", "TFLOP/s a GPU", "achieved_tflops_per_gpu"),
            RowTable.figure("delivered", "TB/s a GPU", "hbm_delivered_Bps_per_gpu", 1e12),
            RowTable.figure("DRAM active", "% of cycles", "dram_active_pct"),
            RowTable.figure("tensor active", "% of cycles", "tensor_active_pct"),
            RowTable.figure("SM active", "% of cycles", "sm_active_pct"),
            Sweeps.sol(),
            flags));
  }
}
