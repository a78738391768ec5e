package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A streamed chat answer, put together, with the stamps of what counts in it.
///
/// @param firstToken stamp of the first text of any kind; null where none came
/// @param firstAnswer stamp of the first text of the answer proper; null where none came
/// @param lastToken stamp of the last text; usage, an empty last chunk and `[DONE]` come later
public record ChatAnswer(
    Texts texts,
    @Nullable Long firstToken,
    @Nullable Long firstAnswer,
    @Nullable Long lastToken,
    ChatUsage usage,
    Ending ending) {
  public ChatAnswer {
    requireNonNull(texts, "texts is null");
    requireNonNull(usage, "usage is null");
    requireNonNull(ending, "ending is null");
  }

  /// The joined texts, each empty where none came.
  ///
  /// @param reasoningField `reasoning_content`, `reasoning`, `inline_think`, or `none_seen`
  public record Texts(String answer, String reasoning, String tool, String reasoningField) {
    public Texts {
      requireNonNull(answer, "answer is null");
      requireNonNull(reasoning, "reasoning is null");
      requireNonNull(tool, "tool is null");
      requireNonNull(reasoningField, "reasoningField is null");
    }
  }

  /// How the stream ended.
  ///
  /// @param done `[DONE]` came
  /// @param cut the stream broke off inside a line
  /// @param error what the server reported inside the stream; null where nothing
  /// @param events how many events came
  public record Ending(
      @Nullable String finishReason,
      boolean done,
      boolean cut,
      @Nullable ErrorBody error,
      int events) {
    /// True where the answer is whole: the server said why it ended, or that it did, and no line is
    /// cut off.
    public boolean complete() {
      return (finishReason != null || done) && !cut && error == null;
    }
  }
}
