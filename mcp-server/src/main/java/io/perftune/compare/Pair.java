package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Row;

/// Two rows of one workload.
///
/// @param a of the baseline
/// @param b of what is compared with it
record Pair(Row a, Row b) {
  Pair {
    requireNonNull(a, "a is null");
    requireNonNull(b, "b is null");
  }
}
