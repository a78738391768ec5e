package io.perftune.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
  @Test
  void theSameSeedGivesTheSameInterval() {
    Sample sample = drawn(30, 1);

    assertThat(Bootstrap.ofMedian(sample, 7)).isEqualTo(Bootstrap.ofMedian(sample, 7));
  }

  @Test
  void otherSeedsResampleOtherwise() {
    Sample sample = drawn(101, 1);

    assertThat(
            LongStream.range(0, 20)
                .mapToObj(seed -> requireNonNull(Bootstrap.ofMedian(sample, seed)))
                .distinct())
        .hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theIntervalHoldsTheMedianAndLiesWithinTheSample(long seed) {
    for (int size : new int[] {8, 9, 20, 101}) {
      Sample sample = drawn(size, seed);
      Bootstrap interval = requireNonNull(Bootstrap.ofMedian(sample, seed));

      assertThat(requireNonNull(sample.median())).isBetween(interval.low(), interval.high());
      assertThat(interval.low()).isGreaterThanOrEqualTo(requireNonNull(sample.minimum()));
      assertThat(interval.high()).isLessThanOrEqualTo(requireNonNull(sample.maximum()));
    }
  }

  @Test
  void moreValuesMakeItNarrower() {
    assertThat(width(drawn(400, 3))).isLessThan(width(drawn(10, 3)) / 2);
  }

  @Test
  void saysNothingBelowEightValues() {
    assertThat(Bootstrap.ofMedian(Sample.of(Collections.nCopies(7, 1.0)), 1)).isNull();
    assertThat(Bootstrap.ofMedian(Sample.of(Collections.nCopies(8, 1.0)), 1))
        .isEqualTo(new Bootstrap(1, 1));
  }

  private static double width(Sample sample) {
    Bootstrap interval = requireNonNull(Bootstrap.ofMedian(sample, 5));
    return interval.high() - interval.low();
  }

  private static Sample drawn(int size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Sample.of(
        DoubleStream.generate(() -> 100 + 20 * random.nextGaussian()).limit(size).toArray());
  }
}
