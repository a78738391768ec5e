package io.perftune.client;

import io.perftune.fixtures.ScriptedServer;
import io.perftune.value.RequestRecord.Result;
import io.perftune.wire.StreamEnd.Cause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A way to answer on the wire, and what is to become of it.
///
/// @param pieces what the server says, each handed to the network by itself
/// @param then what it does after that
/// @param kept the client's next request goes over the same connection
record WireForm(String name, List<String> pieces, Then then, boolean kept, Expected expected) {
  static final String SSE = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
  static final String CHUNKED = SSE + "Transfer-Encoding: chunked\r\n\r\n";
  static final String EVENTS =
      """
      data: {"choices":[{"index":0,"delta":{"content":"yes"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  /// A whole answer by its length, the rest of the head and the body.
  static final String SIZED = "Content-Length: " + EVENTS.length() + "\r\n\r\n" + EVENTS;

  /// A whole answer.
  static final String WHOLE = CHUNKED + chunk(EVENTS) + "0\r\n\r\n";

  private static final Pattern PROMPT = Pattern.compile("prompt (\\d+)\"");

  WireForm {
    pieces = List.copyOf(pieces);
  }

  enum Then {
    KEEP,
    CLOSE,
    HALF_CLOSE,
    RESET,
    SILENCE
  }

  /// @param type of the error; empty where there is none
  /// @param message part of what is said of it
  record Expected(Cause cause, Result result, String type, String message) {}

  /// A form that is a good answer.
  static WireForm ok(String name, Then then, String... pieces) {
    return form(name, then, new Expected(Cause.COMPLETE, Result.OK, "", ""), pieces);
  }

  /// One that the client cannot read to its end.
  static WireForm notHttp(String name, String why, String... pieces) {
    return form(
        name, Then.SILENCE, new Expected(Cause.RESET, Result.FAILED, "not_http", why), pieces);
  }

  static WireForm form(String name, Then then, Expected expected, String... pieces) {
    boolean kept = then == Then.KEEP && expected.cause() == Cause.COMPLETE;
    return new WireForm(name, List.of(pieces), then, kept, expected);
  }

  WireForm notKept() {
    return new WireForm(name, pieces, then, false, expected);
  }

  /// Answers the request for row i with form i.
  static ScriptedServer.Script script(List<WireForm> forms) {
    return talk -> {
      boolean on = true;
      while (on) {
        Optional<String> request = talk.request();
        on = request.isPresent() && forms.get(row(request.get())).answer(talk);
      }
    };
  }

  static String chunk(String content) {
    return Integer.toHexString(content.length()) + "\r\n" + content + "\r\n";
  }

  private static int row(String request) {
    Matcher prompt = PROMPT.matcher(request);
    if (!prompt.find()) {
      throw new IllegalStateException("no prompt in " + request);
    }
    return Integer.parseInt(prompt.group(1));
  }

  /// @return whether another request may follow
  private boolean answer(ScriptedServer.Talk talk) throws IOException {
    for (String piece : pieces) {
      talk.say(piece.getBytes(StandardCharsets.ISO_8859_1));
    }
    switch (then) {
      case KEEP -> {
        return true;
      }
      case CLOSE -> talk.close();
      case HALF_CLOSE -> {
        talk.halfClose();
        talk.silence();
      }
      case RESET -> talk.reset();
      case SILENCE -> talk.silence();
    }
    return false;
  }

  @Override
  public String toString() {
    return name;
  }
}
