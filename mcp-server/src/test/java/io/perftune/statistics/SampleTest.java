package io.perftune.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The expected figures are what numpy 2.4.6 says of the same values.
class SampleTest {
  private static final double[] TWENTY = {
    11.126751, 9.539396, 36.154827, 30.8231, 22.793994, 6.576077, 19.392721, 46.263987, 4.002594,
    11.59833, 2.051421, 4.274019, 2.203216, 15.148335, 4.388837, 27.813381, 24.242355, 16.049583,
    0.980089, 10.523055
  };
  private static final double[] FIVE = {6.898402, 11.63939, 6.110595, 21.58875, 100.309288};

  @ParameterizedTest
  @CsvSource({
    "0, 0.980089",
    "1, 1.18364208",
    "25, 4.3601325",
    "50, 11.362540500000001",
    "95, 36.660285",
    "97.5, 41.46213599999999",
    "99, 44.343246599999986",
    "100, 46.263987",
  })
  void percentilesInterpolateAsNumpyDoes(double percent, double expected) {
    assertThat(Sample.of(TWENTY).percentile(percent)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 6.110595",
    "1, 6.14210728",
    "25, 6.898402",
    "50, 11.63939",
    "95, 84.56518039999999",
    "99, 97.16046648",
    "100, 100.309288",
  })
  void aFewValuesInterpolateToo(double percent, double expected) {
    assertThat(Sample.of(FIVE).percentile(percent)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 2.5, 50, 95, 100})
  void everyPercentileOfOneValueIsThatValue(double percent) {
    assertThat(Sample.of(List.of(20.115209)).percentile(percent)).isEqualTo(20.115209);
  }

  @Test
  void theOrderOfTheValuesDoesNotMatter() {
    List<Double> values = DoubleStream.of(TWENTY).boxed().toList();
    List<Double> sorted = values.stream().sorted().toList();

    assertThat(Sample.of(values).percentile(95)).isEqualTo(Sample.of(sorted).percentile(95));
  }

  @Test
  void deviationIsThePopulations() {
    assertThat(Sample.of(TWENTY).deviation()).isCloseTo(12.305082122985809, within(1e-12));
    assertThat(Sample.of(FIVE).deviation()).isCloseTo(35.92564312730684, within(1e-12));
    assertThat(Sample.of(List.of(3.0)).deviation()).isZero();
  }

  @Test
  void meanAndExtremes() {
    Sample sample = Sample.of(TWENTY);

    assertThat(sample.mean()).isCloseTo(15.2973034, within(1e-12));
    assertThat(sample.minimum()).isEqualTo(0.980089);
    assertThat(sample.maximum()).isEqualTo(46.263987);
    assertThat(sample.size()).isEqualTo(20);
  }

  @Test
  void p95NeedsTwentyValues() {
    assertThat(Sample.of(Collections.nCopies(19, 1.0)).p95()).isNull();
    assertThat(Sample.of(Collections.nCopies(20, 1.0)).p95()).isEqualTo(1.0);
    assertThat(Sample.of(TWENTY).p95()).isCloseTo(36.660285, within(1e-12));
  }

  @Test
  void nothingIsSaidOfNoValues() {
    Sample none = Sample.of(List.of());

    assertThat(none.mean()).isNull();
    assertThat(none.deviation()).isNull();
    assertThat(none.minimum()).isNull();
    assertThat(none.maximum()).isNull();
    assertThat(none.median()).isNull();
    assertThat(none.p95()).isNull();
    assertThat(none.percentile(0)).isNull();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesWhatIsNotFinite(double value) {
    assertThatThrownBy(() -> Sample.of(List.of(1.0, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a measured value is " + value);
  }

  @Test
  void asAPercentileIsTakenTheValuesStayAsTheyWere() {
    double[] values = TWENTY.clone();
    Sample sample = Sample.of(values);
    sample.percentile(50);
    Arrays.fill(values, 0);

    assertThat(sample.values()).isEqualTo(TWENTY);
  }
}
