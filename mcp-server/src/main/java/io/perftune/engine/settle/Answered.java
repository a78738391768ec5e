package io.perftune.engine.settle;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// How an uncounted completion ended.
public sealed interface Answered {
  /// It was answered to its end.
  ///
  /// @param events with text or thought in them; 1 for an answer that was not streamed
  record Whole(int events) implements Answered {}

  /// It was not.
  ///
  /// @param reason in a few words, without a closing dot
  record Failed(String reason) implements Answered {
    public Failed {
      requireNonNull(reason, "reason is null");
    }
  }

  /// Judges a response by what it holds, because a server may begin with 200 and fail later.
  ///
  /// @param body server-sent events or one JSON object
  static Answered of(int status, String body) {
    if (status != 200) {
      return new Failed("HTTP %d: %s".formatted(status, Excerpt.of(body)));
    }
    int events = 0;
    boolean ended = false;
    for (String line : body.lines().toList()) {
      String data = line.startsWith("data:") ? line.substring("data:".length()).strip() : "";
      if (data.equals("[DONE]")) {
        ended = true;
      } else if (!data.isEmpty()) {
        JsonNode event = json(data);
        if (event.has("error")) {
          return new Failed("an error in the stream: " + Excerpt.of(data));
        }
        ended |= event.at("/choices/0/finish_reason").isString();
        events += event.at("/choices/0/delta").isEmpty() ? 0 : 1;
      }
    }
    if (events == 0 && json(body).at("/choices/0/message").isObject()) {
      return new Whole(1);
    }
    if (events == 0) {
      return new Failed("no completion came: " + Excerpt.of(body));
    }
    return ended
        ? new Whole(events)
        : new Failed("the stream broke off after %d events".formatted(events));
  }

  private static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JacksonException _) {
      return Json.object();
    }
  }
}
