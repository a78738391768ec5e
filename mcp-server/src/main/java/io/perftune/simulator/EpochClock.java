package io.perftune.simulator;

import java.time.Instant;

/// Turns readings of `System.nanoTime()` into nanoseconds since the epoch.
///
/// The epoch is read once, so that the distance between two readings stays exact whatever happens
/// to the wall clock.
record EpochClock(long epochNanos, long nanoTime) {
  static EpochClock now() {
    Instant instant = Instant.now();
    long nanoTime = System.nanoTime();
    return new EpochClock(instant.getEpochSecond() * 1_000_000_000 + instant.getNano(), nanoTime);
  }

  long epochNanos(long reading) {
    return epochNanos + (reading - nanoTime);
  }

  long epochSeconds(long reading) {
    return epochNanos(reading) / 1_000_000_000;
  }
}
