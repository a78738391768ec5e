package io.perftune.report.content;

import io.perftune.report.content.Charts.Statistic;
import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Page 1: what was run, how much of it was measured, what it shows, and throughput over latency.
final class RunPage {
  static final String ID = "1";

  private static final int ROWS = 60;

  private RunPage() {}

  static Made of(Subject subject) {
    List<Point> points = subject.points().all();
    List<Remark> remarks = new ArrayList<>();
    remarks.add(Remark.plain(subject.input().coverage().headerLine()));
    remarks.addAll(Observations.of(points, subject.curves()));
    remarks.addAll(Warnings.of(subject.input().campaign(), points));
    List<Point> drawn = subject.drawn();
    Charts draw = new Charts(subject.curves());
    List<Point> shown = drawn.subList(0, Math.min(ROWS, drawn.size()));
    return new Made.Drawn(
        new Page(
            ID,
            "The run",
            ContextFields.of(points).line(),
            remarks,
            charts(subject.curves(), draw),
            shown.isEmpty() ? List.of() : List.of(beside(shown))),
        Partials.of(
            shown.size() == drawn.size()
                ? null
                : "the table holds the first " + ROWS + " points; page points holds all",
            draw.partial()));
  }

  /// What was measured, and beside it what Artificial Analysis would publish for it.
  private static DataTable beside(List<Point> points) {
    return PointTable.of(
        "Measured figures, and beside them those modelled by Artificial Analysis' formula",
        points,
        List.of(
            Measure.TTFT,
            Measure.TTFO,
            Measure.AA_TTFAT,
            Measure.figure("latency p50", "ms", "request_latency_p50_ms"),
            Measure.AA_E2E,
            Measure.SPEED,
            Measure.OUTPUT,
            Measure.SOL),
        explained());
  }

  private static Map<String, String> explained() {
    Map<String, String> explained = new LinkedHashMap<>();
    explained.put("ttfo_p50_ms", "TTFO p50");
    explained.put("aa_ttfat_ms", "AA-modelled TTFAT");
    return explained;
  }

  private static List<Chart> charts(List<Curve> curves, Charts draw) {
    if (curves.isEmpty()) {
      return List.of();
    }
    Statistic output =
        new Statistic("output_tps", "output", "output of the system (tok/s)", false, null);
    Statistic ttft = new Statistic("ttft_p50_ms", "p50", "TTFT p50 (ms)", false, null);
    Statistic ttfo = new Statistic("ttfo_p50_ms", "p50", "TTFO p50 (ms)", false, null);
    Statistic speed = new Statistic("output_speed_p50_tps", "p50", "tok/s", false, null);
    List<Chart> charts = new ArrayList<>();
    charts.addAll(
        draw.over("throughput-ttft", "Throughput over TTFT", "TTFT p50 (ms)", ttft, output));
    if (curves.stream().anyMatch(Curve::reasons)) {
      charts.addAll(
          draw.over("throughput-ttfo", "Throughput over TTFO", "TTFO p50 (ms)", ttfo, output));
    }
    charts.addAll(
        draw.over(
            "throughput-speed",
            "Throughput over the speed of one request",
            "output speed p50 of a request (tok/s)",
            speed,
            output));
    return charts;
  }
}
