package io.perftune.client;

import java.time.Instant;

/// Turns readings of System.nanoTime into nanoseconds since the epoch. The wall clock is read once,
/// so that it may be set while a run lasts.
record EpochClock(long epochNs, long nanoTime) {
  static EpochClock now() {
    Instant wall = Instant.now();
    long nanoTime = System.nanoTime();
    return new EpochClock(wall.getEpochSecond() * 1_000_000_000 + wall.getNano(), nanoTime);
  }

  long epochNs(long reading) {
    return epochNs + (reading - nanoTime);
  }
}
