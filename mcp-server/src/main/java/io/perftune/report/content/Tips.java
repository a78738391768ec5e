package io.perftune.report.content;

import java.util.ArrayList;
import java.util.List;

/// What a reader sees who points at a mark.
final class Tips {
  private Tips() {}

  static List<String> of(Point point) {
    List<String> lines = new ArrayList<>();
    lines.add(point.name() + ", " + point.status());
    line(lines, point, "TTFT p50", "ttft_p50_ms", "ms");
    line(lines, point, "TTFO p50", "ttfo_p50_ms", "ms");
    Double coverage = point.number("ttfo_coverage");
    if (coverage != null) {
      lines.add("TTFO coverage " + Figures.share(coverage));
    }
    line(lines, point, "ITL p50", "itl_p50_ms", "ms");
    line(lines, point, "output speed p50", "output_speed_p50_tps", "tok/s");
    line(lines, point, "output", "output_tps", "tok/s");
    line(lines, point, "requests", "request_throughput_avg", "1/s");
    Double n = point.number("n");
    if (n != null) {
      lines.add("n " + Figures.number(n));
    }
    return lines;
  }

  private static void line(
      List<String> lines, Point point, String name, String column, String unit) {
    Double value = point.number(column);
    if (value != null) {
      lines.add(name + " " + Figures.number(value) + " " + unit);
    }
  }
}
