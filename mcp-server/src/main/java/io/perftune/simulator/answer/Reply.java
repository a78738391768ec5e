package io.perftune.simulator.answer;

import static java.util.Objects.requireNonNull;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Framing;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.behaviour.Usage;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes one reply down: as events, or whole.
///
/// @param id `chatcmpl-...`
/// @param created seconds since the epoch
public record Reply(
    String id, long created, String model, Behaviour behaviour, Text text, TokenCounts counts) {

  private static final JsonMapper JSON = new JsonMapper();

  public Reply {
    requireNonNull(id, "id is null");
    requireNonNull(model, "model is null");
    requireNonNull(behaviour, "behaviour is null");
    requireNonNull(text, "text is null");
    requireNonNull(counts, "counts is null");
  }

  /// The bytes of one event, with the blank line that ends it.
  public byte[] event(Part part, String finishReason) {
    return switch (part) {
      case Part.Role _ -> data(role());
      case Part.Tokens tokens -> data(tokens(tokens, finishReason));
      case Part.Finish finish -> data(finish(finish, finishReason));
      case Part.UsageAlone _ -> data(usageAlone());
      case Part.Done _ -> event("data: [DONE]");
    };
  }

  /// The bytes of an event with this JSON.
  public byte[] error(String json) {
    return event("data: " + json);
  }

  /// The bytes of a comment.
  public byte[] ping() {
    return event(": ping");
  }

  /// The JSON of a reply that is not streamed.
  public String whole(Lengths lengths) {
    ObjectNode root = head("chat.completion");
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    String thoughts = text.reasoning(new Delta.Run(0, lengths.reasoning()));
    String answer = text.answer(new Delta.Run(0, lengths.answer()));
    switch (behaviour.reasoning().field()) {
      case NONE, HIDDEN -> message.put("content", answer);
      case REASONING_CONTENT -> message.put("content", answer).put("reasoning_content", thoughts);
      case REASONING -> message.put("content", answer).put("reasoning", thoughts);
      case INLINE, INLINE_CLOSED -> message.put("content", inline(lengths, thoughts, answer));
    }
    choice.put("finish_reason", lengths.finishReason());
    if (behaviour.framing().usage().report() != Usage.Report.OFF) {
      counts.writeTo(root.putObject("usage"));
    }
    return JSON.writeValueAsString(root);
  }

  private String inline(Lengths lengths, String thoughts, String answer) {
    boolean opens = behaviour.reasoning().field() == Reasoning.Field.INLINE;
    return (opens && lengths.reasoning() > 0 ? "<think>" : "")
        + thoughts
        + (lengths.reasoning() > 0 && lengths.answer() > 0 ? "</think>" : "")
        + answer;
  }

  private ObjectNode role() {
    ObjectNode root = head("chat.completion.chunk");
    ObjectNode delta = choice(root, null).put("role", "assistant");
    if (behaviour.framing().role() == Framing.Role.NULL_CONTENT) {
      delta.putNull("content");
    } else if (behaviour.framing().role() == Framing.Role.EMPTY_CONTENT) {
      delta.put("content", "");
    }
    return usage(root, false);
  }

  private ObjectNode tokens(Part.Tokens tokens, String finishReason) {
    ObjectNode root = head("chat.completion.chunk");
    fill(choice(root, tokens.finish() ? finishReason : null), tokens.delta());
    return usage(root, tokens.usage());
  }

  private void fill(ObjectNode node, Delta delta) {
    switch (delta.tag()) {
      case OPEN_THINK -> node.put("content", "<think>");
      case CLOSE_THINK -> node.put("content", "</think>");
      case EMPTY_CONTENT -> node.put("content", "");
      case EMPTY_DELTA -> node.size();
      case NONE -> {
        if (delta.reasoning().length() > 0) {
          node.put(thoughtField(), text.reasoning(delta.reasoning()));
        }
        if (delta.answer().length() > 0) {
          node.put("content", text.answer(delta.answer()));
        }
      }
    }
  }

  private String thoughtField() {
    return switch (behaviour.reasoning().field()) {
      case REASONING_CONTENT -> "reasoning_content";
      case REASONING -> "reasoning";
      case NONE, HIDDEN, INLINE, INLINE_CLOSED -> "content";
    };
  }

  private ObjectNode finish(Part.Finish finish, String finishReason) {
    ObjectNode root = head("chat.completion.chunk");
    choice(root, finishReason);
    return usage(root, finish.usage());
  }

  private ObjectNode usageAlone() {
    ObjectNode root = head("chat.completion.chunk");
    if (behaviour.framing().usage().place() == Usage.Place.OWN_CHUNK_WITH_CHOICE) {
      choice(root, null);
    } else {
      root.putArray("choices");
    }
    return usage(root, true);
  }

  private ObjectNode head(String object) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  /// Adds the one choice; returns its empty delta.
  private static ObjectNode choice(ObjectNode root, @Nullable String finishReason) {
    ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
    ObjectNode delta = choice.putObject("delta");
    choice.putNull("logprobs").put("finish_reason", finishReason);
    return delta;
  }

  private ObjectNode usage(ObjectNode root, boolean told) {
    if (told) {
      counts.writeTo(root.putObject("usage"));
    } else if (behaviour.framing().usage().nullOnEachChunk()) {
      root.putNull("usage");
    }
    return root;
  }

  private byte[] data(ObjectNode root) {
    return event("data: " + JSON.writeValueAsString(root));
  }

  private byte[] event(String line) {
    String end = behaviour.framing().sse().crLf() ? "\r\n" : "\n";
    return (line + end + end).getBytes(StandardCharsets.UTF_8);
  }
}
