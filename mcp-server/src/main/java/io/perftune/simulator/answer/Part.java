package io.perftune.simulator.answer;

import static java.util.Objects.requireNonNull;

/// One event of a stream.
public sealed interface Part {
  /// The tokens it brings.
  default int tokens() {
    return 0;
  }

  /// The chunk that names the role.
  record Role() implements Part {}

  /// A chunk with tokens, and with `finish_reason` and `usage` where they ride on the last one.
  record Tokens(Delta delta, boolean finish, boolean usage) implements Part {
    public Tokens {
      requireNonNull(delta, "delta is null");
    }

    @Override
    public int tokens() {
      return delta.tokens();
    }
  }

  /// A chunk with `finish_reason`.
  record Finish(boolean usage) implements Part {}

  /// A chunk with `usage` alone.
  record UsageAlone() implements Part {}

  /// `[DONE]`.
  record Done() implements Part {}
}
