package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// The think phase before the answer.
///
/// @param field where the thoughts show
/// @param tokens how many tokens a think phase has when the token limit leaves room for it
/// @param answerShare the share of requests that get an answer; in the others thinking eats every
///   token. Of ten requests at 0.5 exactly five are answered: the second, the fourth and so on
/// @param boundary how the change from thoughts to answer shows in a stream
public record Reasoning(Field field, int tokens, double answerShare, Boundary boundary) {

  /// Where a client sees the thoughts.
  public enum Field {
    /// There is no think phase.
    NONE,
    /// `delta.reasoning_content`
    REASONING_CONTENT,
    /// `delta.reasoning`
    REASONING,
    /// Inside the content, between `<think>` and `</think>`
    INLINE,
    /// Inside the content, closed by `</think>`; the opening tag was in the prompt's template
    INLINE_CLOSED,
    /// Nowhere: the time passes, the tokens are in `usage`, no text is sent
    HIDDEN
  }

  /// How the change from thoughts to answer shows in a stream.
  public enum Boundary {
    /// One delta ends the thoughts, the next begins the answer
    SPLIT,
    /// One delta has the last thought and the first answer token, where thoughts have a field of
    /// their own
    MIXED,
    /// A delta `{"content": ""}` stands between them
    EMPTY_CONTENT,
    /// A delta `{}` stands between them
    EMPTY_DELTA
  }

  public static final Reasoning NONE = new Reasoning(Field.NONE, 0, 1, Boundary.SPLIT);

  public Reasoning {
    requireNonNull(field, "field is null");
    requireNonNull(boundary, "boundary is null");
    Range.notNegative("reasoning.tokens", tokens);
    Range.share("reasoning.answer_share", answerShare);
  }

  public static Reasoning of(Field field, int tokens) {
    return new Reasoning(field, tokens, 1, Boundary.SPLIT);
  }

  public Reasoning withAnswerShare(double share) {
    return new Reasoning(field, tokens, share, boundary);
  }

  public Reasoning with(Boundary changed) {
    return new Reasoning(field, tokens, answerShare, changed);
  }

  /// Whether the request with this ordinal (from 1) gets an answer; without a think phase each one
  /// does.
  public boolean answers(long ordinal) {
    return field == Field.NONE
        || Math.floor(ordinal * answerShare) > Math.floor((ordinal - 1) * answerShare);
  }
}
