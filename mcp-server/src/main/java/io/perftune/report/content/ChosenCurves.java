package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which curves a chart draws as lines: all, as long as they can be told apart; of more, those that
/// hold most of the points that no other beats, while the rest recede to grey points.
///
/// Points are beaten only by points of their own group, as [ParetoPage] forms them, in the output
/// of the system and the output speed of a request. Every group gives its best curve before one
/// gives its second, so that no hardware or model is left out because another is faster.
///
/// @param lines each with its place among them as its index, which is its colour
/// @param others in the report's order
/// @param why how the lines were chosen, as a sentence; null where all are drawn
record ChosenCurves(List<Curve> lines, List<Curve> others, @Nullable String why) {
  /// Lines that can still be told apart.
  static final int ALL = 24;

  /// Lines that are drawn of more.
  static final int SOME = 12;

  private static final String SPEED = "output_speed_p50_tps";
  private static final String OUTPUT = "output_tps";

  ChosenCurves {
    lines = List.copyOf(lines);
    others = List.copyOf(others);
  }

  static ChosenCurves of(List<Curve> curves) {
    if (curves.size() <= ALL) {
      return new ChosenCurves(curves, List.of(), null);
    }
    List<Curve> chosen = chosen(curves);
    Set<Curve> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(chosen);
    List<Curve> lines = new ArrayList<>();
    chosen.stream()
        .sorted(Comparator.comparingInt(Curve::index))
        .forEach(curve -> lines.add(new Curve(curve.name(), lines.size(), curve.points())));
    List<Curve> others = curves.stream().filter(curve -> !kept.contains(curve)).toList();
    return new ChosenCurves(lines, others, why(curves.size()));
  }

  private static String why(int all) {
    return SOME
        + " of "
        + Figures.count(all)
        + " configurations are lines: those with most points that none of equal model, hardware,"
        + " GPUs, parallelism and workload beats in output of the system and speed of a request,"
        + " each such group, in the order of the report, giving its best before one gives a second."
        + " The others are grey points; page points has the figures of all.";
  }

  /// The best of each group, then the second of each, until there are enough.
  private static List<Curve> chosen(List<Curve> curves) {
    Map<List<String>, List<Curve>> groups = new LinkedHashMap<>();
    for (Curve curve : curves) {
      groups
          .computeIfAbsent(ParetoPage.key(curve.points().getFirst()), _ -> new ArrayList<>())
          .add(curve);
    }
    List<List<Curve>> ranked = groups.values().stream().map(ChosenCurves::ranked).toList();
    List<Curve> chosen = new ArrayList<>();
    for (int place = 0; chosen.size() < SOME; place++) {
      for (List<Curve> group : ranked) {
        if (place < group.size() && chosen.size() < SOME) {
          chosen.add(group.get(place));
        }
      }
    }
    return chosen;
  }

  /// By points of the group's front, the most first; of equals by their highest output.
  private static List<Curve> ranked(List<Curve> group) {
    List<Point> points = new ArrayList<>();
    group.forEach(curve -> points.addAll(curve.points()));
    Map<String, Integer> fronts = new HashMap<>();
    IdentityHashMap<Point, String> owners = new IdentityHashMap<>();
    group.forEach(curve -> curve.points().forEach(point -> owners.put(point, curve.name())));
    ParetoFront.of(points, point -> figure(point, SPEED), point -> figure(point, OUTPUT))
        .front()
        .forEach(point -> fronts.merge(requireNonNull(owners.get(point)), 1, Integer::sum));
    return group.stream()
        .sorted(
            Comparator.comparingInt((Curve curve) -> -fronts.getOrDefault(curve.name(), 0))
                .thenComparingDouble(curve -> -highest(curve))
                .thenComparingInt(Curve::index))
        .toList();
  }

  private static double highest(Curve curve) {
    return curve.points().stream().mapToDouble(point -> figure(point, OUTPUT)).max().orElse(0);
  }

  private static double figure(Point point, String column) {
    Double value = point.number(column);
    return value == null ? 0 : value;
  }
}
