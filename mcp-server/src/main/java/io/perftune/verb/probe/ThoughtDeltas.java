package io.perftune.verb.probe;

import io.perftune.wire.ChatAnswer;
import io.perftune.wire.ChatChunk;
import io.perftune.wire.SseEvent;
import io.perftune.wire.SseParser;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;

/// Counts the deltas of a stream that hold thoughts: a rough count of reasoning tokens where usage
/// gives none, because a delta may hold several.
final class ThoughtDeltas {
  private final SseParser parser = new SseParser(this::event);
  private final List<Integer> contentStarts = new ArrayList<>();
  private int contentLength;
  private int reasoning;

  void accept(byte[] piece) {
    parser.accept(piece, 0);
  }

  private void event(SseEvent event) {
    ChatChunk.Text text;
    try {
      text = ChatChunk.of(event.data()).text();
    } catch (JacksonException _) {
      return; // `[DONE]`, or what makes the request a failed one
    }
    if (!text.reasoning().isEmpty()) {
      reasoning++;
    }
    if (!text.content().isEmpty()) {
      contentStarts.add(contentLength);
      contentLength += text.content().length();
    }
  }

  /// How many, in the stream that is over.
  int count(ChatAnswer answer) {
    if (!answer.texts().reasoningField().equals("inline_think")) {
      return reasoning;
    }
    int answerFrom = contentLength - answer.texts().answer().length();
    return (int) contentStarts.stream().filter(start -> start < answerFrom).count();
  }
}
