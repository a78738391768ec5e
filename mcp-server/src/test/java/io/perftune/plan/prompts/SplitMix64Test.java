package io.perftune.plan.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SplitMix64Test {
  @Test
  void givesThePublishedSequence() {
    SplitMix64 random = new SplitMix64(1234567);
    assertThat(new long[] {random.next(), random.next(), random.next(), random.next()})
        .containsExactly(
            6457827717110365317L,
            3203168211198807973L,
            Long.parseUnsignedLong("9817491932198370423"),
            4593380528125082431L);
  }

  @Test
  void staysBelowItsBoundAndReachesEveryNumber() {
    SplitMix64 random = new SplitMix64(7);
    int[] seen = new int[10];
    for (int draw = 0; draw < 10_000; draw++) {
      seen[random.below(10)]++;
    }
    for (int count : seen) {
      assertThat(count).isBetween(850, 1_150);
    }
  }
}
