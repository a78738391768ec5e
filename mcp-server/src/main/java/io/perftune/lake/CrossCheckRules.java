package io.perftune.lake;

import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Where the load engine left a summary of its own, every row agrees with it: a row that does not
/// carries the differences as texts in `extra.cross_check`.
final class CrossCheckRules {
  private CrossCheckRules() {}

  static List<Problem> problems(Evidence evidence) {
    return evidence.measured().stream()
        .filter(row -> differences(row).isArray() && !differences(row).isEmpty())
        .map(CrossCheckRules::problem)
        .toList();
  }

  private static JsonNode differences(Row row) {
    return row.value("extra").path("cross_check");
  }

  private static Problem problem(Row row) {
    String texts =
        differences(row).valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
    return new Problem(
        "summary-differs",
        "c=%d differs from the engine's own summary: %s"
            .formatted(row.integer("concurrency"), texts),
        Evidence.place(row),
        "Measure it again with cell_run --fresh, then run atlas_aggregate and report_render.");
  }
}
