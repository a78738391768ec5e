package io.perftune.simulator.answer;

import io.perftune.simulator.behaviour.Decode;

/// When each decode step of a reply ends.
///
/// A step's end follows from the end before it, never from the time at which that was acted on, so
/// lateness doesn't add up. Not for use by several threads.
public final class Pace {
  private final Decode decode;
  private final long seed;
  private final long firstNanos;
  private int step;
  private double sinceFirst;

  /// @param firstNanos when step 0 ends: prefill, and the first token
  public Pace(Decode decode, long seed, long firstNanos) {
    this.decode = decode;
    this.seed = seed;
    this.firstNanos = firstNanos;
  }

  /// When `step` ends, on the clock of `firstNanos`; the steps up to it are as long as `inFlight`
  /// requests make them. Steps must not go back.
  public long endOf(int step, int inFlight) {
    while (this.step < step) {
      this.step++;
      sinceFirst += decode.stepNanos(inFlight, Words.draw(seed, this.step));
    }
    return firstNanos + Math.round(sinceFirst);
  }

  /// Moves all that is to come by `nanos`.
  public void delay(long nanos) {
    sinceFirst += nanos;
  }
}
