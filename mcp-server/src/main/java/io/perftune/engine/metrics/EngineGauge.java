package io.perftune.engine.metrics;

import io.perftune.value.EngineMetrics.Figure;
import java.util.List;

/// The gauges that some engines have in place of counters: a mean of the latest moment, which no
/// difference of two pages turns into one of the time between them.
final class EngineGauge {
  private EngineGauge() {}

  /// Those that resemble the figure.
  static List<String> of(Figure figure) {
    return switch (figure) {
      case ACCEPTANCE_LENGTH ->
          List.of("sglang:spec_accept_length", "trtllm_spec_decode_acceptance_length");
      case SPEC_ACCEPT_RATE -> List.of("sglang:spec_accept_rate");
      case PREFIX_CACHE_HIT_RATE -> List.of("sglang:cache_hit_rate", "trtllm_kv_cache_hit_rate");
      case KV_CACHE_TOKENS -> List.of();
    };
  }
}
