package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What pages are made from: the input, its points, and the curves that may be drawn of them.
record Subject(ReportInput input, Points points, List<Curve> curves) {
  Subject {
    requireNonNull(input, "input is null");
    requireNonNull(points, "points is null");
    curves = List.copyOf(curves);
  }

  static Subject of(ReportInput input) {
    Points points = Points.of(input.campaign(), input.rows());
    return new Subject(input, points, Curves.of(points.plotReady()));
  }

  /// The points that can be drawn, curve by curve.
  List<Point> drawn() {
    return curves.stream().flatMap(curve -> curve.points().stream()).toList();
  }

  /// Whether a model of any curve reasons, so that TTFO stands beside TTFT.
  boolean reasons() {
    return curves.stream().anyMatch(Curve::reasons);
  }

  /// The command that measures a cell which is not whole, else any, and what comes after it.
  String measure() {
    String cell =
        points.all().stream()
            .filter(point -> !point.status().equals("full"))
            .findFirst()
            .or(() -> points.all().stream().findFirst())
            .map(Point::cellId)
            .orElse("<cell_id>");
    return command("cell_run")
        + " --cell "
        + FreeText.line(cell, 120)
        + " --i-understand-this-submits-jobs, then "
        + command("atlas_aggregate")
        + " and "
        + command("report_render");
  }

  /// The command that draws the report again.
  String render() {
    return command("report_render");
  }

  private String command(String verb) {
    return "bin/perftunereport " + verb + " --campaign " + input.campaignId();
  }
}
