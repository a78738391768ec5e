package io.perftune.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @Test
  void shortCutWritesWhatExactDecimalsGive() {
    Random random = new Random(20260115);
    for (int i = 0; i < 200_000; i++) {
      double value = (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble(-4, 2.9995));
      assertThat(Figures.number(value)).isEqualTo(Figures.exact(value));
      double rounded = Math.round(value * 1_000) / 1_000.0;
      assertThat(Figures.number(rounded)).isEqualTo(rounded == 0 ? "0" : Figures.exact(rounded));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.125, 0.125", "0.5, 0.5", "2.5, 2.5", "9.995, 9.99", "9.996, 10.0", "99.96, 100",
    "0.99996, 1.00", "999.4, 999", "20, 20", "-7, -7", "0.0004, 0.000400", "1e-9, 0.000000"
  })
  void writesThreeDigits(double value, String shown) {
    assertThat(Figures.number(value)).isEqualTo(shown);
  }
}
