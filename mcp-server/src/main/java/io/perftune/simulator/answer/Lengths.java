package io.perftune.simulator.answer;

import static java.util.Objects.requireNonNull;

/// How many tokens a reply has, by kind, and why it ends.
///
/// @param finishReason `stop` or `length`
public record Lengths(int reasoning, int answer, String finishReason) {
  public Lengths {
    requireNonNull(finishReason, "finishReason is null");
  }

  public int total() {
    return reasoning + answer;
  }
}
