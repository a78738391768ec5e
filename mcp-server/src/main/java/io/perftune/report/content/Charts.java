package io.perftune.report.content;

import io.perftune.report.page.Axis;
import io.perftune.report.page.Chart;
import io.perftune.report.page.Series;
import io.perftune.report.request.Thinning;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Draws curves as charts: a figure over concurrency, or one figure over another.
final class Charts {
  /// Points of the configurations that are no lines; more of them would cover the lines.
  static final int GREY = 600;

  private final ChosenCurves chosen;
  private final List<Point> points;
  private final List<Point> others;
  private final String context;
  private final IdentityHashMap<Point, List<String>> tips = new IdentityHashMap<>();

  Charts(List<Curve> curves) {
    this.chosen = ChosenCurves.of(curves);
    this.others = chosen.others().stream().flatMap(curve -> curve.points().stream()).toList();
    this.points = curves.stream().flatMap(curve -> curve.points().stream()).toList();
    this.context = ContextFields.of(points).shortLine();
  }

  /// Which part of the points the charts show; null where they show all.
  @Nullable String partial() {
    return others.size() <= GREY
        ? null
        : "the charts show every k-th point of the "
            + Figures.count(chosen.others().size())
            + " configurations that are no lines; page points holds all";
  }

  /// A figure over concurrency, one line a curve and statistic; empty where nothing was measured.
  List<Chart> overConcurrency(String id, String title, String yTitle, List<Statistic> statistics) {
    Statistic first = statistics.getFirst();
    List<Series> series = new ArrayList<>();
    grey(series, point -> (double) point.concurrency(), point -> point.number(first.column()));
    for (Curve curve : chosen.lines()) {
      for (Statistic statistic : statistics) {
        List<Series.Mark> marks = new ArrayList<>();
        for (Point point : curve.points()) {
          Double y = point.number(statistic.column());
          if (y != null) {
            marks.add(
                mark(point, (double) point.concurrency(), y, covered(point, statistic), statistic));
          }
        }
        add(series, curve, statistic, statistics.size() > 1, marks);
      }
    }
    return chart(id, title, Ranges.concurrency(points), yTitle, series);
  }

  /// One figure over another, each mark labelled with its concurrency; empty where nothing was
  /// measured.
  List<Chart> over(String id, String title, String xTitle, Statistic x, Statistic y) {
    List<Series> series = new ArrayList<>();
    grey(series, point -> point.number(x.column()), point -> point.number(y.column()));
    for (Curve curve : chosen.lines()) {
      List<Series.Mark> marks = new ArrayList<>();
      for (Point point : curve.points()) {
        Double across = point.number(x.column());
        Double up = point.number(y.column());
        if (across != null && up != null) {
          String covered = covered(point, x);
          String label = "c " + point.concurrency() + (covered == null ? "" : ", " + covered);
          marks.add(mark(point, across, up, label, covered == null ? y : x));
        }
      }
      add(series, curve, y, false, marks);
    }
    List<Double> values =
        series.stream().flatMap(line -> line.marks().stream()).map(Series.Mark::x).toList();
    return chart(id, title, Ranges.figures(xTitle, values), y.title(), series);
  }

  /// The points of the configurations that are no lines, below everything else.
  private void grey(
      List<Series> series,
      Function<Point, @Nullable Double> x,
      Function<Point, @Nullable Double> y) {
    List<Series.Mark> marks = new ArrayList<>();
    for (Point point : Thinning.evenly(others, GREY)) {
      Double across = x.apply(point);
      Double up = y.apply(point);
      if (across != null && up != null) {
        marks.add(
            new Series.Mark(across, up, null, null, null, tips.computeIfAbsent(point, Tips::of)));
      }
    }
    if (!marks.isEmpty()) {
      String name = Figures.counted(chosen.others().size(), "other configuration");
      series.add(new Series(name, Series.GREY, Series.Form.POINTS, false, marks));
    }
  }

  private List<Chart> chart(String id, String title, Axis x, String yTitle, List<Series> series) {
    List<Double> values = new ArrayList<>();
    for (Series line : series) {
      for (Series.Mark mark : line.marks()) {
        values.add(mark.y());
        if (mark.high() != null) {
          values.add(mark.high());
        }
      }
    }
    if (values.isEmpty()) {
      return List.of();
    }
    Axis y = Ranges.figures(yTitle, values);
    String alternative = title + ": " + said(series) + ".";
    return List.of(new Chart(id, title, alternative, context, remark(x, y, series), x, y, series));
  }

  private String said(List<Series> series) {
    long lines = series.stream().filter(each -> each.form() == Series.Form.LINE).count();
    String said = Figures.counted(lines, "line");
    return lines == series.size()
        ? said
        : said
            + ", and the points of "
            + Figures.counted(chosen.others().size(), "other configuration");
  }

  private String thinned() {
    return others.size() <= GREY
        ? ""
        : " Of their %s points %s are drawn, every k-th."
            .formatted(Figures.count(others.size()), Figures.count(GREY));
  }

  private @Nullable String remark(Axis x, Axis y, List<Series> series) {
    List<String> parts = new ArrayList<>();
    String scales = scales(x, y);
    if (scales != null) {
      parts.add(scales);
    }
    if (chosen.why() != null) {
      parts.add(chosen.why() + thinned());
    }
    if (series.stream().flatMap(line -> line.marks().stream()).anyMatch(m -> m.look().hatched())) {
      parts.add(
          "Hollow marks are partial points, or a TTFO of only the share of requests beside them.");
    }
    return parts.isEmpty() ? null : String.join(" ", parts);
  }

  private static @Nullable String scales(Axis x, Axis y) {
    boolean figures = x.scale() == Axis.Scale.LOG && x.step() == 10;
    if (figures && y.scale() == Axis.Scale.LOG) {
      return "Both axes are logarithmic.";
    }
    if (y.scale() == Axis.Scale.LOG) {
      return "The vertical axis is logarithmic.";
    }
    return figures ? "The horizontal axis is logarithmic." : null;
  }

  private static void add(
      List<Series> series,
      Curve curve,
      Statistic statistic,
      boolean several,
      List<Series.Mark> marks) {
    if (!marks.isEmpty()) {
      String name = several ? curve.name() + " " + statistic.name() : curve.name();
      series.add(new Series(name, curve.index(), statistic.dashed(), marks));
    }
  }

  private Series.Mark mark(
      Point point, double x, double y, @Nullable String label, Statistic statistic) {
    Double trials = point.number("trials");
    String interval = statistic.interval();
    boolean repeated = interval != null && trials != null && trials >= 2;
    return new Series.Mark(
        x,
        y,
        label,
        repeated ? point.number(interval + "_ci_low") : null,
        repeated ? point.number(interval + "_ci_high") : null,
        tips.computeIfAbsent(point, Tips::of),
        new Series.Look(null, point.partial() || covered(point, statistic) != null));
  }

  /// The share of requests that answered, where a TTFO speaks only for some of them.
  private static @Nullable String covered(Point point, Statistic statistic) {
    Double coverage = point.number("ttfo_coverage");
    return statistic.column().startsWith("ttfo") && coverage != null && coverage < 1
        ? Figures.share(coverage)
        : null;
  }

  /// A statistic that can be drawn.
  ///
  /// @param column of the row
  /// @param name short, for the legend: `p50`
  /// @param title of its axis, with the unit
  /// @param interval stem of its interval's columns; null where it has none
  record Statistic(
      String column, String name, String title, boolean dashed, @Nullable String interval) {}
}
