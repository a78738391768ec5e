package io.perftune.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.simulator.behaviour.Decode;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void stepEndsFollowFromTheFirstWithoutDrift() {
    Pace pace = new Pace(Decode.of(1.0 / 3), 1, 1_000);
    for (int step = 0; step <= 30_000; step++) {
      long ideal = Math.round(1_000 + step * 1e6 / 3);
      assertThat(pace.endOf(step, 1)).isCloseTo(ideal, within(1L));
    }
  }

  @Test
  void skippedStepsTakeTheirTime() {
    Pace pace = new Pace(Decode.of(2), 1, 0);
    assertThat(pace.endOf(100, 1)).isEqualTo(200_000_000);
  }

  @Test
  void askingAgainMovesNothing() {
    Pace pace = new Pace(Decode.of(2), 1, 0);
    assertThat(pace.endOf(3, 1)).isEqualTo(pace.endOf(3, 99));
  }

  @Test
  void stepsLengthenWithEachFurtherRequestInFlight() {
    Pace pace = new Pace(new Decode(10, 0.5, 0, 0, 0), 1, 0);
    assertThat(pace.endOf(1, 1)).isEqualTo(10_000_000);
    assertThat(pace.endOf(2, 3)).isEqualTo(30_000_000);
    assertThat(pace.endOf(3, 0)).isEqualTo(40_000_000);
  }

  @Test
  void jitterStaysInItsBoundsAndEvensOut() {
    Pace pace = new Pace(new Decode(10, 0, 0.2, 0, 0), 7, 0);
    long before = 0;
    for (int step = 1; step <= 2_000; step++) {
      long end = pace.endOf(step, 1);
      assertThat(end - before).isBetween(7_999_999L, 12_000_001L);
      before = end;
    }
    assertThat(before / 2_000.0).isBetween(9_900_000.0, 10_100_000.0);
  }

  @Test
  void delayMovesAllThatIsToCome() {
    Pace pace = new Pace(Decode.of(1), 1, 0);
    assertThat(pace.endOf(1, 1)).isEqualTo(1_000_000);
    pace.delay(5_000_000);
    assertThat(pace.endOf(2, 1)).isEqualTo(7_000_000);
  }
}
