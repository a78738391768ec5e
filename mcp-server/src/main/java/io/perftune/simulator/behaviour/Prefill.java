package io.perftune.simulator.behaviour;

/// The time before the first token: prompt tokens that no cache holds, over the rate.
///
/// @param tokensPerS prompt tokens read in a second
/// @param queue whether prompts are read one after the other, in order of arrival, instead of all
///   at full rate
/// @param templateTokens tokens that the chat template adds to every prompt; in `usage`, not in the
///   text
/// @param cachedShare the share of every prompt that a prefix cache holds, 0 to 1
/// @param cacheRepeats whether a prompt seen before is in the cache, all but its last token
public record Prefill(
    double tokensPerS,
    boolean queue,
    int templateTokens,
    double cachedShare,
    boolean cacheRepeats) {

  public static final Prefill DEFAULT = of(20_000);

  public Prefill {
    Range.positive("speed.prefill.tokens_per_s", tokensPerS);
    Range.notNegative("speed.prefill.template_tokens", templateTokens);
    Range.share("speed.prefill.cached_share", cachedShare);
  }

  public static Prefill of(double tokensPerS) {
    return new Prefill(tokensPerS, false, 0, 0, false);
  }

  /// The prompt tokens that the cache holds; never all, for the last one has to be computed.
  public int cachedTokens(int promptTokens, boolean seenBefore) {
    double share = cacheRepeats && seenBefore ? 1 : cachedShare;
    return Math.clamp((long) (promptTokens * share), 0, Math.max(0, promptTokens - 1));
  }

  /// The nanoseconds that reading `tokens` takes.
  public long nanos(int tokens) {
    return Math.round(tokens * 1e9 / tokensPerS);
  }
}
