package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// The points of one configuration and shape, by concurrency: what one line of a chart may join.
///
/// @param name what sets it apart from the other curves of the report
/// @param index its place among them, which is its colour
record Curve(String name, int index, List<Point> points) {
  Curve {
    requireNonNull(name, "name is null");
    points = List.copyOf(points);
  }

  /// Whether its model reasons, so that TTFO stands beside TTFT.
  boolean reasons() {
    return points.stream().anyMatch(Point::reasons);
  }
}
