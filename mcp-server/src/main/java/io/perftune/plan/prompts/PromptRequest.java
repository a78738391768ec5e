package io.perftune.plan.prompts;

/// How many generated prompts of which size are asked for.
///
/// @param tokens o200k_base tokens of every prompt
/// @param rows the number of prompts: requests and warm-up requests together
/// @param seed from {@link Seeds}; the same request and corpus give the same bytes
public record PromptRequest(int tokens, int rows, long seed) {
  private static final long BYTES_OF_A_TOKEN = 5;
  private static final long BYTES_BESIDE_THE_TEXT = 64;

  /// About the bytes of the dataset: five a token, a little more than English takes.
  public long estimatedBytes() {
    return rows * (tokens * BYTES_OF_A_TOKEN + BYTES_BESIDE_THE_TEXT);
  }
}
