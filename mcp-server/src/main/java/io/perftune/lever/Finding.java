package io.perftune.lever;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Lever;
import org.jspecify.annotations.Nullable;

/// One place in the figures at which a rule holds.
///
/// @param where cell and concurrency
/// @param figure what was read there, with its unit
/// @param unlock what the change would bring there: direction and size
/// @param worth expected relative gain there; null for what only makes figures trustworthy
record Finding(String where, String figure, String unlock, @Nullable Double worth) {
  Finding {
    requireNonNull(where, "where is null");
    requireNonNull(figure, "figure is null");
    requireNonNull(unlock, "unlock is null");
  }

  Lever.Evidence evidence() {
    return new Lever.Evidence(where, figure);
  }
}
