package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a server says went wrong, in whichever of the known forms it says it.
///
/// The forms: `{"error": {message, type, code, ...}}` (OpenAI, vLLM, llama-server, litellm, whose
/// code is a string), `{"error": "text"}`, `{"detail": "text" or a list}` (FastAPI, transformers),
/// `{"object": "error", message, type, code}` (older vLLM), and plain text.
///
/// @param code as a string, whatever it was; null where the body has none
/// @param type null where the body has none
/// @param message at most 500 characters
public record ErrorBody(@Nullable String code, @Nullable String type, String message) {
  private static final int LONGEST_MESSAGE = 500;

  public ErrorBody {
    message = cut(requireNonNull(message, "message is null"));
  }

  /// The error in the body of a response that is one, however it is written.
  public static ErrorBody ofBody(String body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      ErrorBody error = of(json);
      if (error != null) {
        return error;
      }
      String message = Json.text(json, "message");
      return message == null ? plain(body) : named(json, message);
    } catch (JacksonException _) {
      return plain(body);
    }
  }

  /// The error that a JSON value reports; null where it reports none.
  public static @Nullable ErrorBody of(JsonNode json) {
    if (json.hasNonNull("error")) {
      JsonNode error = json.required("error");
      return named(error, error.isObject() ? message(error) : scalar(error));
    }
    if (json.hasNonNull("detail")) {
      return new ErrorBody(null, null, scalar(json.required("detail")));
    }
    return "error".equals(Json.text(json, "object")) ? named(json, message(json)) : null;
  }

  /// A message of at most 500 characters, never cut inside a character.
  public static String cut(String message) {
    if (message.length() <= LONGEST_MESSAGE) {
      return message;
    }
    boolean pair = Character.isHighSurrogate(message.charAt(LONGEST_MESSAGE - 1));
    return message.substring(0, pair ? LONGEST_MESSAGE - 1 : LONGEST_MESSAGE);
  }

  private static ErrorBody plain(String body) {
    return new ErrorBody(null, null, body.strip());
  }

  private static ErrorBody named(JsonNode error, String message) {
    return new ErrorBody(word(error, "code"), word(error, "type"), message);
  }

  private static @Nullable String word(JsonNode error, String member) {
    JsonNode value = error.get(member);
    return value == null || value.isNull() ? null : scalar(value);
  }

  private static String message(JsonNode error) {
    String message = word(error, "message");
    return message == null ? error.toString() : message;
  }

  private static String scalar(JsonNode value) {
    return value.isValueNode() ? value.asString() : value.toString();
  }
}
