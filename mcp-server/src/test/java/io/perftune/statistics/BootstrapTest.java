package io.perftune.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

  @Test
  void oneTrialIsItsSample() {
    Sample sample = drawn(30, 1);

    assertThat(Bootstrap.ofMedian(List.of(sample), 7)).isEqualTo(Bootstrap.ofMedian(sample, 7));
    assertThat(Bootstrap.ofMedian(List.of(sample, drawn(0, 2)), 7))
        .isEqualTo(Bootstrap.ofMedian(sample, 7));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theIntervalOfSeveralTrialsHoldsTheirCommonMedian(long seed) {
    List<Sample> trials = List.of(drawn(5, seed), drawn(20, seed + 1), drawn(11, seed + 2));
    Sample all =
        Sample.of(
            trials.stream().flatMapToDouble(trial -> Arrays.stream(trial.values())).toArray());
    Bootstrap interval = requireNonNull(Bootstrap.ofMedian(trials, seed));

    assertThat(Bootstrap.ofMedian(trials, seed)).isEqualTo(interval);
    assertThat(requireNonNull(all.median())).isBetween(interval.low(), interval.high());
    assertThat(interval.low()).isGreaterThanOrEqualTo(requireNonNull(all.minimum()));
    assertThat(interval.high()).isLessThanOrEqualTo(requireNonNull(all.maximum()));
  }

  @Test
  void trialsThatDifferMakeItWiderThanTheSameValuesOfOneTrial() {
    Sample slow = Sample.of(Collections.nCopies(20, 200.0));
    Sample fast = Sample.of(Collections.nCopies(20, 100.0));
    Sample middle = Sample.of(Collections.nCopies(21, 150.0));
    Sample together =
        Sample.of(
            Stream.of(slow, fast, middle)
                .flatMapToDouble(trial -> Arrays.stream(trial.values()))
                .toArray());

    Bootstrap apart = requireNonNull(Bootstrap.ofMedian(List.of(slow, fast, middle), 3));

    assertThat(apart).isEqualTo(new Bootstrap(100, 200));
    assertThat(width(together)).isLessThan(apart.high() - apart.low());
  }

  @Test
  void eightValuesOfAllTrialsAreEnough() {
    Sample four = drawn(4, 1);

    assertThat(Bootstrap.ofMedian(List.of(four, drawn(3, 2)), 1)).isNull();
    assertThat(Bootstrap.ofMedian(List.of(four, drawn(4, 2)), 1)).isNotNull();
    assertThat(Bootstrap.ofMedian(List.of(), 1)).isNull();
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
