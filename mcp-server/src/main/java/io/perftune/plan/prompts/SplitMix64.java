package io.perftune.plan.prompts;

/// The generator SplitMix64, written out so that a seed gives the same prompts on every JDK.
///
/// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, with
/// Stafford's thirteenth mixer.
final class SplitMix64 {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SplitMix64(long seed) {
    this.state = seed;
  }

  /// The next 64 bits.
  long next() {
    state += GOLDEN_GAMMA;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  /// A number from 0 to `bound` exclusive, by the upper 32 bits; the bias is below bound / 2^32.
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }
}
