package io.perftune.simulator.answer;

/// What one chunk brings.
///
/// @param tag a mark that is sent with no tokens beside it
/// @param reasoning the thought tokens
/// @param answer the answer tokens
/// @param step the decode step at whose end it is sent; 0 is the first token's
public record Delta(Tag tag, Run reasoning, Run answer, int step) {

  /// A mark at the edge of the thoughts, which is no token of theirs.
  public enum Tag {
    NONE,
    OPEN_THINK,
    CLOSE_THINK,
    EMPTY_CONTENT,
    EMPTY_DELTA
  }

  /// Tokens in a row, by the index of the first.
  public record Run(int from, int length) {
    static final Run EMPTY = new Run(0, 0);

    int to() {
      return from + length;
    }
  }

  static Delta tag(Tag tag, int step) {
    return new Delta(tag, Run.EMPTY, Run.EMPTY, step);
  }

  static Delta of(Run reasoning, Run answer, int step) {
    return new Delta(Tag.NONE, reasoning, answer, step);
  }

  /// The tokens it brings, thoughts included.
  public int tokens() {
    return reasoning.length + answer.length;
  }

  /// The tokens of the reply that come before it; not defined for a mark.
  int generatedBefore() {
    return reasoning.from + answer.from;
  }
}
