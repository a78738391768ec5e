package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Two points of one workload and what changed between them.
///
/// @param a the baseline's row
/// @param b the other's
/// @param differences context fields that differ here, and not alike in every pair
/// @param changes one for every metric
/// @param cautions a sentence each
public record Compared(
    Row a, Row b, List<Difference> differences, List<Change> changes, List<String> cautions) {
  public Compared {
    requireNonNull(a, "a is null");
    requireNonNull(b, "b is null");
    differences = List.copyOf(differences);
    changes = List.copyOf(changes);
    cautions = List.copyOf(cautions);
  }

  /// The same without the differences that are said once for all pairs.
  Compared without(List<Difference> common) {
    return new Compared(
        a,
        b,
        differences.stream().filter(difference -> !common.contains(difference)).toList(),
        changes,
        cautions);
  }

  ObjectNode toJson() {
    ObjectNode json =
        Json.object()
            .put("cell_a", a.text("cell_id"))
            .put("cell_b", b.text("cell_id"))
            .put("aa_shape", a.text("aa_shape"))
            .put("concurrency", a.integer("concurrency"))
            .put("n_a", a.integer("n"))
            .put("n_b", b.integer("n"))
            .put("trials_a", a.integer("trials"))
            .put("trials_b", b.integer("trials"))
            .put("ttfo_coverage_a", coverage(a))
            .put("ttfo_coverage_b", coverage(b));
    ArrayNode fields = json.putArray("differences");
    differences.forEach(difference -> fields.add(difference.toJson()));
    json.set("cautions", Json.strings(cautions));
    ArrayNode metrics = json.putArray("metrics");
    changes.forEach(change -> metrics.add(change.toJson()));
    return json;
  }

  /// Answered requests over requests with any token; null where no token came.
  static @Nullable Double coverage(Row row) {
    return row.number("ttfo_coverage");
  }

  /// `<cell> c=<concurrency>`, both cells where they differ.
  public String place() {
    String one = String.valueOf(a.text("cell_id"));
    String other = String.valueOf(b.text("cell_id"));
    return (one.equals(other) ? one : one + " | " + other) + " c=" + a.text("concurrency");
  }
}
