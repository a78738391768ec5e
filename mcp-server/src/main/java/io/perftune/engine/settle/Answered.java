package io.perftune.engine.settle;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.wire.ChatAnswer;
import io.perftune.wire.ChatStream;
import io.perftune.wire.ErrorBody;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;

/// How an uncounted completion ended.
public sealed interface Answered {
  /// It was answered to its end.
  ///
  /// @param events of its stream, `[DONE]` apart; 1 for an answer that was not streamed
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
    ChatStream stream = new ChatStream();
    stream.accept(body.getBytes(StandardCharsets.UTF_8), 0);
    ChatAnswer.Ending ending = stream.finish().ending();
    ErrorBody error = ending.error();
    int events = ending.events() - (ending.done() ? 1 : 0);
    if (error != null) {
      return new Failed("an error in the stream: " + Excerpt.of(error.message()));
    }
    if (events == 0) {
      return message(body) ? new Whole(1) : new Failed("no completion came: " + Excerpt.of(body));
    }
    return ending.complete()
        ? new Whole(events)
        : new Failed("the stream broke off after %d events".formatted(events));
  }

  /// Whether a body is an answer that was not streamed.
  private static boolean message(String body) {
    try {
      return Json.MAPPER.readTree(body).at("/choices/0/message").isObject();
    } catch (JacksonException _) {
      return false;
    }
  }
}
