package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Telling of work while it lasts.
class TickingTest {
  private final Ticking ticking = new Ticking(Duration.ofMillis(1));

  @Test
  void tellsUntilTheWorkIsDone() throws Exception {
    CountDownLatch heard = new CountDownLatch(3);
    List<Duration> told = new ArrayList<>();

    String result =
        ticking.call(
            () -> {
              heard.await();
              return "done";
            },
            waited -> {
              told.add(waited);
              heard.countDown();
            });

    assertThat(result).isEqualTo("done");
    assertThat(told).startsWith(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3));
  }

  @Test
  void anInterruptEndsTheWork() {
    CountDownLatch ended = new CountDownLatch(1);

    assertThatThrownBy(() ->
            ticking.call(
                () -> {
                  try {
                    return new CountDownLatch(1).await(1, java.util.concurrent.TimeUnit.DAYS);
                  } finally {
                    ended.countDown();
                  }
                },
                _ -> Thread.currentThread().interrupt()))
        .isInstanceOf(InterruptedException.class);
    assertThat(ended.getCount()).isZero();
  }

  @Test
  void aProblemOfTheWorkIsTheCallersProblem() {
    assertThatThrownBy(() ->
            ticking.call(
                () -> {
                  throw new ProblemException(Problem.of("c", "It broke.", "Mend it."));
                },
                _ -> {}))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("It broke.");
  }
}
