package io.perftune.report.content;

import io.perftune.config.Tables;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Sorts plot-ready points into curves: two points share a curve only where everything declared,
/// the shape, the mode, the endpoint and the load engine are equal.
final class Curves {
  private static final Set<String> NOT_A_DIFFERENCE = Set.of("notes", "variant_key");

  private Curves() {}

  /// The curves in the order of their first points.
  static List<Curve> of(List<Point> points) {
    List<String> columns = keyColumns();
    Map<List<String>, List<Point>> groups = new LinkedHashMap<>();
    for (Point point : points) {
      groups.computeIfAbsent(key(point, columns), _ -> new ArrayList<>()).add(point);
    }
    List<String> telling = telling(columns, groups.keySet());
    Map<String, Integer> seen = new HashMap<>();
    List<Curve> curves = new ArrayList<>();
    for (List<Point> group : groups.values()) {
      for (List<Point> line : lines(group)) {
        String name = name(line.getFirst(), telling);
        int times = seen.merge(name, 1, Integer::sum);
        curves.add(new Curve(times == 1 ? name : name + " (" + times + ")", curves.size(), line));
      }
    }
    return curves;
  }

  /// The group as one line, or a line a cell where two cells measured the same concurrency.
  private static List<List<Point>> lines(List<Point> group) {
    group.sort(Comparator.comparingLong(Point::concurrency).thenComparing(Point::cellId));
    if (group.stream().map(Point::concurrency).distinct().count() == group.size()) {
      return List.of(group);
    }
    Map<String, List<Point>> cells = new LinkedHashMap<>();
    group.forEach(p -> cells.computeIfAbsent(p.cellId(), _ -> new ArrayList<>()).add(p));
    return List.copyOf(cells.values());
  }

  private static List<String> keyColumns() {
    Stream<String> declared =
        Tables.table(Tables.ATLAS).columns().stream()
            .filter(Table.Column::declared)
            .map(Table.Column::name)
            .filter(column -> !column.equals("notes"));
    List<String> observed =
        List.of(
            "aa_shape",
            "aa_mode",
            "prompt_source",
            "output_control",
            "load_engine",
            "endpoint_origin",
            "variant_key");
    return Stream.concat(declared, observed.stream()).distinct().toList();
  }

  private static List<String> key(Point point, List<String> columns) {
    return columns.stream().map(column -> String.valueOf(point.describes(column))).toList();
  }

  /// The columns in which the curves differ, without those that only repeat an earlier one.
  private static List<String> telling(List<String> columns, Set<List<String>> keys) {
    Set<List<Integer>> partitions = new LinkedHashSet<>();
    partitions.add(java.util.Collections.nCopies(keys.size(), 0));
    List<String> telling = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      List<String> values = keys.stream().map(key -> key.get(column)).toList();
      if (!NOT_A_DIFFERENCE.contains(columns.get(i)) && partitions.add(partition(values))) {
        telling.add(columns.get(i));
      }
    }
    return telling;
  }

  private static List<Integer> partition(List<String> values) {
    Map<String, Integer> numbers = new HashMap<>();
    return values.stream().map(v -> numbers.computeIfAbsent(v, _ -> numbers.size())).toList();
  }

  private static String name(Point point, List<String> telling) {
    if (telling.isEmpty()) {
      return String.valueOf(point.describes("aa_shape"));
    }
    List<String> parts = new ArrayList<>();
    for (String column : telling) {
      String value = FreeText.line(String.valueOf(point.describes(column)), 32);
      boolean plain = Set.of("model", "hardware", "aa_shape", "aa_mode").contains(column);
      parts.add(plain ? value : ContextFields.name(column) + " " + value);
    }
    return FreeText.line(String.join(" · ", parts), 90);
  }
}
