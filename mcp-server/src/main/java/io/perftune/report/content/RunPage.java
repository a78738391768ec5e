package io.perftune.report.content;

import io.perftune.report.content.Charts.Statistic;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import java.util.ArrayList;
import java.util.List;

/// Page 1: what was run, how much of it was measured, what it shows, and throughput over latency.
final class RunPage {
  static final String ID = "1";

  private RunPage() {}

  static Page of(Campaign campaign, Coverage coverage, Points points, List<Curve> curves) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(Remark.plain(coverage.headerLine()));
    remarks.addAll(Observations.of(points.all(), curves));
    remarks.addAll(Warnings.of(campaign, points.all()));
    return new Page(
        ID, "The run", ContextFields.of(points.all()).line(), remarks, charts(curves), List.of());
  }

  private static List<Chart> charts(List<Curve> curves) {
    if (curves.isEmpty()) {
      return List.of();
    }
    Charts draw = new Charts(curves);
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
