package io.perftune.simulator;

import io.perftune.simulator.behaviour.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The samples of one model, under the names that its kind of server uses.
final class ModelMetrics {
  private final SimulatedModel model;
  private final Families families;
  private final Counters counters;
  private final Endpoint endpoint;

  ModelMetrics(SimulatedModel model, Families families) {
    this.model = model;
    this.families = families;
    this.counters = model.counters();
    this.endpoint = model.behaviour().endpoint();
  }

  void write() {
    switch (endpoint.metrics()) {
      case VLLM -> vllm();
      case LLM_D -> llmD();
      case LLAMA_CPP -> llamaCpp();
      case NOT_FOUND -> throw new IllegalArgumentException(model.name() + " has no metrics");
    }
  }

  private void vllm() {
    Map<String, String> labels = Map.of("engine", "0", "model_name", model.name());
    if (model.behaviour().speed().decode().draftTokens() > 0) {
      drafts("vllm:", labels);
    }
    load("vllm:", labels);
    counter("vllm:prefix_cache_queries_total", labels, counters.promptTokens.sum());
    counter("vllm:prefix_cache_hits_total", labels, counters.cachedTokens.sum());
    throughput("finished_reason", labels, Counters.REASONS);
  }

  private void llmD() {
    Map<String, String> labels = Map.of("model_name", model.name());
    load("vllm:", labels);
    counter("vllm:prefix_cache_queries", labels, counters.promptTokens.sum());
    counter("vllm:prefix_cache_hits", labels, counters.cachedTokens.sum());
    throughput("finish_reason", labels, List.of("stop", "length"));
  }

  private void llamaCpp() {
    counter("llamacpp:prompt_tokens_total", Map.of(), counters.promptTokens.sum());
    counter("llamacpp:tokens_predicted_total", Map.of(), counters.generatedTokens.sum());
    gauge("llamacpp:requests_processing", Map.of(), running());
    gauge("llamacpp:requests_deferred", Map.of(), model.waiting().get());
    if (model.behaviour().speed().decode().draftTokens() > 0) {
      drafts("llamacpp:", Map.of());
    }
  }

  private void drafts(String prefix, Map<String, String> labels) {
    List<Long> accepted = counters.accepted();
    counter(prefix + "spec_decode_num_drafts_total", labels, counters.drafts.sum());
    counter(prefix + "spec_decode_num_draft_tokens_total", labels, counters.draftTokens.sum());
    counter(
        prefix + "spec_decode_num_accepted_tokens_total",
        labels,
        accepted.stream().mapToLong(Long::longValue).sum());
    for (int position = 0; position < accepted.size(); position++) {
      counter(
          prefix + "spec_decode_num_accepted_tokens_per_pos_total",
          with(labels, "position", Integer.toString(position)),
          accepted.get(position));
    }
  }

  private void load(String prefix, Map<String, String> labels) {
    gauge(prefix + "num_requests_running", labels, running());
    gauge(prefix + "num_requests_waiting", labels, model.waiting().get());
    gauge(prefix + "kv_cache_usage_perc", labels, 0);
  }

  private void throughput(String reasonLabel, Map<String, String> labels, List<String> reasons) {
    counter("vllm:prompt_tokens_total", labels, counters.promptTokens.sum());
    counter("vllm:generation_tokens_total", labels, counters.generatedTokens.sum());
    for (String reason : reasons) {
      counter(
          "vllm:request_success_total",
          with(labels, reasonLabel, reason),
          counters.requests(reason));
    }
  }

  private int running() {
    return Math.max(0, model.inFlight() - model.waiting().get());
  }

  private void counter(String name, Map<String, String> labels, long count) {
    families.counter(name, help(name), labels, (double) count, endpoint.createdGauges());
  }

  private void gauge(String name, Map<String, String> labels, double value) {
    families.gauge(name, help(name), labels, value);
  }

  private static String help(String name) {
    return name.substring(name.indexOf(':') + 1).replace('_', ' ') + ".";
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    Map<String, String> more = new HashMap<>(labels);
    more.put(name, value);
    return more;
  }
}
