package io.perftune.statistics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.statistics.ChangeInterval.Estimate;
import io.perftune.statistics.ChangeInterval.Statistic;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeIntervalTest {
  @Test
  void theSameSeedGivesTheSameInterval() {
    assertThat(bootstrap(drawn(30, 100, 1), drawn(30, 120, 2), Statistic.MEDIAN))
        .isEqualTo(bootstrap(drawn(30, 100, 1), drawn(30, 120, 2), Statistic.MEDIAN));
  }

  @ParameterizedTest
  @EnumSource(Statistic.class)
  void aShiftIsFoundInItsUnitAndInPercent(Statistic statistic) {
    ChangeInterval interval = bootstrap(drawn(60, 100, 1), drawn(60, 120, 2), statistic);

    assertThat(interval.excludesZero()).isTrue();
    assertThat(20.0).isBetween(interval.low(), interval.high());
    assertThat(requireNonNull(interval.lowPct())).isBetween(5.0, 20.0);
    assertThat(requireNonNull(interval.highPct())).isBetween(20.0, 35.0);
  }

  /// What is no change is called one about once in twenty.
  @Test
  void noChangeIsRarelyTakenForOne() {
    long wrong =
        IntStream.range(0, 100)
            .filter(seed ->
                bootstrap(drawn(20, 100, 2L * seed), drawn(20, 100, 2L * seed + 1), Statistic.MEAN)
                    .excludesZero())
            .count();

    assertThat(wrong).isLessThanOrEqualTo(12);
  }

  @Test
  void saysNothingBelowEightValuesOnASide() {
    assertThat(
            ChangeInterval.ofTrials(
                List.of(drawn(7, 100, 1)), List.of(drawn(60, 100, 2)), Statistic.MEDIAN, 1))
        .isNull();
    assertThat(
            ChangeInterval.ofTrials(
                List.of(drawn(60, 100, 1)), List.of(drawn(7, 100, 2)), Statistic.MEDIAN, 1))
        .isNull();
    assertThat(
            ChangeInterval.ofTrials(
                List.of(drawn(4, 100, 1), drawn(4, 100, 2), drawn(0, 0, 3)),
                List.of(drawn(8, 100, 4)),
                Statistic.MEDIAN,
                1))
        .isNotNull();
  }

  @Test
  void aBaselineOfZeroHasNoPercent() {
    ChangeInterval interval =
        bootstrap(Sample.of(java.util.Collections.nCopies(8, 0.0)), drawn(8, 5, 1), Statistic.MEAN);

    assertThat(interval.lowPct()).isNull();
    assertThat(interval.highPct()).isNull();
    assertThat(interval.low()).isPositive();
  }

  @Test
  void trialsThatLieApartWidenTheInterval() {
    List<Sample> alike = List.of(drawn(20, 100, 1), drawn(20, 100, 2), drawn(20, 100, 3));
    List<Sample> apart = List.of(drawn(20, 70, 1), drawn(20, 100, 2), drawn(20, 130, 3));
    List<Sample> after = List.of(drawn(20, 120, 4), drawn(20, 120, 5), drawn(20, 120, 6));

    assertThat(width(ChangeInterval.ofTrials(apart, after, Statistic.MEAN, 1)))
        .isGreaterThan(2 * width(ChangeInterval.ofTrials(alike, after, Statistic.MEAN, 1)));
  }

  /// Worked by hand: 20 - sqrt(3^2 + 4^2) and 20 + sqrt(8^2 + 6^2), of a baseline of 50.
  @Test
  void twoIntervalsMakeOneBySquareAndAdd() {
    assertThat(ChangeInterval.ofEstimates(new Estimate(50, 44, 54), new Estimate(70, 67, 78)))
        .isEqualTo(new ChangeInterval(15, 30, 30.0, 60.0));
  }

  /// As SciPy has it: ttest_ind([12, 14, 16], [10, 11, 12], equal_var=False).confidence_interval().
  @Test
  void ratesOfTrialsHaveWelchsInterval() {
    ChangeInterval interval =
        requireNonNull(
            ChangeInterval.ofTrialFigures(
                Sample.of(List.of(10.0, 11.0, 12.0)), Sample.of(List.of(12.0, 14.0, 16.0)), 11, 3));

    assertThat(interval.low()).isCloseTo(-1.1553995, within(1e-6));
    assertThat(interval.high()).isCloseTo(7.1553995, within(1e-6));
    assertThat(interval.excludesZero()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void ratesOfFewerThanThreeTrialsHaveNone(int size) {
    Sample few = Sample.of(java.util.Collections.nCopies(size, 1.0));
    Sample enough = Sample.of(List.of(1.0, 2.0, 3.0));

    assertThat(ChangeInterval.ofTrialFigures(few, enough, 1, 1)).isNull();
    assertThat(ChangeInterval.ofTrialFigures(enough, few, 1, 1)).isNull();
  }

  @Test
  void ratesThatNeverVaryMoveByExactlyTheirChange() {
    Sample ten = Sample.of(List.of(10.0, 10.0, 10.0));
    Sample twelve = Sample.of(List.of(12.0, 12.0, 12.0));

    assertThat(ChangeInterval.ofTrialFigures(ten, twelve, 10, 2))
        .isEqualTo(new ChangeInterval(2, 2, 20.0, 20.0));
  }

  private static ChangeInterval bootstrap(Sample before, Sample after, Statistic statistic) {
    return requireNonNull(ChangeInterval.ofTrials(List.of(before), List.of(after), statistic, 7));
  }

  private static double width(@org.jspecify.annotations.Nullable ChangeInterval interval) {
    ChangeInterval there = requireNonNull(interval);
    return there.high() - there.low();
  }

  /// Values about a centre, most of them within a tenth of it.
  private static Sample drawn(int size, double centre, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Sample.of(
        random.doubles(size).map(value -> centre * (0.9 + 0.2 * value)).boxed().toList());
  }
}
