package io.perftune.roofline;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Arm;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The decode points of a sweep as rows of atlas_v1: medians go to `_p50_`, never to `_avg_`.
///
/// A bundle has no request records, so what needs them is null.
public final class DecodeAtlasRows {
  private static final String UNDISCLOSED = "undisclosed";

  /// Columns that the bundle may declare, by the names it has for them.
  private static final Map<String, String> DECLARED =
      Map.ofEntries(
          Map.entry("model", "model"),
          Map.entry("hardware", "hardware"),
          Map.entry("quant", "quant"),
          Map.entry("kv_cache_dtype", "kv_dtype"),
          Map.entry("tensor_parallel", "tensor_parallel"),
          Map.entry("data_parallel", "data_parallel"),
          Map.entry("pipeline_parallel", "pipeline_parallel"),
          Map.entry("parallel_strategy", "parallel_strategy"),
          Map.entry("max_num_batched_tokens", "max_num_batched_tokens"),
          Map.entry("gpu_memory_utilization", "gpu_memory_utilization"),
          Map.entry("cudagraph_mode", "cudagraph_mode"),
          Map.entry("enforce_eager", "enforce_eager"),
          Map.entry("cache_mode", "cache_mode"),
          Map.entry("acceptance_length", "acceptance_length"));

  private final Table table = Tables.table(Tables.ATLAS);
  private final SweepContext context;

  public DecodeAtlasRows(SweepContext context) {
    this.context = requireNonNull(context, "context is null");
  }

  /// A row a point; `roofline` holds the points' rows of roofline_v1 in the same order.
  public List<Row> rows(List<SweepPoint> points, List<Row> roofline) {
    return IntStream.range(0, points.size())
        .mapToObj(i -> row(points.get(i), roofline.get(i)))
        .toList();
  }

  private Row row(SweepPoint point, Row roofline) {
    RowDraft row = new RowDraft(table, "a sweep bundle does not say");
    declared(row, roofline);
    counts(row, point);
    measured(row, point, roofline);
    grounding(row, point, roofline);
    row.set("campaign_id", context.campaignId())
        .set("cell_id", context.cell(Phase.DECODE))
        .set("concurrency", point.concurrency())
        .set("variant_key", variant())
        .set("raw_path", context.origin().bundle() + "/" + point.where())
        .set("raw_sha256", context.origin().bundleSha256())
        .set("config_sha256", context.origin().configSha256())
        .set("captured_at", context.origin().capturedAt())
        .set("tool_version", context.origin().toolVersion())
        .set("notes", notes(point))
        .set("extra", extra(point));
    return row.build();
  }

  private void declared(RowDraft row, Row roofline) {
    ObjectNode values = context.declared().values();
    DECLARED.forEach((column, name) -> row.set(column, values.path(name)));
    row.set("num_gpus", roofline.value("num_gpus"))
        .set("mtp", context.declared().speculative())
        .set("image", text("image"))
        .set("dataset", text("dataset"))
        .set("reasoning", UNDISCLOSED)
        .set("reasoning_parser", UNDISCLOSED)
        .set("tool_call_parser", UNDISCLOSED)
        .set("auto_tool_choice", UNDISCLOSED)
        .set("endpoint_kind", "in_cluster")
        .set("serving_engine", "vllm")
        .set("backend", Arm.SWEEP_BACKEND)
        .set("bench_backend", "vllm bench serve")
        .set("client_verdict", "unmeasured");
  }

  private String text(String name) {
    String declared = context.declared().text(name);
    return declared == null ? UNDISCLOSED : declared;
  }

  private static void counts(RowDraft row, SweepPoint point) {
    Double completed = point.bench("completed");
    long ok =
        completed == null
            ? point.numPrompts()
            : Math.min(completed.longValue(), point.numPrompts());
    long failed = point.numPrompts() - ok;
    row.set("status", ok == 0 ? "failed" : failed > 0 ? "partial" : "full")
        .set("requests", point.numPrompts())
        .set("requests_ok", ok)
        .set("requests_failed", failed)
        .set("requests_answered", ok)
        .set("n", ok)
        .set("trials", 1)
        .set("output_control", "unverified")
        .set("min_answer_tokens", point.osl())
        .set("max_output_tokens", point.osl())
        .set("target_input_tokens", point.isl())
        .set("seed", point.line().path("seed"));
    if (failed > 0) {
      row.set("status_reason", failed + " of " + point.numPrompts() + " requests did not complete");
    } else {
      row.absent("status_reason", "nothing is wrong");
    }
  }

  private static void measured(RowDraft row, SweepPoint point, Row roofline) {
    double gpus = requireNonNull(roofline.number("num_gpus"), "num_gpus is required");
    Double total = point.bench("total_token_throughput");
    row.set("mean_input_tokens", (double) point.isl())
        .set("mean_output_tokens", (double) point.osl())
        .set("ttft_p50_ms", point.bench("median_ttft_ms"))
        .set("tpot_median_ms", point.bench("median_tpot_ms"))
        .set("output_tps", point.rate())
        .set("output_tps_per_gpu", point.rate() / gpus)
        .set("total_tps_per_gpu", total == null ? null : total / gpus)
        .set("request_throughput_avg", point.bench("request_throughput"))
        .set("dcgm_sm_active", point.dcgm("sm_active_mean"))
        .set("dcgm_dram_active", point.dcgm("dram_active_mean"))
        .set("dcgm_tensor_active", point.dcgm("tensor_active_mean"));
  }

  private static void grounding(RowDraft row, SweepPoint point, Row roofline) {
    row.set("sol_pct", roofline.value("hbm_delivered_pct"))
        .set("sol_metric", "hbm")
        .set("sol_ceiling_key", roofline.value("hbm_ceiling_key"));
    if (point.dcgm("dram_active_mean") == null) {
      row.absent("sol_rigor", "no DCGM reading: analytical");
    } else {
      row.set("sol_rigor", "L3");
    }
  }

  private String variant() {
    return Digest.sha256(Json.line(context.declared().values())).substring(0, 16);
  }

  private static String notes(SweepPoint point) {
    return "imported from a roofline sweep; lengths are those that the sweep asked for."
        + (point.undercounted()
            ? " Throughput is under-counted: %d requests for %d in flight."
                .formatted(point.numPrompts(), point.concurrency())
            : "");
  }

  private ObjectNode extra(SweepPoint point) {
    ObjectNode extra = Json.object().put("isl", point.isl()).put("osl", point.osl());
    for (String name : List.of("delivery", "overlay_mode", "patch_files")) {
      put(extra, name, context.declared().values().path(name));
    }
    put(extra, "median_itl_ms", point.line().path("bench").path("median_itl_ms"));
    put(extra, "dcgm_steady", point.line().path("dcgm_steady"));
    extra.put("steady_window_undercount", point.undercounted());
    return extra;
  }

  private static void put(ObjectNode extra, String name, @Nullable JsonNode value) {
    if (value != null && !value.isMissingNode() && !value.isNull()) {
      extra.set(name, value);
    }
  }
}
