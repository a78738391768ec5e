package io.perftune.simulator.answer;

import io.perftune.simulator.behaviour.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What `usage` says.
///
/// @param promptTokens with those of the chat template
/// @param completionTokens thoughts and answer
/// @param reasoningTokens as the switch wants it said; null: not said
/// @param cachedTokens null: not said
public record TokenCounts(
    int promptTokens,
    int completionTokens,
    @Nullable Integer reasoningTokens,
    @Nullable Integer cachedTokens) {

  /// What a server of this behaviour says of such a reply.
  public static TokenCounts of(Usage usage, int promptTokens, int cachedTokens, Lengths lengths) {
    Integer reasoning =
        switch (usage.reasoningTokens()) {
          case EXACT -> lengths.reasoning();
          case ZERO -> 0;
          case ABSENT -> null;
        };
    return new TokenCounts(
        promptTokens, lengths.total(), reasoning, usage.cachedTokens() ? cachedTokens : null);
  }

  void writeTo(ObjectNode usage) {
    usage
        .put("prompt_tokens", promptTokens)
        .put("total_tokens", promptTokens + completionTokens)
        .put("completion_tokens", completionTokens);
    if (reasoningTokens != null) {
      usage.putObject("completion_tokens_details").put("reasoning_tokens", reasoningTokens);
    }
    if (cachedTokens != null) {
      usage.putObject("prompt_tokens_details").put("cached_tokens", cachedTokens);
    }
  }
}
