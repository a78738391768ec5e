package io.perftune.verb.compare;

import io.perftune.tokens.O200k;

/// How much more a reply may say, in tokens of o200k_base.
final class Allowance {
  private final O200k tokens;
  private int left;

  Allowance(O200k tokens, int left) {
    this.tokens = tokens;
    this.left = left;
  }

  /// More room.
  void add(int more) {
    left += more;
  }

  /// Takes the text's tokens, and says whether they were there; where not, nothing is taken.
  boolean take(String text) {
    int cost = tokens.count(text) + 1;
    if (cost > left) {
      return false;
    }
    left -= cost;
    return true;
  }
}
