package io.perftune.capacity;

import io.perftune.config.Tables;
import io.perftune.value.ContextLine;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a campaign's configurations can serve: tokens per minute at two operating points each, and
/// the price of the tokens there.
///
/// The points of one configuration are those in which everything declared, the shape, the mode, the
/// endpoint and the load engine are equal; only concurrency differs. Of these, full points with
/// output tokens per second count and no others. `peak` is the point with the most, `sla` the one
/// with the most among those within both limits of `tpm:`. A configuration that no point of which
/// keeps the limits has a peak row alone, which says why.
///
/// @param tpm rows of tpm_v1, without publish_id: a configuration's peak, then its sla
/// @param cost rows of cost_v1, one a row of tpm; empty where no price is declared
public record Capacity(List<Row> tpm, List<Row> cost) {
  public Capacity {
    tpm = List.copyOf(tpm);
    cost = List.copyOf(cost);
  }

  /// Computes both.
  ///
  /// @param campaign the campaign file with its defaults
  /// @param atlas the rows of atlas.jsonl
  public static Capacity of(ObjectNode campaign, List<Row> atlas) {
    Limits limits = Limits.of(campaign.path("tpm"));
    Prices prices = Prices.of(campaign.path("cost"));
    List<Row> tpm = new ArrayList<>();
    List<Row> cost = new ArrayList<>();
    for (List<Row> points : configurations(atlas)) {
      for (OperatingPoint point : points(points, limits)) {
        tpm.add(TpmRow.of(point, limits));
        prices.row(point).ifPresent(cost::add);
      }
    }
    return new Capacity(tpm, cost);
  }

  /// The points that count, by configuration, in the order of the atlas.
  private static List<List<Row>> configurations(List<Row> atlas) {
    Table table = Tables.table(Tables.ATLAS);
    List<String> columns = new ArrayList<>(ContextLine.columns(table));
    columns.addAll(List.of("target_input_tokens", "min_answer_tokens", "variant_key"));
    Map<List<JsonNode>, List<Row>> groups = new LinkedHashMap<>();
    for (Row row : atlas) {
      if ("full".equals(row.text("status")) && row.number("output_tps") != null) {
        List<JsonNode> key = columns.stream().map(row::value).toList();
        groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
      }
    }
    return List.copyOf(groups.values());
  }

  private static List<OperatingPoint> points(List<Row> rows, Limits limits) {
    Row peak = best(rows).orElseThrow();
    return best(rows.stream().filter(limits::keeps).toList())
        .map(sla -> List.of(OperatingPoint.peak(peak), OperatingPoint.sla(sla)))
        .orElseGet(() -> List.of(OperatingPoint.peak(peak).without(limits.unmet(rows))));
  }

  /// The point with the most output; of equals the one with the lower concurrency.
  private static Optional<Row> best(List<Row> rows) {
    return rows.stream()
        .max(
            Comparator.comparingDouble((Row row) -> Figure.of(row, "output_tps"))
                .thenComparingDouble(row -> -Figure.of(row, "concurrency")));
  }
}
