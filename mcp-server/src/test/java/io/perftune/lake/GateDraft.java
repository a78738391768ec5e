package io.perftune.lake;

import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.node.ObjectNode;

/// A campaign that passes the gate, and what a test changes before it asks the gate.
final class GateDraft {
  final ObjectNode campaign = LakeSample.campaign();
  final List<ObjectNode> rows = new ArrayList<>(LakeSample.atlas());
  ObjectNode report = LakeSample.reportStatus();
  final ObjectNode provenance = LakeSample.provenance();
  boolean reported = true;

  List<String> lines() {
    Evidence evidence =
        new Evidence(
            LakeSample.ID,
            campaign,
            rows.stream().map(Row::new).toList(),
            reported ? report : null,
            provenance,
            LakeSample.evidence().hashes());
    return StrictGate.problems(evidence).stream().map(Problem::line).toList();
  }

  void each(Consumer<ObjectNode> change) {
    rows.forEach(change);
  }

  ObjectNode verdict() {
    return (ObjectNode) campaign.at("/provenance/verdict");
  }

  static Arguments gap(Consumer<GateDraft> change, String... lines) {
    return Arguments.of(lines.length == 0 ? "none" : lines[0], change, List.of(lines));
  }

  static Consumer<GateDraft> rows(Consumer<ObjectNode> change) {
    return draft -> draft.each(change);
  }

  static Consumer<GateDraft> first(Consumer<ObjectNode> change) {
    return draft -> change.accept(draft.rows.getFirst());
  }

  static Consumer<ObjectNode> absent(String column, String why) {
    return row -> {
      row.putNull(column);
      ((ObjectNode) row.required("unmeasured")).put(column, why);
    };
  }

  /// A simulator on loopback whose descriptors say not_applicable.
  static void simulate(ObjectNode row) {
    row.put("endpoint_kind", "local").put("serving_engine", "simulator");
    for (var column : row.properties()) {
      if (column.getValue().isString() && column.getValue().asString().equals("undisclosed")) {
        row.put(column.getKey(), "not_applicable");
      }
    }
    ObjectNode unmeasured = (ObjectNode) row.required("unmeasured");
    for (var reason : unmeasured.properties()) {
      if (reason.getValue().asString().equals("undisclosed")) {
        unmeasured.put(reason.getKey(), "not_applicable");
      }
    }
  }

  /// The line of an arm that those cells measure.
  static String roofline(String cells, String hardware, String others) {
    return "%1$s: Arm %1$s (%2$s) has no prefill/decode roofline, page 7 of the report%3$s. Take its sweep with import_roofline_sweep --campaign <id> --bundle DIR and render the report again, say in roofline_gap_arms: {aa-1k: <reason>} why it has none, or publish with --no-strict."
        .formatted(cells, hardware, others);
  }

  /// Adds a point of an imported sweep of the sample's own configuration, but for what changes.
  void sweep(String cell, Consumer<ObjectNode> change) {
    ObjectNode row = rows.getFirst().deepCopy().put("cell_id", cell).put("backend", "vllm-sweep");
    change.accept(row);
    rows.add(row);
  }
}
