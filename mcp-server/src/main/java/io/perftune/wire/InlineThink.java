package io.perftune.wire;

import static java.util.Objects.requireNonNull;

/// An answer that carries its reasoning in its own text, taken apart: what a server without a
/// reasoning parser streams as content.
///
/// Reasoning is what stands between `<think>` at the start of the text and the first `</think>`, or
/// to the end where there is none; or all that stands before the first `</think>` where no
/// `<think>` comes before it, because the chat template had opened it in the prompt. The tags are
/// part of neither. Text that mentions `<think>` further on is an answer.
///
/// @param answerFrom index in the whole text at which the answer begins; the text's length where
///   there is none
public record InlineThink(String reasoning, int answerFrom) {
  private static final String OPEN = "<think>";
  private static final String CLOSE = "</think>";

  public InlineThink {
    requireNonNull(reasoning, "reasoning is null");
  }

  /// True where the text holds such reasoning, if only its tags.
  public static boolean isIn(String text) {
    int close = text.indexOf(CLOSE);
    int open = text.indexOf(OPEN);
    return startsWithTag(text) || (close >= 0 && (open < 0 || open > close));
  }

  /// Takes a text apart in which [#isIn] holds.
  public static InlineThink of(String text) {
    int from = startsWithTag(text) ? text.indexOf(OPEN) + OPEN.length() : 0;
    int close = text.indexOf(CLOSE, from);
    return close < 0
        ? new InlineThink(text.substring(from), text.length())
        : new InlineThink(text.substring(from, close), close + CLOSE.length());
  }

  private static boolean startsWithTag(String text) {
    return text.stripLeading().startsWith(OPEN);
  }
}
