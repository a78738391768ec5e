package io.perftune.verb.compare;

import io.perftune.compare.Metric;
import io.perftune.tokens.O200k;
import io.perftune.value.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// As much of a comparison's json as fits a reply: all of it, or the first entries of each list
/// with shorter texts and numbers and the headline metrics only. `shown` says how many.
///
/// @param tokens how many the json may have
record Excerpt(O200k counter, int tokens) {
  private static final String MISSING = "missing";

  /// Of a metric; the interval stays in percent.
  private static final List<String> LEFT_OUT = List.of("unit", "ci_low", "ci_high", "basis");

  /// Characters that a token of JSON has at most on average; longer text need not be counted.
  private static final int LONGEST_TOKEN = 12;

  /// What each list gets; the pairs get the rest.
  private static final Map<String, Integer> PERCENT = percent();

  private static final Set<String> HEADLINES =
      Metric.HEADLINES.stream().map(Metric::column).collect(Collectors.toSet());

  private static Map<String, Integer> percent() {
    Map<String, Integer> percent = new LinkedHashMap<>();
    percent.put(MISSING, 20);
    percent.put("differences", 12);
    percent.put("unmatched", 8);
    percent.put("excluded", 6);
    percent.put("pairs", 42);
    return percent;
  }

  /// The comparison with `shown` saying that nothing is left out.
  static ObjectNode whole(ObjectNode comparison) {
    ObjectNode whole = comparison.deepCopy();
    ObjectNode shown = whole.putObject("shown").put("whole", true).put("metrics", "all");
    PERCENT.keySet().forEach(list -> shown.put(list, list(comparison, list).size()));
    return whole;
  }

  /// What of the whole comparison fits.
  ObjectNode of(ObjectNode whole) {
    String line = Json.line(whole);
    if (line.length() <= tokens * LONGEST_TOKEN && new Allowance(counter, tokens).take(line)) {
      return whole;
    }
    ObjectNode cut = whole.deepCopy();
    cut.put("context", Shorter.text(whole.required("context").asString(), 400));
    ObjectNode shown = cut.putObject("shown").put("whole", false).put("metrics", "headlines");
    Allowance allowance = new Allowance(counter, 0);
    PERCENT.forEach((list, percent) -> {
      allowance.add(tokens * percent / 100);
      ArrayNode some = Json.array();
      for (JsonNode entry : list(whole, list)) {
        JsonNode shorter = Shorter.node(list.equals("pairs") ? headlines(entry) : entry);
        if (!allowance.take(Json.line(shorter))) {
          break;
        }
        some.add(shorter);
      }
      shown.put(list, some.size());
      if (list.equals(MISSING)) {
        ((ObjectNode) cut.required("verdict")).set(list, some);
      } else {
        cut.set(list, some);
      }
    });
    return cut;
  }

  private static JsonNode list(ObjectNode comparison, String name) {
    return name.equals(MISSING)
        ? comparison.required("verdict").required(MISSING)
        : comparison.required(name);
  }

  private static ObjectNode headlines(JsonNode pair) {
    ObjectNode cut = (ObjectNode) pair.deepCopy();
    ArrayNode metrics = cut.putArray("metrics");
    pair.required("metrics")
        .valueStream()
        .filter(metric -> HEADLINES.contains(metric.required("metric").asString()))
        .forEach(metric -> metrics.add(((ObjectNode) metric.deepCopy()).remove(LEFT_OUT)));
    return cut;
  }
}
