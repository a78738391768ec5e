package io.perftune.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The server's own token counts of one answer; null where it does not give one.
///
/// @param cached prompt tokens that came out of the server's prefix cache
public record ChatUsage(
    @Nullable Integer input,
    @Nullable Integer output,
    @Nullable Integer reasoning,
    @Nullable Integer cached) {
  /// Of no usage at all.
  public static final ChatUsage NONE = new ChatUsage(null, null, null, null);

  /// The counts in a `usage` object. SGLang has reasoning_tokens at its top, others among the
  /// details of the completion.
  static ChatUsage of(JsonNode usage) {
    Integer reasoning = count(usage.path("completion_tokens_details"), "reasoning_tokens");
    return new ChatUsage(
        count(usage, "prompt_tokens"),
        count(usage, "completion_tokens"),
        reasoning == null ? count(usage, "reasoning_tokens") : reasoning,
        count(usage.path("prompt_tokens_details"), "cached_tokens"));
  }

  private static @Nullable Integer count(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isIntegralNumber() && value.canConvertToInt() ? (Integer) value.intValue() : null;
  }
}
