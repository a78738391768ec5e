package io.perftune.engine.metrics;

import java.util.List;

/// What the figures of a point are made of, and what each engine calls it; the first name that a
/// page has is taken.
///
/// | engine | names | note |
/// |---|---|---|
/// | vLLM | `vllm:` | `_total` is left out by some of its stand-ins |
/// | llama.cpp's llama-server | `llamacpp:` | its prompt tokens leave the cached ones out |
/// | SGLang | `sglang:` | speculative decoding and its rates are gauges only |
/// | TensorRT-LLM | `trtllm_` | at /prometheus/metrics; drafts are not counted |
///
/// Gauges that stand in for counters: [EngineGauge].
enum EngineCounter {
  DRAFTS(
      "vllm:spec_decode_num_drafts_total",
      "vllm:spec_decode_num_drafts",
      "llamacpp:spec_decode_num_drafts_total"),
  DRAFT_TOKENS(
      "vllm:spec_decode_num_draft_tokens_total",
      "vllm:spec_decode_num_draft_tokens",
      "llamacpp:spec_decode_num_draft_tokens_total",
      "trtllm_spec_decode_num_draft_tokens_total"),
  ACCEPTED(
      "vllm:spec_decode_num_accepted_tokens_total",
      "vllm:spec_decode_num_accepted_tokens",
      "llamacpp:spec_decode_num_accepted_tokens_total",
      "trtllm_spec_decode_num_accepted_tokens_total"),
  ACCEPTED_PER_POSITION(
      "vllm:spec_decode_num_accepted_tokens_per_pos_total",
      "vllm:spec_decode_num_accepted_tokens_per_pos",
      "llamacpp:spec_decode_num_accepted_tokens_per_pos_total"),
  /// All prompt tokens that were looked up
  CACHE_QUERIES(
      "vllm:prefix_cache_queries_total",
      "vllm:prefix_cache_queries",
      "sglang:prompt_tokens_total",
      "trtllm_prompt_tokens_total"),
  CACHE_HITS(
      "vllm:prefix_cache_hits_total",
      "vllm:prefix_cache_hits",
      "sglang:cached_tokens_total",
      "trtllm_prompt_cached_tokens_total",
      "llamacpp:prompt_tokens_cached_total"),
  /// Where an engine counts these in place of the queries
  CACHE_MISSES("llamacpp:prompt_tokens_total");

  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> names;

  EngineCounter(String... names) {
    this.names = List.of(names);
  }

  List<String> names() {
    return names;
  }
}
