package io.perftune.wire;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Puts the body of one streamed chat answer together, piece by piece.
///
/// A chunk is not a token: deltas may be empty, or carry several tokens, or reasoning and answer at
/// once. So texts are joined, and counted by whoever needs it. What follows `[DONE]` is passed
/// over.
public final class ChatStream {
  private static final String DONE = "[DONE]";

  private final SseParser parser = new SseParser(this::event);
  private final StringBuilder content = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final StringBuilder tool = new StringBuilder();

  /// Where in the content each of its pieces ends, and its stamp.
  private final List<Piece> pieces = new ArrayList<>();

  private @Nullable String reasoningField;
  private @Nullable Long firstToken;
  private @Nullable Long lastToken;
  private ChatUsage usage = ChatUsage.NONE;
  private @Nullable String finishReason;
  private @Nullable ErrorBody error;
  private boolean done;
  private int events;
  private long latest;

  private record Piece(int end, long nanos) {}

  /// Takes the next piece of the body.
  ///
  /// @param nanos when it was read
  public void accept(byte[] piece, long nanos) {
    latest = nanos;
    parser.accept(piece, nanos);
  }

  /// Ends the stream. A last line without its end counts where it is whole all the same.
  public ChatAnswer finish() {
    String rest = parser.finish();
    boolean cut = rest != null && !done && !rest.startsWith(":") && !whole(rest);
    String text = content.toString();
    boolean inline = reasoningField == null && InlineThink.isIn(text);
    int answerFrom = 0;
    String thought = reasoning.toString();
    if (inline) {
      InlineThink think = InlineThink.of(text);
      answerFrom = think.answerFrom();
      thought = think.reasoning();
    }
    String field = reasoningField == null ? "none_seen" : reasoningField;
    return new ChatAnswer(
        new ChatAnswer.Texts(
            text.substring(answerFrom), thought, tool.toString(), inline ? "inline_think" : field),
        firstToken,
        stampAt(answerFrom),
        lastToken,
        usage,
        new ChatAnswer.Ending(finishReason, done, cut, error, events));
  }

  private boolean whole(String line) {
    if (!line.startsWith("data:")) {
      return false;
    }
    String data = line.substring("data:".length()).strip();
    if (!data.equals(DONE)) {
      try {
        ChatChunk.of(data);
      } catch (JacksonException _) {
        return false;
      }
    }
    event(new SseEvent(null, data, latest));
    return true;
  }

  private void event(SseEvent event) {
    if (done) {
      return;
    }
    events++;
    if (event.data().strip().equals(DONE)) {
      done = true;
      return;
    }
    try {
      chunk(ChatChunk.of(event.data()), event);
    } catch (JacksonException e) {
      failed(
          new ErrorBody(
              null,
              "not_json",
              "An event of the stream is not JSON (%s): %s"
                  .formatted(e.getOriginalMessage(), event.data())));
    }
  }

  private void chunk(ChatChunk chunk, SseEvent event) {
    ChatChunk.Text text = chunk.text();
    content.append(text.content());
    reasoning.append(text.reasoning());
    tool.append(text.tool());
    if (!text.content().isEmpty()) {
      pieces.add(new Piece(content.length(), event.nanos()));
    }
    if (!text.isEmpty()) {
      firstToken = firstToken == null ? (Long) event.nanos() : firstToken;
      lastToken = event.nanos();
    }
    reasoningField = reasoningField == null ? chunk.reasoningField() : reasoningField;
    finishReason = chunk.finishReason() == null ? finishReason : chunk.finishReason();
    usage = chunk.usage() == null ? usage : chunk.usage();
    if (chunk.error() != null) {
      failed(chunk.error());
    } else if ("error".equals(event.name())) {
      failed(ErrorBody.ofBody(event.data()));
    }
  }

  private void failed(ErrorBody what) {
    error = error == null ? what : error;
  }

  /// The stamp of the content's character at an index; null where the content ends before it.
  private @Nullable Long stampAt(int index) {
    for (Piece piece : pieces) {
      if (piece.end() > index) {
        return piece.nanos();
      }
    }
    return null;
  }
}
