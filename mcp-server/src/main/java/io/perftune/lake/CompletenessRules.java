package io.perftune.lake;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every configured point was measured, and the report was made from these very rows.
final class CompletenessRules {
  private CompletenessRules() {}

  static List<Problem> problems(Evidence evidence) {
    List<Problem> problems = new ArrayList<>();
    report(evidence).ifPresent(problems::add);
    if (evidence.rows().isEmpty()) {
      problems.add(
          Problem.of(
              "no-rows",
              "The atlas holds no row.",
              "Measure a cell with cell_run, then run atlas_aggregate and report_render."));
    }
    for (JsonNode cell : evidence.campaign().path("cells")) {
      problems.addAll(cell(cell, evidence.rows()));
    }
    if (problems.isEmpty()) {
      unfinished(evidence).ifPresent(problems::add);
    }
    return problems;
  }

  /// A cell that was killed may have left rows; the report counts it all the same.
  private static Optional<Problem> unfinished(Evidence evidence) {
    ObjectNode status = evidence.reportStatus();
    JsonNode coverage = status == null ? Json.object() : status.path("coverage");
    int failed = coverage.path("failed_cells").asInt(0);
    int evicted = coverage.path("evicted_cells").asInt(0);
    return failed + evicted == 0
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "cell-unfinished",
                "The report counts %d failed and %d evicted cells.".formatted(failed, evicted),
                "report_status.json",
                "Run cell_run for them, then atlas_aggregate and report_render."));
  }

  private static Optional<Problem> report(Evidence evidence) {
    ObjectNode status = evidence.reportStatus();
    if (status == null) {
      return Optional.of(
          new Problem(
              "report-missing",
              "There is no report_status.json.",
              "report_status.json",
              "Run report_render."));
    }
    String made = Json.text(status, "atlas_sha256");
    if (evidence.hashes().atlas().equals(made)) {
      return Optional.empty();
    }
    return Optional.of(
        new Problem(
            "report-stale",
            "The report was made from another atlas.jsonl (sha256 %s, now %s)."
                .formatted(made, evidence.hashes().atlas()),
            "report_status.json",
            "Run report_render again."));
  }

  private static List<Problem> cell(JsonNode cell, List<Row> all) {
    String id = cell.path("cell_id").asString();
    List<Row> rows = all.stream().filter(row -> id.equals(row.text("cell_id"))).toList();
    if (rows.isEmpty()) {
      return List.of(
          new Problem(
              "cell-missing",
              "Cell " + id + " has no row in the atlas.",
              id,
              "Run cell_run for it, then atlas_aggregate and report_render."));
    }
    if (rows.stream().noneMatch(Evidence::measured)) {
      return List.of(
          new Problem(
              "cell-failed",
              "Cell %s failed: %s.".formatted(id, reasons(rows)),
              id,
              "Remove the cause and run cell_run for it again."));
    }
    List<Problem> problems = new ArrayList<>();
    for (JsonNode concurrency : cell.path("concurrencies")) {
      point(id, concurrency.intValue(), rows).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<Problem> point(String cell, int concurrency, List<Row> rows) {
    List<Row> points =
        rows.stream()
            .filter(row -> Long.valueOf(concurrency).equals(row.integer("concurrency")))
            .toList();
    String place = cell + " c=" + concurrency;
    if (points.isEmpty()) {
      return Optional.of(
          new Problem(
              "point-missing",
              "Cell %s has no row at concurrency %d.".formatted(cell, concurrency),
              place,
              "Run cell_run for the cell again: points that are full are kept."));
    }
    if (points.stream().noneMatch(Evidence::measured)) {
      return Optional.of(
          new Problem(
              "point-failed",
              "Cell %s failed at concurrency %d: %s.".formatted(cell, concurrency, reasons(points)),
              place,
              "Remove the cause and run cell_run for the cell again."));
    }
    return Optional.empty();
  }

  private static String reasons(List<Row> rows) {
    return rows.stream()
        .map(row -> String.valueOf(row.text("status_reason")))
        .distinct()
        .collect(Collectors.joining("; "));
  }
}
