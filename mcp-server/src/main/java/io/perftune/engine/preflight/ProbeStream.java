package io.perftune.engine.preflight;

import io.perftune.value.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// A probe's streamed answer, put together.
///
/// @param content the joined content, tags of inline thinking included
/// @param reasoning the joined text of the field of its own, if there was one
/// @param reasoningField reasoning_content or reasoning; null where neither held text
/// @param usage the server's counts; null where it sent none
/// @param error what the server reported inside the stream, as it stands; null where nothing
record ProbeStream(
    String content,
    String reasoning,
    @Nullable String reasoningField,
    @Nullable JsonNode usage,
    @Nullable String finishReason,
    @Nullable String error) {
  /// Reads a body of server-sent events; one that is a single JSON object is read as a reply that
  /// was not streamed.
  static ProbeStream of(String body) {
    Draft draft = new Draft();
    body.lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring("data:".length()).strip())
        .filter(data -> !data.equals("[DONE]"))
        .forEach(draft::event);
    if (!draft.any) {
      draft.event(body);
    }
    return draft.stream();
  }

  /// Whether thoughts stand in the content, between tags or before a closing one.
  boolean inlineThink() {
    return content.contains("<think>") || content.contains("</think>");
  }

  /// The surface on which reasoning shows.
  String surface() {
    if (reasoningField != null) {
      return reasoningField;
    }
    return inlineThink() ? "inline_think" : "none_seen";
  }

  /// A count of usage; null where usage or the count is absent.
  @Nullable Integer count(String pointer) {
    JsonNode value = usage == null ? null : usage.at(pointer);
    return value != null && value.isIntegralNumber() ? (Integer) value.intValue() : null;
  }

  /// Completion tokens by usage; null where it has none.
  @Nullable Integer outputTokens() {
    return count("/completion_tokens");
  }

  /// Reasoning tokens by usage; null where it has none.
  @Nullable Integer reasoningTokens() {
    Integer detailed = count("/completion_tokens_details/reasoning_tokens");
    return detailed == null ? count("/reasoning_tokens") : detailed;
  }

  private static final class Draft {
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private @Nullable String field;
    private @Nullable JsonNode usage;
    private @Nullable String finish;
    private @Nullable String error;
    private boolean any;

    void event(String data) {
      any = true;
      JsonNode json;
      try {
        json = Json.MAPPER.readTree(data);
      } catch (JacksonException _) {
        error = error == null ? data : error;
        return;
      }
      if (json.hasNonNull("error")) {
        error = error == null ? data : error;
      }
      usage = json.path("usage").isObject() ? json.path("usage") : usage;
      for (JsonNode choice : json.path("choices")) {
        String finished = Json.text(choice, "finish_reason");
        finish = finished == null ? finish : finished;
        text(choice.has("delta") ? choice.path("delta") : choice.path("message"));
      }
    }

    private void text(JsonNode delta) {
      content.append(delta.path("content").asString(""));
      for (String name : new String[] {"reasoning_content", "reasoning"}) {
        String thought = delta.path(name).asString("");
        if (!thought.isEmpty() && (field == null || field.equals(name))) {
          field = name;
          reasoning.append(thought);
        }
      }
    }

    ProbeStream stream() {
      return new ProbeStream(content.toString(), reasoning.toString(), field, usage, finish, error);
    }
  }
}
