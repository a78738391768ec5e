package io.perftune.engine.metrics;

import io.perftune.wire.PrometheusSample;
import io.perftune.wire.PrometheusText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many tokens an engine's KV cache holds.
///
/// vLLM says it in the labels of `cache_config_info`, as tokens or as blocks and their size, once
/// an engine; SGLang in a gauge that the ranks of one replica repeat; TensorRT-LLM as blocks and
/// their size. llama-server does not say.
final class CacheCapacity {
  private static final String VLLM = "vllm:cache_config_info";
  private static final String SGLANG = "sglang:max_total_num_tokens";
  private static final String TRTLLM_BLOCKS = "trtllm_kv_cache_max_blocks";
  private static final String TRTLLM_BLOCK_SIZE = "trtllm_kv_cache_tokens_per_block";

  private CacheCapacity() {}

  /// The sum over the replicas on the page; null where any of them, or the page, does not say.
  static @Nullable Long tokens(PrometheusText page) {
    if (!page.of(VLLM).isEmpty()) {
      return vllm(page.of(VLLM));
    }
    if (!page.of(SGLANG).isEmpty()) {
      Map<String, Double> replicas = new HashMap<>();
      page.of(SGLANG)
          .forEach(sample ->
              replicas.merge(
                  sample.labels().getOrDefault("dp_rank", ""), sample.value(), Math::max));
      return whole(replicas.values().stream().mapToDouble(Double::doubleValue).sum());
    }
    List<PrometheusSample> blocks = page.of(TRTLLM_BLOCKS);
    List<PrometheusSample> size = page.of(TRTLLM_BLOCK_SIZE);
    return blocks.size() == 1 && size.size() == 1
        ? whole(blocks.getFirst().value() * size.getFirst().value())
        : null;
  }

  private static @Nullable Long vllm(List<PrometheusSample> engines) {
    long sum = 0;
    for (PrometheusSample engine : engines) {
      Long tokens = vllm(engine);
      if (tokens == null) {
        return null;
      }
      sum += tokens;
    }
    return sum;
  }

  private static @Nullable Long vllm(PrometheusSample engine) {
    Long tokens = number(engine, "kv_cache_size_tokens");
    Long blocks = number(engine, "num_gpu_blocks");
    Long size = number(engine, "block_size");
    return tokens == null && blocks != null && size != null ? (Long) (blocks * size) : tokens;
  }

  /// vLLM writes `None` for what it does not know.
  private static @Nullable Long number(PrometheusSample sample, String label) {
    String text = sample.labels().getOrDefault(label, "");
    return text.matches("\\d{1,15}") ? Long.valueOf(text) : null;
  }

  private static @Nullable Long whole(double tokens) {
    return tokens > 0 ? (Long) Math.round(tokens) : null;
  }
}
