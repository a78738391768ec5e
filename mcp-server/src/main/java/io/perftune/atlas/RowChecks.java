package io.perftune.atlas;

import io.perftune.config.Schema;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What is asked of a row before it enters an atlas: it is where it belongs, it obeys its schema,
/// its numbers are numbers, and its status agrees with its own counts and with its cell's status.
final class RowChecks {
  private static final String AGAIN = "Run the cell again, or move its directory out of cells/.";

  private final Schema schema;
  private final String campaignId;

  RowChecks(Schema schema, String campaignId) {
    this.schema = schema;
    this.campaignId = campaignId;
  }

  /// Everything that is wrong in the cell's rows.
  List<Problem> problems(CellResult result) {
    List<Problem> problems = new ArrayList<>();
    Map<Integer, Integer> seen = new HashMap<>();
    for (int index = 0; index < result.rows().size(); index++) {
      String place = result.place(index);
      if (result.rows().get(index) instanceof ObjectNode row) {
        problems.addAll(belongs(row, result, place));
        boolean finite = isFinite(row);
        if (!finite) {
          problems.addAll(finite(row, place));
        }
        List<Problem> broken =
            schema.problems(finite ? row : withoutInfinities(row), pointer -> place + pointer);
        problems.addAll(broken);
        if (broken.isEmpty()) {
          problems.addAll(agrees(row, result, place));
          problems.addAll(repeats(row, index, seen, result));
        }
      } else {
        problems.add(new Problem("not-a-row", "A row is no JSON object.", place, AGAIN));
      }
    }
    return problems;
  }

  private List<Problem> belongs(ObjectNode row, CellResult result, String place) {
    List<Problem> problems = new ArrayList<>();
    String campaign = Json.text(row, "campaign_id");
    if (campaign != null && !campaign.equals(campaignId)) {
      problems.add(
          new Problem(
              "other-campaign",
              "The row belongs to campaign %s, not to %s.".formatted(campaign, campaignId),
              place,
              "Move the cell's directory back to its campaign, and run the cell here."));
    }
    String cell = Json.text(row, "cell_id");
    if (cell != null && !cell.equals(result.cellId())) {
      problems.add(
          new Problem(
              "other-cell",
              "The row belongs to cell %s but lies in the directory of %s."
                  .formatted(cell, result.cellId()),
              place,
              AGAIN));
    }
    return problems;
  }

  private static boolean isFinite(JsonNode node) {
    for (var member : node.properties()) {
      if (infinite(member.getValue()) || !isFinite(member.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static List<Problem> finite(JsonNode node, String place) {
    List<Problem> problems = new ArrayList<>();
    if (infinite(node)) {
      problems.add(
          new Problem(
              "not-finite",
              "The value is %s, which is no measurement.".formatted(node.doubleValue()),
              place,
              "An unmeasured value is null with its reason in unmeasured. " + AGAIN));
    }
    for (var member : node.properties()) {
      problems.addAll(finite(member.getValue(), place + "/" + member.getKey()));
    }
    return problems;
  }

  private static boolean infinite(JsonNode node) {
    return node.isNumber() && !Double.isFinite(node.doubleValue());
  }

  /// A copy that a validator can read: what is not finite is reported by itself.
  private static ObjectNode withoutInfinities(ObjectNode row) {
    ObjectNode copy = row.deepCopy();
    for (var member : row.properties()) {
      if (infinite(member.getValue())) {
        copy.put(member.getKey(), 0);
      }
    }
    return copy;
  }

  private static List<Problem> agrees(ObjectNode row, CellResult result, String place) {
    List<Problem> problems = new ArrayList<>();
    Status status = Status.labelled(row.required("status").asString());
    long failed = row.required("requests_failed").longValue();
    long answered = row.required("requests_answered").longValue();
    if (status == Status.FULL && (failed > 0 || answered == 0)) {
      problems.add(
          new Problem(
              "status-contradicted",
              "The row is full, but %d of its %d requests failed and %d reached an answer token."
                  .formatted(failed, row.required("requests").longValue(), answered),
              place,
              AGAIN));
    }
    Status cells = result.points().get(row.required("concurrency").intValue());
    if (cells != null && cells != status) {
      problems.add(
          new Problem(
              "status-contradicted",
              "The row is %s, but status.json of its cell has that point as %s."
                  .formatted(status.label(), cells.label()),
              place,
              AGAIN));
    }
    return problems;
  }

  private static List<Problem> repeats(
      ObjectNode row, int index, Map<Integer, Integer> seen, CellResult result) {
    int concurrency = row.required("concurrency").intValue();
    Integer first = seen.putIfAbsent(concurrency, index);
    return first == null
        ? List.of()
        : List.of(
            new Problem(
                "duplicate-row",
                "Cell %s has two rows at concurrency %d; the first is %s."
                    .formatted(result.cellId(), concurrency, result.place(first)),
                result.place(index),
                AGAIN));
  }
}
