package io.perftune.speedoflight;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads the shape of a model from its Hugging Face config.json.
///
/// Nothing is guessed: a missing key, and an architecture whose layers these formulas do not
/// describe, are refused with the keys that were found.
public final class ModelConfig {
  /// Architectures whose MLP has no gate: two matrices.
  private static final Set<String> UNGATED =
      Set.of("gpt_neox", "gptj", "opt", "bloom", "mpt", "phi", "starcoder2", "nemotron");

  /// Keys of layers that are neither attention nor an MLP, or that differ from layer to layer.
  private static final List<String> UNKNOWN_LAYERS =
      List.of(
          "hybrid_override_pattern",
          "layers_block_type",
          "attn_layer_period",
          "attn_type_list",
          "block_configs",
          "linear_num_key_heads",
          "linear_attn_config",
          "mamba_d_state",
          "ssm_cfg",
          "state_size",
          "intermediate_size_mlp");

  private static final Set<String> ATTENTION_LAYERS =
      Set.of("full_attention", "sliding_attention", "chunked_attention");

  private final ConfigKeys keys;

  private ModelConfig(JsonNode config) {
    this.keys = new ConfigKeys(config);
  }

  /// The shape that a configuration describes; its text_config or language_config where it wraps
  /// one.
  ///
  /// @throws ProblemException with everything that is missing or not understood
  public static ModelShape read(JsonNode config) {
    JsonNode language = language(config);
    if (!language.isObject()) {
      throw new ProblemException(
          Problem.of(
              "unknown-model-shape",
              "The model's config.json is not a JSON object.",
              "Give the model's own config.json."));
    }
    ModelConfig reader = new ModelConfig(language);
    ModelShape shape = reader.shape();
    if (!reader.keys.problems().isEmpty()) {
      throw new ProblemException(reader.keys.problems());
    }
    return shape;
  }

  /// Weights that share a scale, by the configuration's own quantization_config; null where it does
  /// not say.
  public static @Nullable Integer groupSize(JsonNode config) {
    for (JsonNode holder : List.of(config, language(config))) {
      JsonNode quantization = holder.path("quantization_config");
      JsonNode size = quantization.path("group_size");
      for (JsonNode group : quantization.path("config_groups")) {
        size = size.isNumber() ? size : group.path("weights").path("group_size");
      }
      if (size.isIntegralNumber() && size.intValue() > 0) {
        return size.intValue();
      }
    }
    return null;
  }

  private static JsonNode language(JsonNode config) {
    for (String wrapper : List.of("text_config", "language_config")) {
      if (config.path(wrapper).isObject()) {
        return config.path(wrapper);
      }
    }
    return config;
  }

  private ModelShape shape() {
    refuseUnknownLayers();
    int hidden = keys.required("hidden_size", "n_embd");
    int layers = keys.required("num_hidden_layers", "n_layer");
    return new ModelShape(
        keys.text("model_type"),
        hidden,
        layers,
        keys.required("vocab_size"),
        attention(hidden),
        feedForward(layers),
        keys.amount("extra_attn_params_per_layer"));
  }

  private void refuseUnknownLayers() {
    for (String key : UNKNOWN_LAYERS) {
      if (keys.has(key)) {
        keys.problem("%s describes layers that the formulas do not know.".formatted(key));
      }
    }
    JsonNode encoder = keys.any("is_encoder_decoder");
    if (encoder != null && encoder.asBoolean(false)) {
      keys.problem("is_encoder_decoder is true; only decoders are known.");
    }
    JsonNode types = keys.any("layer_types");
    if (types != null) {
      for (JsonNode type : types) {
        if (!ATTENTION_LAYERS.contains(type.asString())) {
          keys.problem("layer_types has %s, which the formulas do not know.".formatted(type));
          return;
        }
      }
    }
  }

  private Attention attention(int hidden) {
    int heads = keys.required("num_attention_heads");
    if (keys.has("kv_lora_rank")) {
      return new Attention.Latent(
          heads,
          keys.optional(0, "q_lora_rank"),
          keys.required("kv_lora_rank"),
          keys.required("qk_nope_head_dim"),
          keys.required("qk_rope_head_dim"),
          keys.required("v_head_dim"));
    }
    int kvHeads = keys.optional(heads, "num_key_value_heads");
    if (kvHeads < 1 || heads % kvHeads != 0) {
      keys.problem("%d heads do not share %d key and value heads.".formatted(heads, kvHeads));
      kvHeads = heads;
    }
    int headDim = keys.optional(0, "head_dim");
    if (headDim == 0) {
      if (hidden % heads != 0) {
        keys.problem("head_dim is missing, and hidden_size is no multiple of the heads.");
      }
      headDim = hidden / heads;
    }
    return new Attention.Grouped(heads, kvHeads, headDim);
  }

  private FeedForward feedForward(int layers) {
    int matrices = UNGATED.contains(keys.text("model_type")) ? 2 : 3;
    int experts = keys.optional(0, "n_routed_experts", "num_experts", "num_local_experts");
    if (experts == 0) {
      return new FeedForward.Dense(keys.required("intermediate_size"), matrices);
    }
    int chosen = keys.required("num_experts_per_tok", "experts_per_token");
    if (chosen > experts) {
      keys.problem("a token takes %d of %d experts.".formatted(chosen, experts));
    }
    int dense = denseLayers(layers);
    int intermediate = expertWidth(dense);
    return new FeedForward.Experts(
        dense,
        dense == 0 ? 0 : keys.required("intermediate_size"),
        experts,
        chosen,
        intermediate,
        sharedWidth(intermediate),
        matrices);
  }

  /// A mixture of experts alone, such as Mixtral, names its experts' width intermediate_size: no
  /// other layer could have it.
  private int expertWidth(int denseLayers) {
    boolean experts = denseLayers == 0 && !shares();
    return experts
        ? keys.required("moe_intermediate_size", "intermediate_size")
        : keys.required("moe_intermediate_size");
  }

  private boolean shares() {
    return keys.optional(0, "n_shared_experts", "num_shared_experts") > 0
        || keys.has("shared_expert_intermediate_size");
  }

  private int sharedWidth(int intermediate) {
    return keys.has("shared_expert_intermediate_size")
        ? keys.optional(0, "shared_expert_intermediate_size")
        : keys.optional(0, "n_shared_experts", "num_shared_experts") * intermediate;
  }

  /// Layers with an MLP in place of experts, by whichever key the architecture says it with.
  private int denseLayers(int layers) {
    int dense = keys.optional(0, "first_k_dense_replace");
    JsonNode listed = keys.any("mlp_only_layers");
    if (listed != null && listed.isArray()) {
      dense += listed.size();
    }
    JsonNode frequency = keys.any("moe_layer_freq");
    if (frequency != null && frequency.isArray()) {
      int[] without = {0};
      frequency.forEach(layer -> without[0] += layer.asInt(1) == 0 ? 1 : 0);
      dense = without[0];
    }
    for (String step : List.of("decoder_sparse_step", "interleave_moe_layer_step")) {
      int every = keys.optional(1, step);
      dense += every > 1 ? layers - layers / every : 0;
    }
    if (dense > layers) {
      keys.problem("%d of %d layers are dense.".formatted(dense, layers));
    }
    return dense;
  }
}
