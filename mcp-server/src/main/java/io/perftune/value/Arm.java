package io.perftune.value;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One serving configuration: what a roofline sweep is of, whatever the cells are called that
/// measure it, and whichever shapes they ask for.
///
/// @param known what is known of it: model, hardware, number formats, parallelism, speculative
///   decoding
public record Arm(Map<String, String> known) {
  /// The `backend` of the rows of atlas_v1 that a roofline sweep brought.
  public static final String SWEEP_BACKEND = "vllm-sweep";

  private static final String MODEL = "model";
  private static final String HARDWARE = "hardware";
  private static final String KV = "kv_cache_dtype";
  private static final String SPECULATION = "speculative decoding";

  private static final List<String> PLAIN =
      List.of(
          "quant", "tensor_parallel", "pipeline_parallel", "data_parallel", "parallel_strategy");

  /// Words that say nothing of a configuration.
  private static final Set<String> SILENT = Set.of("", "undisclosed", "not_applicable", "auto");

  public Arm {
    known = Map.copyOf(known);
  }

  /// The arm that a row of atlas_v1 was measured on.
  public static Arm of(Row row) {
    JsonNode columns = row.columns();
    return of(columns, Json.text(columns, "sol_ceiling_key"), KV);
  }

  /// The arm that a row of roofline_v1 was measured on.
  public static Arm ofSweep(Row row) {
    JsonNode columns = row.columns();
    return of(columns, Json.text(columns, "hbm_ceiling_key"), "kv_dtype");
  }

  /// The arm that a cell declares.
  public static Arm of(Cell cell) {
    return of(cell.declared(), cell.ceilingKey(), KV);
  }

  /// Whether a row of atlas_v1 came from a roofline sweep.
  public static boolean swept(Row row) {
    return SWEEP_BACKEND.equals(Json.text(row.columns(), "backend"));
  }

  /// Whether a sweep of that arm is one of this: model and hardware are known of both, and nothing
  /// that is known of both differs.
  public boolean isSweptBy(Arm sweep) {
    return Set.of(MODEL, HARDWARE).stream()
            .allMatch(facet -> known.containsKey(facet) && sweep.known.containsKey(facet))
        && differences(sweep).isEmpty();
  }

  /// What differs, of what is known of both: `tensor_parallel 8, not 4` where the sweep has 8.
  public List<String> differences(Arm sweep) {
    List<String> facets = new ArrayList<>(List.of(MODEL, HARDWARE));
    facets.addAll(PLAIN);
    facets.addAll(List.of(KV, SPECULATION));
    return facets.stream()
        .filter(facet -> known.containsKey(facet) && sweep.known.containsKey(facet))
        .filter(facet -> !String.valueOf(known.get(facet)).equals(sweep.known.get(facet)))
        .map(facet -> "%s %s, not %s".formatted(facet, sweep.known.get(facet), known.get(facet)))
        .toList();
  }

  private static Arm of(JsonNode columns, @Nullable String ceilingKey, String kv) {
    Map<String, String> known = new LinkedHashMap<>();
    put(known, MODEL, withoutOwner(Json.text(columns, MODEL)));
    String part = ceilingKey == null || ceilingKey.isEmpty() ? null : ceilingKey;
    put(known, HARDWARE, part == null ? Json.text(columns, HARDWARE) : part.split("\\.", 2)[0]);
    PLAIN.forEach(facet -> put(known, facet, Json.text(columns, facet)));
    put(known, KV, Json.text(columns, kv));
    put(known, SPECULATION, speculation(columns));
    return new Arm(known);
  }

  private static void put(Map<String, String> known, String facet, @Nullable String value) {
    String word = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    if (!SILENT.contains(word)) {
      known.put(facet, word);
    }
  }

  /// `org/name` is the same model as `name`.
  private static @Nullable String withoutOwner(@Nullable String model) {
    return model == null ? null : model.substring(model.lastIndexOf('/') + 1);
  }

  private static @Nullable String speculation(JsonNode columns) {
    Boolean declared = Json.bool(columns, "mtp");
    Long tokens = Json.integer(columns, "num_speculative_tokens");
    boolean on = Boolean.TRUE.equals(declared) || (tokens != null && tokens > 0);
    return on ? "on" : declared == null ? null : "off";
  }
}
