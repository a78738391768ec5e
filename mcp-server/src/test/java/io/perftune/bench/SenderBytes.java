package io.perftune.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What the lean sender writes: bytes outside the heap, made once, of which each connection holds
/// views.
final class SenderBytes {
  static final int MOST_EVENTS = 16;

  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String EVENT =
      "data: {\"id\":\"lockstep\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"sender\",\"choices\":[{\"index\":0,\"delta\":{%s},\"finish_reason\":%s}]%s}\n\n";
  private static final String TOKEN = chunk(EVENT.formatted("\"content\":\" word\"", "null", ""));

  private static final ByteBuffer TOKENS = direct(TOKEN.repeat(MOST_EVENTS));
  private static final ByteBuffer FIRST = direct(HEAD + TOKEN.repeat(MOST_EVENTS));
  private static final int TOKEN_LENGTH = TOKEN.length();

  private SenderBytes() {}

  /// A view of the first write: the head and the first tokens.
  static ByteBuffer first(int events) {
    return FIRST.slice(0, HEAD.length() + events * TOKEN_LENGTH);
  }

  static ByteBuffer tokens(int events) {
    return TOKENS.slice(0, events * TOKEN_LENGTH);
  }

  /// What follows the last token.
  static ByteBuffer end(int promptTokens, int tokens) {
    String usage =
        ",\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
            .formatted(promptTokens, tokens, promptTokens + tokens);
    return direct(
        chunk(EVENT.formatted("", "\"stop\"", usage)) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
  }

  private static String chunk(String content) {
    return "%x\r\n%s\r\n".formatted(content.length(), content);
  }

  private static ByteBuffer direct(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
