package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import io.perftune.report.page.Chart;
import io.perftune.report.page.Series;
import io.perftune.report.request.Thinning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The charts of page 10: one for all fronts, as long as they can be told apart; of more, one for
/// each shape, then for each model, each hardware, and so on.
final class ParetoCharts {
  /// Fronts that can be told apart in one chart.
  static final int FRONTS = 16;

  /// Charts that a reader looks through.
  static final int CHARTS = 24;

  /// Beaten points of a chart; more would cover its fronts.
  static final int BEATEN = 600;

  private static final String TITLE = "Throughput of a GPU over the speed of a user";
  private static final int LABELLED = 60;
  private static final List<String> SPLITS =
      List.of("aa_shape", "model", "hardware", "num_gpus", "tensor_parallel", "cache_mode");

  private final List<List<Group>> parts;
  private final List<String> splits = new ArrayList<>();

  ParetoCharts(List<Group> groups) {
    List<List<Group>> parts = List.of(groups);
    for (String column : SPLITS) {
      if (parts.stream().anyMatch(part -> part.size() > FRONTS)) {
        parts = parts.stream().flatMap(part -> split(part, column).stream()).toList();
        splits.add(column);
      }
    }
    this.parts = parts;
  }

  /// Points that may be held against each other.
  ///
  /// @param key their values of [ParetoPage#GROUP]
  record Group(List<String> key, List<Point> members, ParetoFront<Point> front) {
    Group {
      key = List.copyOf(key);
      members = List.copyOf(members);
      requireNonNull(front, "front is null");
    }

    static Group of(List<String> key, List<Point> members) {
      return new Group(
          key, members, ParetoFront.of(members, ParetoPage::user, ParetoPage::accelerator));
    }

    String value(String column) {
      return key.get(ParetoPage.GROUP.indexOf(column));
    }
  }

  List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    for (List<Group> part : parts.subList(0, Math.min(CHARTS, parts.size()))) {
      charts.add(chart(parts.size() == 1 ? "pareto" : "pareto-" + (charts.size() + 1), part));
    }
    return charts;
  }

  /// What the charts leave out; null where they hold everything.
  @Nullable String partial() {
    String more =
        parts.size() <= CHARTS
            ? null
            : "the first " + CHARTS + " of " + Figures.count(parts.size()) + " charts";
    boolean thinned = parts.stream().anyMatch(part -> beaten(part).size() > BEATEN);
    return Partials.of(
        more, thinned ? "the charts show every k-th beaten point; page points holds all" : null);
  }

  private static List<List<Group>> split(List<Group> part, String column) {
    Map<String, List<Group>> parts = new LinkedHashMap<>();
    part.forEach(
        group -> parts.computeIfAbsent(group.value(column), _ -> new ArrayList<>()).add(group));
    return List.copyOf(parts.values());
  }

  private Chart chart(String id, List<Group> part) {
    List<Point> points = part.stream().flatMap(group -> group.members().stream()).toList();
    boolean labelled = points.size() <= LABELLED;
    List<String> telling = telling(part);
    List<Series> series = new ArrayList<>();
    for (Group group : part) {
      String name = name(group, telling);
      series.add(
          new Series(
              name,
              series.size(),
              false,
              group.front().front().stream().map(point -> mark(point, name, labelled)).toList()));
    }
    List<Series.Mark> beaten = new ArrayList<>();
    List<Beaten> all = beaten(part);
    for (Beaten each : Thinning.evenly(all, BEATEN)) {
      beaten.add(mark(each.point(), name(each.group(), telling), labelled));
    }
    if (!beaten.isEmpty()) {
      series.add(new Series("dominated", Series.GREY, Series.Form.POINTS, false, beaten));
    }
    String title = title(part);
    return new Chart(
        id,
        title,
        title
            + ": "
            + Figures.counted(part.size(), "front")
            + ", "
            + Figures.counted(all.size(), "dominated point")
            + ".",
        ContextFields.of(points).shortLine(),
        remark(points, all.size()),
        Ranges.figures(
            "output speed of a user (tok/s)", points.stream().map(ParetoPage::user).toList()),
        Ranges.figures(
            "output of a GPU (tok/s)", points.stream().map(ParetoPage::accelerator).toList()),
        series);
  }

  /// A point that another of its group beats.
  private record Beaten(Group group, Point point) {}

  private static List<Beaten> beaten(List<Group> part) {
    List<Beaten> beaten = new ArrayList<>();
    part.forEach(
        group -> group.front().dominated().forEach(point -> beaten.add(new Beaten(group, point))));
    return beaten;
  }

  private static @Nullable String remark(List<Point> points, int beaten) {
    String hollow =
        points.stream().anyMatch(Point::partial) ? "Hollow marks are partial points." : "";
    String thinned =
        beaten > BEATEN
            ? "Of %s dominated points %s are drawn, every k-th."
                .formatted(Figures.count(beaten), Figures.count(BEATEN))
            : "";
    String remark = (hollow + " " + thinned).strip();
    return remark.isEmpty() ? null : remark;
  }

  private static Series.Mark mark(Point point, String group, boolean labelled) {
    double across = ParetoPage.user(point);
    double up = ParetoPage.accelerator(point);
    List<String> tip = new ArrayList<>();
    tip.add(point.name() + ", " + point.status());
    tip.add(group);
    tip.add("a user " + Figures.number(across) + " tok/s");
    tip.add("a GPU " + Figures.number(up) + " tok/s");
    return new Series.Mark(
        across,
        up,
        labelled ? "c " + point.concurrency() : null,
        null,
        null,
        tip,
        new Series.Look(null, point.partial()));
  }

  private String title(List<Group> part) {
    List<String> values = new ArrayList<>();
    for (String column : splits) {
      values.add(said(column, part.getFirst().value(column)));
    }
    return values.isEmpty() ? TITLE : TITLE + ": " + String.join(", ", values);
  }

  private static List<String> telling(List<Group> part) {
    return ParetoPage.GROUP.stream()
        .filter(column -> part.stream().map(group -> group.value(column)).distinct().count() > 1)
        .toList();
  }

  /// The fields in which groups differ; the number of GPUs always.
  private static String name(Group group, List<String> telling) {
    List<String> parts = new ArrayList<>();
    for (String column : ParetoPage.GROUP) {
      if (telling.contains(column) || column.equals("num_gpus")) {
        parts.add(said(column, group.value(column)));
      }
    }
    return FreeText.line(String.join(" · ", parts), 120);
  }

  private static String said(String column, String value) {
    boolean plain = List.of("model", "hardware", "aa_shape", "aa_mode").contains(column);
    String shown = FreeText.line(value, 40);
    return plain ? shown : ContextFields.name(column) + " " + shown;
  }
}
