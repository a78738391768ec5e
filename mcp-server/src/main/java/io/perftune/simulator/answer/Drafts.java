package io.perftune.simulator.answer;

import java.util.List;

/// What speculative decoding did for one reply.
///
/// @param drafts the number of drafts, one a step
/// @param draftTokens the tokens in them
/// @param acceptedByPosition accepted tokens by their place in the draft; empty: it was off
public record Drafts(int drafts, int draftTokens, List<Integer> acceptedByPosition) {
  public static final Drafts NONE = new Drafts(0, 0, List.of());

  public Drafts {
    acceptedByPosition = List.copyOf(acceptedByPosition);
  }

  public int accepted() {
    return acceptedByPosition.stream().mapToInt(Integer::intValue).sum();
  }
}
