package io.perftune.verb.probe;

import java.util.Locale;

/// What it means that TTFT and TTFO are one on a stack, or would be for a client that takes content
/// for the answer.
enum TiedReading {
  UNCONFIGURED_PARSER(
      "The thoughts stream as content between <think> tags: no reasoning parser is configured. A client that takes content for the answer reports TTFT as TTFO here."),
  HIDDEN_BY_PROVIDER(
      "TTFT and TTFO are one, no thought was streamed, and usage counts reasoning tokens: the provider hides them, and both times hold the thinking."),
  NOT_A_REASONING_MODEL(
      "TTFT and TTFO are one, no thought was streamed, and usage counts no reasoning tokens: the model did not reason, unless its provider hides thoughts and counts none."),
  UNDETERMINED(
      "TTFT and TTFO are one and no thought was seen before the answer, but usage does not say whether there were any: no reasoning, or hidden.");

  private final String sentence;

  TiedReading(String sentence) {
    this.sentence = sentence;
  }

  /// The word in rows and replies.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String sentence() {
    return sentence;
  }
}
