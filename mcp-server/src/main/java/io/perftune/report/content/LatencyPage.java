package io.perftune.report.content;

import io.perftune.report.content.Charts.Statistic;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Page 9: TTFT, TTFO, ITL and output speed over concurrency, p50 and p95, bars only where trials
/// were repeated.
final class LatencyPage {
  static final String ID = "9";

  /// Why no page of figures is there.
  static final String NOTHING = "no point has both a TTFT and a throughput";

  private static final int ROWS = 500;

  private LatencyPage() {}

  static Made of(Subject subject) {
    if (subject.curves().isEmpty()) {
      return Made.missing(ID, NOTHING, "Measure: " + subject.measure() + ".");
    }
    int points = subject.drawn().size();
    Charts draw = new Charts(subject.curves());
    return new Made.Drawn(
        page(subject, draw),
        Partials.of(
            points > ROWS
                ? "the table holds the first " + ROWS + " points; page points holds all"
                : null,
            draw.partial()));
  }

  private static Page page(Subject subject, Charts draw) {
    boolean reasoning = subject.reasons();
    List<Chart> charts = new ArrayList<>();
    charts.addAll(
        draw.overConcurrency("ttft", "TTFT over concurrency", "TTFT (ms)", latency("ttft")));
    if (reasoning) {
      charts.addAll(
          draw.overConcurrency("ttfo", "TTFO over concurrency", "TTFO (ms)", latency("ttfo")));
    }
    charts.addAll(
        draw.overConcurrency(
            "itl",
            "ITL over concurrency",
            "ITL (ms per token)",
            List.of(
                new Statistic("itl_p50_ms", "p50", "ITL (ms)", false, null),
                new Statistic("itl_p95_ms", "p95", "ITL (ms)", true, null))));
    charts.addAll(
        draw.overConcurrency(
            "speed",
            "Output speed over concurrency",
            "output speed of a request (tok/s)",
            List.of(
                new Statistic("output_speed_p50_tps", "p50", "tok/s", false, "output_speed_p50"))));
    List<Point> points = subject.drawn();
    List<Point> shown = points.subList(0, Math.min(ROWS, points.size()));
    return new Page(
        ID,
        "Latency over concurrency",
        null,
        remarks(points, reasoning),
        charts,
        List.of(PointTable.of("Latency of every plotted point", shown, measures(), figures())));
  }

  private static List<Statistic> latency(String name) {
    return List.of(
        new Statistic(name + "_p50_ms", "p50", "ms", false, name + "_p50"),
        new Statistic(name + "_p95_ms", "p95", "ms", true, null));
  }

  private static List<Remark> remarks(List<Point> points, boolean reasoning) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(
        Remark.plain(
            reasoning
                ? "TTFT counts a reasoning token, TTFO the first answer token; its coverage stands"
                    + " in the table and in each tooltip."
                : "No model here is known to reason, so TTFO is not drawn beside TTFT; both stand"
                    + " in the table."));
    boolean repeated =
        points.stream()
            .map(point -> point.number("trials"))
            .anyMatch(trials -> trials != null && trials >= 2);
    remarks.add(
        Remark.plain(
            repeated
                ? "Bars are 95 % bootstrap intervals of points with at least two trials."
                : "Nothing was repeated (one trial a point), so no bars are drawn."));
    return remarks;
  }

  private static List<Measure> measures() {
    return List.of(
        Measure.STATUS,
        Measure.REQUESTS,
        Measure.TTFT,
        Measure.figure("TTFT p95", "ms", "ttft_p95_ms"),
        Measure.TTFO,
        Measure.figure("TTFO p95", "ms", "ttfo_p95_ms"),
        Measure.ITL,
        Measure.figure("ITL p95", "ms", "itl_p95_ms"),
        Measure.SPEED,
        Measure.SOL);
  }

  private static Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("ttft_p95_ms", "TTFT p95");
    figures.put("ttfo_p50_ms", "TTFO p50");
    figures.put("ttfo_p95_ms", "TTFO p95");
    figures.put("itl_p50_ms", "ITL p50");
    figures.put("itl_p95_ms", "ITL p95");
    figures.put("output_speed_p50_tps", "output speed p50");
    return figures;
  }
}
