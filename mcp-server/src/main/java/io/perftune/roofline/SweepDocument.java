package io.perftune.roofline;

import io.perftune.speedoflight.Attention;
import io.perftune.speedoflight.Deployment;
import io.perftune.speedoflight.FeedForward;
import io.perftune.speedoflight.ModelShape;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// roofline_sweep.json of the decode cell, as schemas/roofline_sweep.schema.json describes it.
public final class SweepDocument {
  /// The value of its `schema`.
  public static final String SCHEMA = "roofline_sweep_points_v1";

  private SweepDocument() {}

  /// The document of both phases' rows.
  public static ObjectNode of(SweepContext context, List<Row> decode, List<Row> prefill) {
    ObjectNode json = Json.object().put("schema", SCHEMA);
    for (String name : List.of("model", "hardware", "quant", "kv_dtype", "tensor_parallel")) {
      json.set(name, context.declared().values().required(name));
    }
    json.set("shape", shape(context.model().deployment().shape()));
    json.set("summary", summary(context));
    json.set("decode", array(decode));
    json.set("prefill", array(prefill));
    return json;
  }

  private static ArrayNode array(List<Row> rows) {
    ArrayNode array = Json.array();
    rows.forEach(row -> array.add(row.columns()));
    return array;
  }

  private static ObjectNode shape(ModelShape shape) {
    ObjectNode json =
        Json.object()
            .put("model_type", shape.modelType())
            .put("hidden_size", shape.hidden())
            .put("num_layers", shape.layers())
            .put("vocab_size", shape.vocabulary())
            .put("num_attention_heads", shape.attention().heads());
    switch (shape.attention()) {
      case Attention.Grouped grouped ->
          json.put("num_key_value_heads", grouped.kvHeads()).put("head_dim", grouped.headDim());
      case Attention.Latent latent ->
          json.put("q_lora_rank", latent.queryRank())
              .put("kv_lora_rank", latent.kvRank())
              .put("qk_nope_head_dim", latent.nope())
              .put("qk_rope_head_dim", latent.rope())
              .put("v_head_dim", latent.value());
    }
    switch (shape.feedForward()) {
      case FeedForward.Dense dense -> json.put("intermediate_size", dense.intermediate());
      case FeedForward.Experts experts ->
          json.put("dense_layers", experts.denseLayers())
              .put("dense_intermediate_size", experts.denseIntermediate())
              .put("routed_experts", experts.experts())
              .put("experts_per_token", experts.chosen())
              .put("moe_intermediate_size", experts.intermediate())
              .put("shared_intermediate_size", experts.sharedIntermediate());
    }
    return json;
  }

  private static ObjectNode summary(SweepContext context) {
    Deployment deployment = context.model().deployment();
    ModelShape shape = deployment.shape();
    return Json.object()
        .put("flop_per_token", shape.flopPerToken())
        .put("total_parameters", shape.total())
        .put("active_parameters", shape.active(shape.feedForward().chosen()))
        .put("active_weight_bytes", deployment.weightBytes(shape.feedForward().chosen()))
        .put("all_weight_bytes", deployment.weightBytes(shape.feedForward().experts()))
        .put("kv_bytes_per_token", deployment.kvBytes(1))
        .put("kv_copies", deployment.kvCopies())
        .put("num_gpus", deployment.parallelism().gpus())
        .put("hbm_peak_tbps", context.model().peaks().hbm().perSecond() / 1e12)
        .put("ridge_ai", context.model().peaks().ridge());
  }
}
