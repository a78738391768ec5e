package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// One chunk of a streamed chat answer: what is new in it. Absent text is empty.
///
/// Choices other than the first are passed over.
///
/// @param reasoningField where the reasoning stood, `reasoning_content` or `reasoning`; null where
///   there was none. A gateway that fills both says the same twice: the former is taken
/// @param usage null where the chunk has none
/// @param error null where the chunk has none
public record ChatChunk(
    Text text,
    @Nullable String reasoningField,
    @Nullable String finishReason,
    @Nullable ChatUsage usage,
    @Nullable ErrorBody error) {
  public ChatChunk {
    requireNonNull(text, "text is null");
  }

  /// What a chunk adds to each of the three texts of an answer.
  ///
  /// @param tool names and arguments of tool calls
  public record Text(String content, String reasoning, String tool) {
    static final Text NONE = new Text("", "", "");

    public Text {
      requireNonNull(content, "content is null");
      requireNonNull(reasoning, "reasoning is null");
      requireNonNull(tool, "tool is null");
    }

    /// True where nothing is added: a token that has no text, a role, a last chunk.
    public boolean isEmpty() {
      return content.isEmpty() && reasoning.isEmpty() && tool.isEmpty();
    }
  }

  /// The chunk in the data of an event.
  ///
  /// @throws tools.jackson.core.JacksonException where it is not JSON
  public static ChatChunk of(String data) {
    JsonNode json = Json.MAPPER.readTree(data);
    JsonNode choice = first(json.path("choices"));
    JsonNode delta = choice.path("delta");
    String field = !text(delta, "reasoning_content").isEmpty() ? "reasoning_content" : "reasoning";
    String reasoning = text(delta, field);
    return new ChatChunk(
        new Text(text(delta, "content"), reasoning, tool(delta)),
        reasoning.isEmpty() ? null : field,
        nullable(choice, "finish_reason"),
        json.path("usage").isObject() ? ChatUsage.of(json.path("usage")) : null,
        json.has("choices") && !json.hasNonNull("error") ? null : ErrorBody.of(json));
  }

  /// The choice of index 0; one that has none counts as it.
  private static JsonNode first(JsonNode choices) {
    for (JsonNode choice : choices) {
      if (choice.path("index").asInt(0) == 0) {
        return choice;
      }
    }
    return MissingNode.getInstance();
  }

  private static String tool(JsonNode delta) {
    StringBuilder text = new StringBuilder(called(delta.path("function_call")));
    for (JsonNode call : delta.path("tool_calls")) {
      text.append(called(call.path("function")));
    }
    return text.toString();
  }

  private static String called(JsonNode function) {
    return text(function, "name") + text(function, "arguments");
  }

  private static String text(JsonNode object, String member) {
    JsonNode value = object.path(member);
    return value.isString() ? value.stringValue() : "";
  }

  private static @Nullable String nullable(JsonNode object, String member) {
    String text = text(object, member);
    return text.isEmpty() ? null : text;
  }
}
