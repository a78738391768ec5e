package io.perftune.simulator.answer;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The fields of a chat request that decide the reply.
///
/// @param model as sent, with its switches if it has any
/// @param prompt the texts of all messages, joined by line feeds
/// @param includeUsage `stream_options.include_usage`
public record ChatRequest(
    String model, String prompt, boolean stream, boolean includeUsage, Limits limits) {

  /// What the request says about the length of the answer.
  ///
  /// @param ignoreEos absent and null read as false
  /// @param controls which of `ignore_eos` and `min_tokens` were sent, whatever their value
  public record Limits(
      OptionalInt minTokens,
      boolean ignoreEos,
      OptionalInt maxTokens,
      OptionalInt maxCompletionTokens,
      List<String> controls) {
    public Limits {
      controls = List.copyOf(controls);
    }
  }

  private static final JsonMapper JSON = new JsonMapper();

  public ChatRequest {
    requireNonNull(model, "model is null");
    requireNonNull(prompt, "prompt is null");
    requireNonNull(limits, "limits is null");
  }

  /// The request in `body`; the message of the exception is for the client.
  public static ChatRequest parse(String body) throws MalformedRequestException {
    JsonNode root = tree(body);
    String model = root.path("model").stringValue("");
    if (model.isEmpty()) {
      throw new MalformedRequestException("model", "Field required");
    }
    JsonNode messages = root.path("messages");
    if (!messages.isArray() || messages.isEmpty()) {
      throw new MalformedRequestException("messages", "Field required");
    }
    return new ChatRequest(
        model,
        messages.valueStream().flatMap(ChatRequest::texts).collect(Collectors.joining("\n")),
        root.path("stream").booleanValue(false),
        root.path("stream_options").path("include_usage").booleanValue(false),
        limits(root));
  }

  private static JsonNode tree(String body) throws MalformedRequestException {
    try {
      JsonNode root = JSON.readTree(body);
      if (root.isObject()) {
        return root;
      }
    } catch (JacksonException e) {
      throw new MalformedRequestException("body", "JSON decode error: " + e.getOriginalMessage());
    }
    throw new MalformedRequestException("body", "Input should be a valid dictionary");
  }

  private static Limits limits(JsonNode root) throws MalformedRequestException {
    TreeSet<String> controls = new TreeSet<>(root.propertyNames());
    controls.retainAll(List.of("ignore_eos", "min_tokens"));
    return new Limits(
        number(root, "min_tokens", 0),
        root.path("ignore_eos").booleanValue(false),
        number(root, "max_tokens", 1),
        number(root, "max_completion_tokens", 1),
        List.copyOf(controls));
  }

  private static OptionalInt number(JsonNode root, String field, int least)
      throws MalformedRequestException {
    JsonNode node = root.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return OptionalInt.empty();
    }
    if (!node.canConvertToInt() || node.intValue() < least) {
      throw new MalformedRequestException(
          field, field + " must be at least " + least + ", got " + node + ".");
    }
    return OptionalInt.of(node.intValue());
  }

  private static Stream<String> texts(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isArray()) {
      return content.valueStream().map(part -> part.path("text").stringValue(""));
    }
    return Stream.of(content.stringValue(""));
  }
}
