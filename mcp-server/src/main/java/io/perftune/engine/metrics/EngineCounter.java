package io.perftune.engine.metrics;

import java.util.List;

/// The counters that the figures of a point are made of, and what each engine calls them; the first
/// name that a page has is taken.
///
/// vLLM (some of its stand-ins leave `_total` out), llama.cpp's llama-server and SGLang count.
/// SGLang's speculative decoding and TensorRT-LLM's cache are gauges of the latest moment, which
/// say nothing of a window: [#GAUGES].
enum EngineCounter {
  DRAFTS(
      "vllm:spec_decode_num_drafts_total",
      "vllm:spec_decode_num_drafts",
      "llamacpp:spec_decode_num_drafts_total"),
  DRAFT_TOKENS(
      "vllm:spec_decode_num_draft_tokens_total",
      "vllm:spec_decode_num_draft_tokens",
      "llamacpp:spec_decode_num_draft_tokens_total"),
  ACCEPTED(
      "vllm:spec_decode_num_accepted_tokens_total",
      "vllm:spec_decode_num_accepted_tokens",
      "llamacpp:spec_decode_num_accepted_tokens_total"),
  ACCEPTED_PER_POSITION(
      "vllm:spec_decode_num_accepted_tokens_per_pos_total",
      "vllm:spec_decode_num_accepted_tokens_per_pos",
      "llamacpp:spec_decode_num_accepted_tokens_per_pos_total"),
  CACHE_QUERIES(
      "vllm:prefix_cache_queries_total", "vllm:prefix_cache_queries", "sglang:prompt_tokens_total"),
  CACHE_HITS(
      "vllm:prefix_cache_hits_total", "vllm:prefix_cache_hits", "sglang:cached_tokens_total");

  /// Metrics that an engine has in place of counters.
  static final List<String> GAUGES =
      List.of(
          "sglang:spec_accept_length",
          "sglang:spec_accept_rate",
          "sglang:cache_hit_rate",
          "trtllm_kv_cache_hit_rate");

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> names;

  EngineCounter(String... names) {
    this.names = List.of(names);
  }

  List<String> names() {
    return names;
  }
}
