package io.perftune.report.content;

import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All points of a campaign: every configured one, measured or not, and every measured one, also of
/// a concurrency that only this run asked for.
final class Points {
  private final List<Point> points;

  private Points(List<Point> points) {
    this.points = List.copyOf(points);
  }

  /// In the order of the configuration, foreign cells last; within a cell by concurrency.
  static Points of(Campaign campaign, List<Row> rows) {
    Map<Key, Point> points = new LinkedHashMap<>();
    for (Cell cell : campaign.cells()) {
      for (int concurrency : cell.concurrencies()) {
        Key key = new Key(cell.cellId(), concurrency);
        points.put(key, new Point(key.cellId, key.concurrency, cell, null));
      }
    }
    Map<String, Cell> cells = new HashMap<>();
    campaign.cells().forEach(cell -> cells.putIfAbsent(cell.cellId(), cell));
    for (Row row : rows) {
      Key key = new Key(string(row, "cell_id"), (long) number(row, "concurrency"));
      points.put(key, new Point(key.cellId, key.concurrency, cells.get(key.cellId), row));
    }
    return new Points(sorted(campaign, new ArrayList<>(points.values())));
  }

  List<Point> all() {
    return points;
  }

  List<Point> plotReady() {
    return points.stream().filter(Point::plotReady).toList();
  }

  private static List<Point> sorted(Campaign campaign, List<Point> points) {
    Map<String, Integer> order = new HashMap<>();
    campaign.cells().forEach(cell -> order.putIfAbsent(cell.cellId(), order.size()));
    points.sort(
        Comparator.comparingInt((Point point) -> order.getOrDefault(point.cellId(), order.size()))
            .thenComparing(Point::cellId)
            .thenComparingLong(Point::concurrency));
    return points;
  }

  private static String string(Row row, String column) {
    return required(row.text(column), column);
  }

  private static double number(Row row, String column) {
    return required(row.number(column), column);
  }

  private static <T> T required(@Nullable T value, String column) {
    if (value == null) {
      throw new IllegalArgumentException("a row has no " + column);
    }
    return value;
  }

  private record Key(String cellId, long concurrency) {}
}
