package io.perftune.plan;

import io.perftune.plan.prompts.Seeds;
import io.perftune.value.Cell;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What must be equal for two measurements of a point to be the same measurement: everything but
/// the trial, the attempt and the paths. How many trials are asked for is no part of one.
final class PlanHash {
  private PlanHash() {}

  /// @param inputSha256 of the user's own prompts; null where there are none
  static String of(Cell cell, PointPlan.Load load, Seeds seeds, @Nullable String inputSha256) {
    ObjectNode key = Json.object();
    key.set("cell", described(cell));
    key.put("shape", cell.aa().shape().label())
        .put("mode", cell.aa().mode().label())
        .put("engine", cell.aa().engine())
        .put("origin", cell.aa().endpoint().origin().toString())
        .put("path", cell.aa().endpoint().path())
        .put("served_model", cell.aa().endpoint().model())
        .put("input_sha256", inputSha256)
        .put("requests", load.requests())
        .put("warmup", load.warmup())
        .put("max_output_tokens", load.maxOutputTokens())
        .put("seed_base", seeds.base());
    if (cell.aa().pod() != null) {
      // From a pod, whichever it is: its name changes with each deployment.
      key.put("in_pod", true);
    }
    return Digest.sha256(Json.line(key));
  }

  /// The cell as declared, without what this hash takes from the call instead.
  private static ObjectNode described(Cell cell) {
    ObjectNode declared = cell.declared().deepCopy();
    declared.remove("concurrencies");
    if (declared.get("aa") instanceof ObjectNode aa) {
      aa.remove(
          java.util.List.of(
              "request_count",
              "mode",
              "engine",
              "url",
              "model",
              "input_file",
              "aiperf_cmd",
              "bench_pod",
              "trials",
              "preflight",
              "spec_scrape",
              "metrics_url"));
    }
    return declared;
  }
}
