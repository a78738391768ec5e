package io.perftune.verb.importroofline;

import io.perftune.roofline.SweepContext;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Settles what a bundle was measured with: the flag, else the manifest, else what all cells of the
/// campaign agree on; which of them it was is kept.
final class Declarations {
  private static final List<String> NEEDED =
      List.of("model", "hardware", "quant", "kv_dtype", "tensor_parallel");

  private static final List<String> OPTIONAL =
      List.of(
          "data_parallel",
          "pipeline_parallel",
          "parallel_strategy",
          "max_num_batched_tokens",
          "cache_mode",
          "dataset",
          "cudagraph_mode",
          "gpu_memory_utilization",
          "image",
          "mtp",
          "enforce_eager",
          "delivery",
          "overlay_mode",
          "patch_files",
          "compute_dtype",
          "acceptance_length");

  /// What a campaign file calls it, where that differs.
  private static final Map<String, String> CELL_KEYS = Map.of("kv_dtype", "kv_cache_dtype");

  /// Keys that say nothing of the sweep where only the cells have them: theirs is another load.
  private static final Set<String> NOT_FROM_CELLS = Set.of("dataset", "acceptance_length");

  private static final Set<String> WHOLE =
      Set.of("tensor_parallel", "data_parallel", "pipeline_parallel", "max_num_batched_tokens");

  private static final Set<String> NUMBERS = Set.of("gpu_memory_utilization", "acceptance_length");
  private static final Set<String> TRUTHS = Set.of("mtp", "enforce_eager");

  private final ObjectNode flags;
  private final ObjectNode manifest;
  private final List<Cell> cells;
  private final List<Problem> problems;
  private final ObjectNode values = Json.object();
  private final ObjectNode sources = Json.object();

  private Declarations(
      ObjectNode flags, ObjectNode manifest, Campaign campaign, List<Problem> problems) {
    this.flags = flags;
    this.manifest = manifest;
    this.cells = campaign.cells();
    this.problems = problems;
  }

  /// Everything that is declared; what is missing or of a wrong kind is added to the problems.
  static SweepContext.Declared of(
      ObjectNode flags, ObjectNode manifest, Campaign campaign, List<Problem> problems) {
    Declarations all = new Declarations(flags, manifest, campaign, problems);
    for (String name : NEEDED) {
      if (!all.settle(name)) {
        all.missing(name);
      }
    }
    OPTIONAL.forEach(all::settle);
    all.otherwise("data_parallel", JsonNodeFactory.instance.numberNode(1));
    all.otherwise("pipeline_parallel", JsonNodeFactory.instance.numberNode(1));
    all.otherwise("parallel_strategy", JsonNodeFactory.instance.stringNode("TP"));
    return new SweepContext.Declared(all.values, all.sources);
  }

  /// What all cells have for that key; null where they differ, or one leaves it open.
  static @Nullable JsonNode agreed(List<Cell> cells, String key) {
    Set<JsonNode> said =
        cells.stream().map(cell -> cell.declared().path(key)).collect(Collectors.toSet());
    if (said.size() != 1) {
      return null;
    }
    JsonNode only = said.iterator().next();
    boolean open =
        only.isMissingNode()
            || only.isNull()
            || (only.isString() && only.asString().equals("undisclosed"));
    return open ? null : only;
  }

  private boolean settle(String name) {
    JsonNode flag = flags.path(name);
    if (said(flag)) {
      return take(name, flag, "flag");
    }
    JsonNode declared = manifest.path(name);
    if (said(declared)) {
      return take(name, declared, "manifest");
    }
    JsonNode cell =
        NOT_FROM_CELLS.contains(name) ? null : agreed(cells, CELL_KEYS.getOrDefault(name, name));
    return cell != null && take(name, cell, "campaign");
  }

  private static boolean said(JsonNode value) {
    return !value.isMissingNode() && !value.isNull();
  }

  private boolean take(String name, JsonNode value, String source) {
    if (!fits(name, value)) {
      problems.add(
          new Problem(
              "bad-declaration",
              "%s is %s in the %s.".formatted(name, value, source),
              source.equals("manifest") ? BundleFiles.MANIFEST : null,
              WHOLE.contains(name)
                  ? "Give a whole number from 1."
                  : "Give a value of the kind that %s describes.".formatted(flag(name))));
      return true;
    }
    values.set(name, text(value));
    sources.put(name, source);
    return true;
  }

  private static boolean fits(String name, JsonNode value) {
    if (WHOLE.contains(name)) {
      return value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0;
    }
    if (NUMBERS.contains(name)) {
      return value.isNumber() && value.doubleValue() > 0 && Double.isFinite(value.doubleValue());
    }
    if (TRUTHS.contains(name)) {
      return value.isBoolean();
    }
    return switch (name) {
      case "cache_mode" -> Set.of("cold", "warm").contains(value.asString(""));
      case "parallel_strategy" -> Set.of("TP", "EP").contains(value.asString(""));
      default -> value.isString() ? !value.asString().isBlank() : value.isArray();
    };
  }

  /// A list, such as that of patches, as one text.
  private static JsonNode text(JsonNode value) {
    return value.isArray()
        ? JsonNodeFactory.instance.stringNode(
            value.valueStream().map(JsonNode::asString).collect(Collectors.joining(",")))
        : value;
  }

  private void otherwise(String name, JsonNode value) {
    if (!values.has(name)) {
      values.set(name, value);
      sources.put(name, "default");
    }
  }

  private void missing(String name) {
    problems.add(
        new Problem(
            "missing-declaration",
            "Nothing says the sweep's %s: no flag, no key of the manifest, and no value on which all"
                    .formatted(name)
                + " cells of the campaign agree.",
            name,
            "Give %s, or write \"%s\" into %s.".formatted(flag(name), name, BundleFiles.MANIFEST)));
  }

  private static String flag(String name) {
    return "--" + name.replace('_', '-');
  }
}
