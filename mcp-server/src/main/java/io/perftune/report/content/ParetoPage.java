package io.perftune.report.content;

import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Tone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Page 10: throughput of a GPU over the speed that one user sees, a front for each group of points
/// that may be held against each other.
///
/// Points share a front only where model, hardware, number of GPUs, every parallelism, shape, mode,
/// source of prompts and state of the cache are equal; what is tuned (quant, batch limits,
/// speculation) may differ within it. A point without a number of GPUs has no place here.
final class ParetoPage {
  static final String ID = "10";

  /// What points of one front share.
  static final List<String> GROUP =
      List.of(
          "model",
          "hardware",
          "num_gpus",
          "tensor_parallel",
          "data_parallel",
          "pipeline_parallel",
          "expert_parallel",
          "parallel_strategy",
          "ep_mode",
          "aa_shape",
          "aa_mode",
          "prompt_source",
          "cache_mode");

  private static final String X = "output_tps_per_user";
  private static final String Y = "output_tps_per_gpu";
  private static final int ROWS = 500;

  private final List<Point> points;
  private final List<ParetoCharts.Group> groups;
  private final ParetoCharts draw;

  private ParetoPage(List<Point> points) {
    this.points = List.copyOf(points);
    Map<List<String>, List<Point>> groups = new LinkedHashMap<>();
    for (Point point : points) {
      groups.computeIfAbsent(key(point), _ -> new ArrayList<>()).add(point);
    }
    this.groups =
        groups.entrySet().stream()
            .map(group -> ParetoCharts.Group.of(group.getKey(), group.getValue()))
            .toList();
    this.draw = new ParetoCharts(this.groups);
  }

  static Made of(Subject subject) {
    List<Point> drawn = subject.drawn();
    List<Point> points = drawn.stream().filter(ParetoPage::placed).toList();
    if (points.isEmpty()) {
      return missing(subject, drawn);
    }
    ParetoPage page = new ParetoPage(points);
    String unplaced =
        points.size() == drawn.size()
            ? null
            : Figures.counted(drawn.size() - (long) points.size(), "point")
                + " without a number of GPUs or a speed of a user stand on page points only";
    String cut =
        points.size() > ROWS
            ? "the table holds the first " + ROWS + " points; page points holds all"
            : null;
    return new Made.Drawn(page.page(), Partials.of(unplaced, cut, page.draw.partial()));
  }

  private static boolean placed(Point point) {
    return point.number(X) != null
        && point.number(Y) != null
        && point.describes("num_gpus") != null
        && !Point.UNDISCLOSED.equals(point.describes("num_gpus"));
  }

  private static Made missing(Subject subject, List<Point> drawn) {
    if (drawn.isEmpty()) {
      return Made.missing(ID, LatencyPage.NOTHING, "Measure: " + subject.measure() + ".");
    }
    Point first = drawn.getFirst();
    String column = first.number(Y) == null ? Y : X;
    return Made.missing(
        ID,
        "the number of GPUs behind the endpoint is not known, or no point has a speed of a user ("
            + column
            + ": "
            + FreeText.line(first.whyNull(column), 120)
            + ")",
        "Where the GPUs are known, declare num_gpus in the cells of the campaign file, then"
            + " bin/perftunereport campaign_init and measure again: "
            + subject.measure()
            + ". Behind a public gateway they cannot be known.");
  }

  private Page page() {
    return new Page(
        ID,
        "Pareto front of throughput a GPU and speed a user",
        null,
        List.of(
            Remark.plain(
                "A line joins the points of one group that no other point of the group beats in both"
                    + " figures; beaten points are grey. Groups differ in model, hardware, number of"
                    + " GPUs, parallelism, shape or state of the cache and are never joined: "
                    + Figures.counted(groups.size(), "group")
                    + "."),
            Remark.plain(
                "The speed of a user is the mean over requests of 1,000 / ITL, without the wait for"
                    + " the first token; the throughput of a GPU is all output tokens over the time of"
                    + " the point and the number of GPUs.")),
        draw.charts(),
        List.of(table()));
  }

  private DataTable table() {
    Set<Point> front = Collections.newSetFromMap(new IdentityHashMap<>());
    groups.forEach(group -> front.addAll(group.front().front()));
    List<Measure> measures =
        List.of(
            Measure.STATUS,
            new Measure(
                DataTable.Column.text("place"),
                point ->
                    front.contains(point)
                        ? new Entry("front", null, null, Tone.GOOD)
                        : Entry.of("dominated")),
            Measure.figure("a user", "tok/s", X),
            Measure.figure("a GPU", "tok/s", Y),
            Measure.TTFT,
            Measure.SOL);
    List<Point> shown = points.subList(0, Math.min(ROWS, points.size()));
    return PointTable.of(
        "Points of the fronts, and those that they beat", shown, measures, Map.of());
  }

  /// Tokens per second of a user.
  static double user(Point point) {
    return figure(point, X);
  }

  /// Tokens per second of a GPU.
  static double accelerator(Point point) {
    return figure(point, Y);
  }

  private static double figure(Point point, String column) {
    Double value = point.number(column);
    return value == null ? 0 : value;
  }

  /// What points must share to be held against each other.
  static List<String> key(Point point) {
    return GROUP.stream().map(column -> String.valueOf(point.describes(column))).toList();
  }
}
