package io.perftune.value;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What a serving engine's own counters say of one point, between a scrape before it and one after.
///
/// @param acceptanceLength 1 + accepted / drafts, tokens per step of speculative decoding
/// @param specAcceptRate accepted / draft tokens, 0 to 1
/// @param acceptedPerPosition accepted / drafts for each position of a draft, from the first; empty
///   where it was not measured
/// @param prefixCacheHitRate prompt tokens found in the prefix cache / looked up, 0 to 1
/// @param kvCacheTokens tokens of KV cache in use
/// @param unmeasured why a figure is null, by its name in JSON
public record EngineMetrics(
    @Nullable Double acceptanceLength,
    @Nullable Double specAcceptRate,
    List<Double> acceptedPerPosition,
    @Nullable Double prefixCacheHitRate,
    @Nullable Long kvCacheTokens,
    SortedMap<String, String> unmeasured) {
  public static final String ACCEPTANCE_LENGTH = "acceptance_length";
  public static final String SPEC_ACCEPT_RATE = "spec_accept_rate";
  public static final String PREFIX_CACHE_HIT_RATE = "prefix_cache_hit_rate";
  public static final String KV_CACHE_TOKENS = "kv_cache_tokens";

  public EngineMetrics {
    acceptedPerPosition = List.copyOf(acceptedPerPosition);
    unmeasured = Collections.unmodifiableSortedMap(new TreeMap<>(unmeasured));
    explained(ACCEPTANCE_LENGTH, acceptanceLength, unmeasured);
    explained(SPEC_ACCEPT_RATE, specAcceptRate, unmeasured);
    explained(PREFIX_CACHE_HIT_RATE, prefixCacheHitRate, unmeasured);
    explained(KV_CACHE_TOKENS, kvCacheTokens, unmeasured);
  }

  /// Nothing measured, all for one reason.
  public static EngineMetrics none(String reason) {
    return new EngineMetrics(
        null,
        null,
        List.of(),
        null,
        null,
        new TreeMap<>(
            Map.of(
                ACCEPTANCE_LENGTH, reason,
                SPEC_ACCEPT_RATE, reason,
                PREFIX_CACHE_HIT_RATE, reason,
                KV_CACHE_TOKENS, reason)));
  }

  /// As spec_window.json carries it.
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put(ACCEPTANCE_LENGTH, acceptanceLength)
            .put(SPEC_ACCEPT_RATE, specAcceptRate)
            .put(PREFIX_CACHE_HIT_RATE, prefixCacheHitRate)
            .put(KV_CACHE_TOKENS, kvCacheTokens);
    acceptedPerPosition.forEach(json.putArray("accepted_per_position")::add);
    unmeasured.forEach(json.putObject("unmeasured")::put);
    return json;
  }

  private static void explained(
      String name, @Nullable Object value, Map<String, String> unmeasured) {
    if ((value == null) != unmeasured.containsKey(name)) {
      throw new IllegalArgumentException(name + " is absent without a reason, or has both");
    }
  }
}
