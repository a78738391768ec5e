package io.perftune.value;

import java.util.Optional;

/// The three Artificial Analysis text shapes: input tokens, and the answer tokens that are asked
/// for at least; both o200k_base.
///
/// The one place where the shapes stand in code; every document that repeats them is held to it by
/// a test.
public enum AaShape {
  AA_1K("aa-1k", 1_000, 1_000),
  AA_10K("aa-10k", 10_000, 1_500),
  AA_100K("aa-100k", 100_000, 2_000);

  private final String label;
  private final int inputTokens;
  private final int answerTokens;

  AaShape(String label, int inputTokens, int answerTokens) {
    this.label = label;
    this.inputTokens = inputTokens;
    this.answerTokens = answerTokens;
  }

  /// The name that users write: `aa-10k`.
  public String label() {
    return label;
  }

  /// Prompt size in o200k_base tokens.
  public int inputTokens() {
    return inputTokens;
  }

  /// The floor of the answer in o200k_base tokens.
  public int answerTokens() {
    return answerTokens;
  }

  /// The shape of that name, or empty.
  public static Optional<AaShape> labelled(String label) {
    for (AaShape shape : values()) {
      if (shape.label.equals(label)) {
        return Optional.of(shape);
      }
    }
    return Optional.empty();
  }
}
