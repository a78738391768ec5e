package io.perftune.verb.workload;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.verb.Outcome;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a shape ended.
///
/// @param outcome what cell_run said of its cell
/// @param rows as normalized.json holds them, by concurrency; none where nothing was measured
record ShapeResult(AaShape shape, Path directory, Outcome outcome, List<Row> rows) {
  private static final List<String> COLUMNS =
      List.of(
          "ttft_p50_ms",
          "ttfo_p50_ms",
          "ttfo_coverage",
          "output_speed_p50_tps",
          "output_tps",
          "request_throughput_avg",
          "sol_pct");

  ShapeResult {
    requireNonNull(shape, "shape is null");
    requireNonNull(directory, "directory is null");
    requireNonNull(outcome, "outcome is null");
    rows = List.copyOf(rows);
  }

  /// Reads what the run left.
  ///
  /// @param ran whether this call measured; otherwise what lies there is another run's
  static ShapeResult of(ShapeCell cell, Outcome outcome, boolean ran) {
    return new ShapeResult(
        cell.shape(), cell.directory().root(), outcome, ran ? rows(cell.directory()) : List.of());
  }

  private static List<Row> rows(CellDirectory cell) {
    List<Row> rows = new ArrayList<>();
    if (Files.exists(cell.normalized())) {
      try {
        Json.MAPPER
            .readTree(CampaignDirectory.bytes(cell.normalized()))
            .forEach(row -> rows.add(new Row((ObjectNode) row)));
      } catch (JacksonException | ClassCastException e) {
        throw new ProblemException(
            new Problem(
                "bad-rows",
                "normalized.json could not be read: %s.".formatted(e.getMessage()),
                cell.normalized().toString(),
                "Call again; what is there is moved aside."),
            e);
      }
    }
    return rows;
  }

  boolean done() {
    return outcome.code() == 0;
  }

  /// The endpoint was asked and turned out to be unfit for the load.
  boolean unfit() {
    return outcome instanceof Outcome.Refused && outcome.json().path("preflight").isObject();
  }

  /// The problems, in the words of flags.
  List<Problem> problems() {
    return outcome.problems().stream()
        .map(problem -> FlagWords.of(problem, shape.label()))
        .toList();
  }

  ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("shape", shape.label())
            .put("artifact_dir", directory.toString())
            .put("status", Json.text(outcome.json(), "status"));
    ArrayNode points = json.putArray("points");
    rows.forEach(row -> points.add(point(row)));
    json.set("commands", outcome.json().path("commands").deepCopy());
    json.set("plan", outcome.json().path("plan").deepCopy());
    return json.put("context_line", Json.text(outcome.json(), "context_line"));
  }

  private static ObjectNode point(Row row) {
    ObjectNode point =
        Json.object()
            .put("concurrency", row.integer("concurrency"))
            .put("status", row.text("status"))
            .put("n", row.integer("n"));
    COLUMNS.forEach(column -> point.put(column, row.number(column)));
    ObjectNode why = point.putObject("unmeasured");
    COLUMNS.forEach(column -> {
      JsonNode value = row.value(column);
      if (value.isNull()) {
        why.put(column, row.whyNull(column));
      }
    });
    return point;
  }
}
