package io.perftune.report.content;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Series;
import io.perftune.report.request.CellDigest;
import io.perftune.report.request.Ecdf;
import io.perftune.report.request.PointRequests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Page 11: the distribution of every latency at each concurrency, and one dot a request.
final class DistributionPage {
  static final String ID = "11";

  private static final Axis SHARE =
      new Axis("share of the requests that have the figure", Axis.Scale.LINEAR, 0, 1, 0.2);

  private final Requests requests;

  private DistributionPage(Requests requests) {
    this.requests = requests;
  }

  static Made of(Requests requests) {
    return requests.cells().isEmpty()
        ? requests.missing(ID)
        : new Made.Drawn(
            new DistributionPage(requests).page(), requests.partial(requests.cells().size()));
  }

  private Page page() {
    List<Chart> charts = new ArrayList<>();
    for (int cell = 0; cell < requests.cells().size(); cell++) {
      charts.addAll(charts(cell + 1, requests.cells().get(cell)));
    }
    return new Page(
        ID,
        "Distribution over requests",
        null,
        List.of(
            Remark.plain(
                "A staircase holds the requests that ended well; its name says how many of those sent"
                    + " have the figure. A dot is one request, also one that failed: it stands at the"
                    + " time until it ended, and its tip says why."),
            Remark.plain(
                "Trials of a point lie over each other, each from its first request on; warm-up is"
                    + " not drawn.")),
        charts,
        List.of(table()));
  }

  private List<Chart> charts(int number, CellDigest cell) {
    List<Chart> charts = new ArrayList<>();
    ecdf(charts, "ecdf-ttft-" + number, cell, "TTFT", PointRequests::ttft);
    if (requests.reasons(cell.cellId())) {
      ecdf(charts, "ecdf-ttfo-" + number, cell, "TTFO", PointRequests::ttfo);
    }
    ecdf(charts, "ecdf-latency-" + number, cell, "Latency", PointRequests::latency);
    charts.add(dots("requests-" + number, cell));
    return charts;
  }

  private void ecdf(
      List<Chart> charts,
      String id,
      CellDigest cell,
      String figure,
      Function<PointRequests, Ecdf> of) {
    List<Series> series = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < cell.points().size(); i++) {
      PointRequests point = cell.points().get(i);
      Ecdf ecdf = of.apply(point);
      if (ecdf.n() > 0) {
        List<Series.Mark> marks = new ArrayList<>();
        marks.add(step(ecdf.steps().getFirst().value(), 0));
        for (Ecdf.Step step : ecdf.steps()) {
          marks.add(step(step.value(), step.share()));
          values.add(step.value());
        }
        String name = "c " + point.concurrency() + ", " + ecdf.n() + " of " + point.sent();
        series.add(new Series(name, i, Series.Form.STEPS, false, marks));
      }
    }
    if (!series.isEmpty()) {
      Axis x = Ranges.figures(figure + " of a request (ms)", values);
      String title = figure + " over requests: " + FreeText.line(cell.cellId(), 60);
      charts.add(chart(id, title, cell, stepsRemark(x, cell), List.of(x, SHARE), series));
    }
  }

  private Chart dots(String id, CellDigest cell) {
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < cell.points().size(); i++) {
      PointRequests point = cell.points().get(i);
      String name = "c " + point.concurrency();
      dots(series, name, i, point.dots(), false);
      dots(series, name + " failed", i, point.failures(), true);
    }
    List<Double> seconds = new ArrayList<>();
    List<Double> millis = new ArrayList<>();
    for (Series of : series) {
      for (Series.Mark mark : of.marks()) {
        seconds.add(mark.x());
        millis.add(mark.y());
      }
    }
    String title = "One dot a request: " + FreeText.line(cell.cellId(), 60);
    Axis x = Ranges.linear("start since the trial's first request (s)", seconds);
    Axis y = Ranges.figures("time until the request ended (ms)", millis);
    return chart(id, title, cell, dotsRemark(cell), List.of(x, y), series);
  }

  private static void dots(
      List<Series> series, String name, int colour, List<PointRequests.Dot> dots, boolean failed) {
    List<Series.Mark> marks = new ArrayList<>();
    for (PointRequests.Dot dot : dots) {
      marks.add(
          new Series.Mark(
              dot.seconds(),
              RequestTips.elapsedMs(dot.request()),
              null,
              null,
              null,
              RequestTips.of(dot.request()),
              new Series.Look(null, failed)));
    }
    if (!marks.isEmpty()) {
      series.add(new Series(name, colour, Series.Form.POINTS, false, marks));
    }
  }

  private static Series.Mark step(double value, double share) {
    return new Series.Mark(value, share, null, null, null, List.of());
  }

  private Chart chart(
      String id,
      String title,
      CellDigest cell,
      @Nullable String remark,
      List<Axis> axes,
      List<Series> series) {
    String alternative = title + ": " + Figures.counted(series.size(), "set") + " of requests.";
    return new Chart(
        id,
        title,
        alternative,
        requests.context(cell.cellId()),
        remark,
        axes.getFirst(),
        axes.getLast(),
        series);
  }

  private static @Nullable String stepsRemark(Axis x, CellDigest cell) {
    String scale = x.scale() == Axis.Scale.LOG ? "The horizontal axis is logarithmic." : "";
    String thinned =
        cell.points().stream()
                .anyMatch(p ->
                    p.ttft().steps().size() < p.ttft().n()
                        || p.latency().steps().size() < p.latency().n())
            ? "Of many requests every k-th rank is drawn, the first and the last among them."
            : "";
    String remark = String.join(" ", scale, thinned, some(cell)).strip();
    return remark.isEmpty() ? null : remark;
  }

  private static @Nullable String dotsRemark(CellDigest cell) {
    int drawn = 0;
    int sent = 0;
    int failures = 0;
    for (PointRequests point : cell.points()) {
      drawn += point.dots().size() + point.failures().size();
      sent += point.sent();
      failures += point.failures().size();
    }
    String thinned =
        drawn == sent
            ? "Every request is drawn."
            : "%s of %s requests are drawn, every k-th in time's order of each set."
                .formatted(Figures.count(drawn), Figures.count(sent));
    String hollow = failures == 0 ? "" : "Hollow dots failed, broke off or were cancelled.";
    return String.join(" ", thinned, hollow, some(cell)).strip();
  }

  private static String some(CellDigest cell) {
    return cell.points().size() == cell.concurrencies()
        ? ""
        : "%s of %s concurrencies are drawn, evenly chosen."
            .formatted(cell.points().size(), cell.concurrencies());
  }

  private DataTable table() {
    Set<String> cells = new HashSet<>();
    requests.cells().forEach(cell -> cells.add(cell.cellId()));
    List<Point> points =
        requests.subject().points().all().stream()
            .filter(point -> point.row() != null && cells.contains(point.cellId()))
            .toList();
    List<Measure> measures =
        List.of(
            Measure.STATUS,
            Measure.REQUESTS,
            Measure.TTFT,
            Measure.figure("TTFT p95", "ms", "ttft_p95_ms"),
            Measure.TTFO,
            Measure.figure("latency p50", "ms", "request_latency_p50_ms"),
            Measure.SOL);
    return PointTable.of("The points behind the distributions", points, measures, Map.of());
  }
}
