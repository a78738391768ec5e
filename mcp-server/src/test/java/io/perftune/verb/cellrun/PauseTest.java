package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Waiting in slices.
class PauseTest {
  private final List<Duration> slept = new ArrayList<>();
  private final List<Long> left = new ArrayList<>();

  @Test
  void waitsTheWholeTimeAndTellsWhatIsLeft() throws Exception {
    new Pause(slept::add).hold(Duration.ofSeconds(12), rest -> left.add(rest.toSeconds()));

    assertThat(slept)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(2));
    assertThat(left).containsExactly(12L, 7L, 2L);
  }

  @Test
  void aPauseOfNothingStillSeesACancellation() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> new Pause(slept::add).hold(Duration.ZERO, _ -> {}))
        .isInstanceOf(InterruptedException.class);
    assertThat(slept).isEmpty();
  }
}
