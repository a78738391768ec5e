package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ContextLine;
import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What changed from one campaign to another, where they asked the same.
///
/// @param campaignA the baseline
/// @param campaignB what is compared with it
/// @param context what is equal over all rows that are compared, as one line; empty without any
/// @param differences context fields that differ alike in every pair
/// @param unmatched comparable rows without a counterpart
/// @param excluded rows and cells that are never compared
public record Comparison(
    String campaignA,
    String campaignB,
    Verdict verdict,
    String context,
    List<Difference> differences,
    List<Compared> pairs,
    List<Apart> unmatched,
    List<Apart> excluded) {
  public Comparison {
    requireNonNull(campaignA, "campaignA is null");
    requireNonNull(campaignB, "campaignB is null");
    requireNonNull(verdict, "verdict is null");
    requireNonNull(context, "context is null");
    differences = List.copyOf(differences);
    pairs = List.copyOf(pairs);
    unmatched = List.copyOf(unmatched);
    excluded = List.copyOf(excluded);
  }

  /// Told before each pair is compared; an interrupt ends the comparison.
  @FunctionalInterface
  public interface Watcher {
    void compared(int done, int total) throws InterruptedException;
  }

  /// Compares.
  ///
  /// @param table atlas_v1
  public static Comparison of(MeasuredCampaign a, MeasuredCampaign b, Table table, Watcher watcher)
      throws InterruptedException {
    Matching matching = Matching.of(a, b);
    Map<String, JsonNode> cellsA = cells(a);
    Map<String, JsonNode> cellsB = cells(b);
    List<Compared> pairs = new ArrayList<>();
    for (Pair pair : matching.pairs()) {
      watcher.compared(pairs.size(), matching.pairs().size());
      PointRequests before = PointRequests.of(pair.a(), a.requests());
      PointRequests after = PointRequests.of(pair.b(), b.requests());
      pairs.add(
          new Compared(
              pair.a(),
              pair.b(),
              Difference.of(table, pair, cell(cellsA, pair.a()), cell(cellsB, pair.b())),
              Changes.of(table, pair, before, after),
              Cautions.of(pair, before, after)));
    }
    List<Difference> common = common(pairs);
    return new Comparison(
        a.campaignId(),
        b.campaignId(),
        Verdict.of(a, b, pairs),
        context(table, pairs),
        common,
        pairs.stream().map(pair -> pair.without(common)).toList(),
        matching.unmatched(),
        matching.excluded());
  }

  private static Map<String, JsonNode> cells(MeasuredCampaign measured) {
    Map<String, JsonNode> cells = new HashMap<>();
    measured
        .campaign()
        .path("cells")
        .forEach(cell -> cells.put(String.valueOf(Json.text(cell, "cell_id")), cell));
    return cells;
  }

  /// Empty for an imported cell, which no campaign file declares.
  private static JsonNode cell(Map<String, JsonNode> cells, Row row) {
    return cells.getOrDefault(String.valueOf(row.text("cell_id")), Json.object());
  }

  private static List<Difference> common(List<Compared> pairs) {
    return pairs.isEmpty()
        ? List.of()
        : pairs.getFirst().differences().stream()
            .filter(difference ->
                pairs.stream().allMatch(pair -> pair.differences().contains(difference)))
            .toList();
  }

  private static String context(Table table, List<Compared> pairs) {
    List<Row> rows = pairs.stream().flatMap(pair -> Stream.of(pair.a(), pair.b())).toList();
    return ContextLine.of(table, rows).text();
  }

  /// The whole comparison as the output schema of compare describes it.
  public ObjectNode toJson(@Nullable String cell, String path) {
    ObjectNode json =
        Json.object()
            .put("campaign_a", campaignA)
            .put("campaign_b", campaignB)
            .put("cell", cell)
            .put("comparison_path", path);
    json.set("verdict", verdict.toJson());
    json.put("pair_count", pairs.size())
        .put("unmatched_count", unmatched.size())
        .put("excluded_count", excluded.size())
        .put("context", context);
    ArrayNode fields = json.putArray("differences");
    differences.forEach(difference -> fields.add(difference.toJson()));
    ArrayNode compared = json.putArray("pairs");
    pairs.forEach(pair -> compared.add(pair.toJson()));
    json.set("unmatched", apart(unmatched));
    json.set("excluded", apart(excluded));
    return json;
  }

  private static ArrayNode apart(List<Apart> rows) {
    ArrayNode array = Json.array();
    rows.forEach(row -> array.add(row.toJson()));
    return array;
  }
}
