package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// How long an answer is, and which request fields change that.
///
/// @param naturalTokens answer tokens after which the model stops by itself
/// @param minTokens what becomes of `min_tokens`
/// @param ignoreEos what becomes of `ignore_eos`
/// @param maxTokens whether `max_tokens` is honoured
/// @param maxCompletionTokens whether `max_completion_tokens` is honoured
/// @param blank whether every token is a special one that shows as empty text
public record Output(
    int naturalTokens,
    Control minTokens,
    Control ignoreEos,
    boolean maxTokens,
    boolean maxCompletionTokens,
    boolean blank) {

  /// What becomes of a request field.
  public enum Control {
    HONOURED,
    IGNORED,
    /// HTTP 400 with an `error` object
    REFUSED_400,
    /// HTTP 422 with a `detail`
    REFUSED_422,
    /// Honoured, but HTTP 400 where no token limit comes with it
    NEEDS_MAX
  }

  public static final Output DEFAULT =
      new Output(200, Control.HONOURED, Control.HONOURED, true, true, false);

  public Output {
    requireNonNull(minTokens, "minTokens is null");
    requireNonNull(ignoreEos, "ignoreEos is null");
    Range.notNegative("output.natural_tokens", naturalTokens);
  }

  public Output withNaturalTokens(int tokens) {
    return new Output(tokens, minTokens, ignoreEos, maxTokens, maxCompletionTokens, blank);
  }

  public Output withControls(Control min, Control eos) {
    return new Output(naturalTokens, min, eos, maxTokens, maxCompletionTokens, blank);
  }
}
