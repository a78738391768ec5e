package io.perftune.report.content;

import io.perftune.report.page.Chart;
import io.perftune.report.page.DataTable;
import io.perftune.report.page.Entry;
import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import io.perftune.report.page.Series;
import io.perftune.report.page.Tone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Page 10: throughput of a GPU over the speed that one user sees, a front for each group of points
/// that may be held against each other.
///
/// Points share a front only where model, hardware, number of GPUs, every parallelism, shape, mode,
/// source of prompts and state of the cache are equal; what is tuned (quant, batch limits,
/// speculation) may differ within it. A point without a number of GPUs has no place here.
final class ParetoPage {
  static final String ID = "10";

  private static final List<String> GROUP =
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
  private static final int LABELLED = 60;
  private static final int ROWS = 500;

  private final List<Point> points;
  private final List<Series> fronts = new ArrayList<>();
  private final List<Series.Mark> dominated = new ArrayList<>();
  private final Set<Point> front = Collections.newSetFromMap(new IdentityHashMap<>());

  private ParetoPage(List<Point> points) {
    this.points = List.copyOf(points);
  }

  static Made of(Subject subject) {
    List<Point> drawn = subject.drawn();
    List<Point> points = drawn.stream().filter(ParetoPage::placed).toList();
    if (points.isEmpty()) {
      return missing(subject, drawn);
    }
    List<String> partial = new ArrayList<>();
    if (points.size() < drawn.size()) {
      partial.add(
          Figures.counted(drawn.size() - (long) points.size(), "point")
              + " without a number of GPUs or a speed of a user stand on page points only");
    }
    if (points.size() > ROWS) {
      partial.add("the table holds the first " + ROWS + " points; all are drawn");
    }
    return new Made.Drawn(
        new ParetoPage(points).page(), partial.isEmpty() ? null : String.join("; ", partial));
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
    Map<List<String>, List<Point>> groups = new LinkedHashMap<>();
    for (Point point : points) {
      groups.computeIfAbsent(key(point), _ -> new ArrayList<>()).add(point);
    }
    List<Integer> telling = telling(List.copyOf(groups.keySet()));
    groups.forEach((key, members) -> front(name(key, telling), members));
    List<Series> series = new ArrayList<>(fronts);
    if (!dominated.isEmpty()) {
      series.add(new Series("dominated", Series.GREY, Series.Form.POINTS, false, dominated));
    }
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
        List.of(chart(series)),
        List.of(table()));
  }

  private void front(String name, List<Point> members) {
    ParetoFront<Point> front =
        ParetoFront.of(members, point -> figure(point, X), point -> figure(point, Y));
    this.front.addAll(front.front());
    fronts.add(
        new Series(
            name, fronts.size(), false, front.front().stream().map(p -> mark(p, name)).toList()));
    front.dominated().forEach(point -> dominated.add(mark(point, name)));
  }

  private Series.Mark mark(Point point, String group) {
    boolean labelled = points.size() <= LABELLED;
    List<String> tip = new ArrayList<>();
    tip.add(point.name() + ", " + point.status());
    tip.add(group);
    tip.add("a user " + Figures.number(figure(point, X)) + " tok/s");
    tip.add("a GPU " + Figures.number(figure(point, Y)) + " tok/s");
    return new Series.Mark(
        figure(point, X),
        figure(point, Y),
        labelled ? "c " + point.concurrency() : null,
        null,
        null,
        tip,
        new Series.Look(null, point.partial()));
  }

  private Chart chart(List<Series> series) {
    String title = "Throughput of a GPU over the speed of a user";
    String alternative =
        title
            + ": "
            + Figures.counted(fronts.size(), "front")
            + ", "
            + Figures.counted(dominated.size(), "dominated point")
            + ".";
    return new Chart(
        "pareto",
        title,
        alternative,
        ContextFields.of(points).shortLine(),
        points.stream().anyMatch(Point::partial) ? "Hollow marks are partial points." : null,
        Ranges.figures("output speed of a user (tok/s)", values(X)),
        Ranges.figures("output of a GPU (tok/s)", values(Y)),
        series);
  }

  private DataTable table() {
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

  private List<Double> values(String column) {
    return points.stream().map(point -> figure(point, column)).toList();
  }

  private static double figure(Point point, String column) {
    Double value = point.number(column);
    return value == null ? 0 : value;
  }

  private static List<String> key(Point point) {
    return GROUP.stream().map(column -> String.valueOf(point.describes(column))).toList();
  }

  private static List<Integer> telling(List<List<String>> keys) {
    return Stream.iterate(0, column -> column < GROUP.size(), column -> column + 1)
        .filter(column -> keys.stream().map(key -> key.get(column)).distinct().count() > 1)
        .toList();
  }

  /// The fields in which groups differ, or the shape where there is one group; the number of GPUs
  /// always.
  private static String name(List<String> key, List<Integer> telling) {
    List<String> parts = new ArrayList<>();
    for (int column = 0; column < GROUP.size(); column++) {
      String field = GROUP.get(column);
      if (telling.contains(column) || field.equals("num_gpus")) {
        String value = FreeText.line(key.get(column), 40);
        boolean plain = List.of("model", "hardware", "aa_shape", "aa_mode").contains(field);
        parts.add(plain ? value : ContextFields.name(field) + " " + value);
      }
    }
    return FreeText.line(String.join(" · ", parts), 120);
  }
}
