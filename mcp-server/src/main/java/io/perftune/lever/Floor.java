package io.perftune.lever;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The best that was measured of one workload on one model and hardware: what the next lever has to
/// beat.
///
/// @param key what is equal over the points: the columns of [#KEY]
/// @param best one a figure that was measured
public record Floor(ObjectNode key, List<Best> best) {
  /// Points that differ in any of these do not compare.
  public static final List<String> KEY =
      List.of(
          "aa_shape",
          "target_input_tokens",
          "min_answer_tokens",
          "model",
          "hardware",
          "reasoning_surface",
          "cache_mode",
          "output_control");

  /// What the name of a shape says already.
  private static final Set<String> LENGTHS = Set.of("target_input_tokens", "min_answer_tokens");

  private static final List<String> LOWEST = List.of("ttft_p50_ms", "ttfo_p50_ms");
  private static final List<String> HIGHEST =
      List.of("output_speed_p50_tps", "output_tps_per_gpu", "output_tps");

  public Floor {
    key = key.deepCopy();
    best = List.copyOf(best);
  }

  /// The point that is best by one figure.
  public record Best(String figure, double value, Row row) {
    public Best {
      requireNonNull(figure, "figure is null");
      requireNonNull(row, "row is null");
    }
  }

  /// The floors, sorted by their keys.
  ///
  /// Only full points count, and none whose client was the limit or that is above a peak.
  ///
  /// @param atlas rows of atlas_v1, of any number of campaigns; the first of equals is the best
  public static List<Floor> of(List<Row> atlas) {
    TreeMap<String, List<Row>> groups = new TreeMap<>();
    for (Row row : new Figures(atlas, List.of(), List.of()).trusted()) {
      Double share = row.number("sol_pct");
      if (share == null || share <= 100) {
        groups.computeIfAbsent(Json.line(key(row)), _ -> new ArrayList<>()).add(row);
      }
    }
    return groups.values().stream()
        .map(rows -> new Floor(key(rows.getFirst()), best(rows)))
        .filter(floor -> !floor.best().isEmpty())
        .toList();
  }

  private static ObjectNode key(Row row) {
    ObjectNode key = Json.object();
    KEY.forEach(column -> key.set(column, row.value(column)));
    return key;
  }

  private static List<Best> best(List<Row> rows) {
    List<Best> best = new ArrayList<>();
    HIGHEST.forEach(figure -> best(rows, figure, -1).ifPresent(best::add));
    LOWEST.forEach(figure -> best(rows, figure, 1).ifPresent(best::add));
    return best;
  }

  private static Optional<Best> best(List<Row> rows, String figure, int sign) {
    List<Best> points = new ArrayList<>();
    for (Row row : rows) {
      Double value = row.number(figure);
      if (value != null) {
        points.add(new Best(figure, value, row));
      }
    }
    return points.stream().min(Comparator.comparingDouble(point -> sign * point.value()));
  }

  /// The columns of [#KEY] that a reader is told: the lengths only where no shape names them.
  public List<String> told() {
    boolean shaped = key.path("aa_shape").isString();
    return KEY.stream()
        .filter(column -> LENGTHS.contains(column) ? !shaped : shaped || !column.equals("aa_shape"))
        .toList();
  }

  /// The floor as value_view replies it.
  public ObjectNode toJson() {
    ObjectNode json = key.deepCopy();
    ArrayNode points = json.putArray("best");
    for (Best point : best) {
      Row row = point.row();
      points
          .addObject()
          .put("figure", point.figure())
          .put("value", point.value())
          .put("campaign_id", row.text("campaign_id"))
          .put("cell_id", row.text("cell_id"))
          .put("concurrency", row.integer("concurrency"))
          .put("quant", row.text("quant"))
          .put("num_gpus", row.integer("num_gpus"))
          .put("sol_pct", row.number("sol_pct"))
          .put("sol_ceiling_key", row.text("sol_ceiling_key"));
    }
    return json;
  }
}
