package io.perftune.mcp;

import io.perftune.value.Json;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// One line from the client, as the JSON-RPC message that it is, or is not.
sealed interface Incoming {
  /// What wants an answer.
  ///
  /// @param id a String or a Long, as the client chose it
  /// @param params a JSON object, or missing
  record Request(Object id, String method, JsonNode params) implements Incoming {}

  /// What wants none.
  ///
  /// @param params a JSON object, or missing
  record Notification(String method, JsonNode params) implements Incoming {}

  /// The answer to a request of ours.
  record Response(JsonNode message) implements Incoming {}

  /// What must be answered with an error.
  ///
  /// @param id null where it could not be read
  record Malformed(@Nullable Object id, int code, String message) implements Incoming {}

  /// A blank line, which means nothing.
  record Blank() implements Incoming {}

  int PARSE_ERROR = -32700;
  int INVALID_REQUEST = -32600;
  int INVALID_PARAMS = -32602;

  /// An id that begins a line, or follows nothing but the other texts of a message, is a member of
  /// the outermost object.
  Pattern ID_AT_START =
      Pattern.compile(
          "^\\s*\\{\\s*(?:\"(?:jsonrpc|method)\"\\s*:\\s*\"[^\"\\\\]*\"\\s*,\\s*){0,2}"
              + "\"id\"\\s*:\\s*(?:(-?\\d{1,18})|\"([^\"\\\\]*)\")\\s*,");

  /// An id that ends a line is one too.
  Pattern ID_AT_END =
      Pattern.compile("\"id\"\\s*:\\s*(?:(-?\\d{1,18})|\"([^\"\\\\]*)\")\\s*\\}\\s*$");

  /// What the line says.
  ///
  /// @param limit of a line, in bytes
  static Incoming of(LineReader.Line line, int limit) {
    return switch (line) {
      case LineReader.Line.Whole whole -> parsed(whole.bytes());
      case LineReader.Line.TooLong(long length, String head, String tail) ->
          new Malformed(
              idAtEdge(head, tail),
              INVALID_REQUEST,
              "A message of %d bytes is too long; the limit is %d.".formatted(length, limit));
    };
  }

  /// What a whole line says.
  static Incoming parsed(byte[] bytes) {
    if (blank(bytes)) {
      return new Blank();
    }
    try {
      return message(Json.MAPPER.readTree(bytes));
    } catch (JacksonException e) {
      return new Malformed(null, PARSE_ERROR, "A line is no JSON: " + e.getOriginalMessage() + ".");
    }
  }

  private static boolean blank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  private static Incoming message(JsonNode message) {
    if (message.isArray()) {
      return new Malformed(null, PARSE_ERROR, "Batches are not accepted: send one message a line.");
    }
    if (!message.isObject()) {
      return new Malformed(null, PARSE_ERROR, "A message must be a JSON object.");
    }
    JsonNode idNode = message.path("id");
    Object id = id(idNode);
    if (!idNode.isMissingNode() && id == null) {
      return new Malformed(null, PARSE_ERROR, "An id must be a text or a whole number, not null.");
    }
    if (!"2.0".equals(Json.text(message, "jsonrpc"))) {
      return new Malformed(id, INVALID_REQUEST, "jsonrpc must be \"2.0\".");
    }
    return called(message, id);
  }

  private static Incoming called(JsonNode message, @Nullable Object id) {
    JsonNode method = message.path("method");
    if (id != null && method.isMissingNode() && (message.has("result") || message.has("error"))) {
      return new Response(message);
    }
    if (!method.isString()) {
      return new Malformed(id, INVALID_REQUEST, "A message must have a method.");
    }
    JsonNode sent = message.path("params");
    JsonNode params = sent.isNull() ? message.path("") : sent;
    if (!params.isMissingNode() && !params.isObject()) {
      return new Malformed(id, INVALID_REQUEST, "params must be a JSON object.");
    }
    return id == null
        ? new Notification(method.asString(), params)
        : new Request(id, method.asString(), params);
  }

  /// The id as a key; null where it is none.
  static @Nullable Object id(JsonNode node) {
    if (node.isString()) {
      return node.asString();
    }
    return node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.longValue() : null;
  }

  private static @Nullable Object idAtEdge(String head, String tail) {
    Matcher start = ID_AT_START.matcher(head);
    Matcher end = ID_AT_END.matcher(tail);
    if (start.find()) {
      return key(start);
    }
    return end.find() ? key(end) : null;
  }

  private static Object key(Matcher id) {
    return id.group(1) == null ? id.group(2) : (Object) Long.valueOf(id.group(1));
  }
}
