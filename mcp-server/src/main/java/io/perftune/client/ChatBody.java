package io.perftune.client;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a streamed chat request.
///
/// @param extra more members; they win over the cap and over stream_options
record ChatBody(String model, Cap cap, ObjectNode extra) {
  ChatBody {
    requireNonNull(model, "model is null");
    requireNonNull(cap, "cap is null");
    extra = extra.deepCopy();
  }

  /// The most tokens of an answer.
  ///
  /// @param field max_completion_tokens or max_tokens
  /// @param tokens of a row that does not say; null: none is sent
  record Cap(String field, @Nullable Integer tokens) {}

  /// The body that asks what the row says.
  ///
  /// @throws IllegalArgumentException where the row has no prompt
  byte[] of(JsonNode row) {
    ObjectNode body = Json.object();
    body.set("messages", prompt(row));
    body.put("model", model).put("stream", true);
    JsonNode own = row.path("output_length");
    if (own.isIntegralNumber()) {
      body.set(cap.field(), own);
    } else if (cap.tokens() != null) {
      body.put(cap.field(), cap.tokens());
    }
    body.putObject("stream_options").put("include_usage", true);
    body.setAll(extra);
    return Json.MAPPER.writeValueAsBytes(body);
  }

  private static JsonNode prompt(JsonNode row) {
    JsonNode text = row.path("text_input");
    if (!text.isString()) {
      throw new IllegalArgumentException("no text_input");
    }
    return Json.array().add(Json.object().put("role", "user").set("content", text));
  }
}
