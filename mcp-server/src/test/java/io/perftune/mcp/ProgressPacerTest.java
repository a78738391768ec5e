package io.perftune.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressPacerTest {
  private final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> values = Collections.synchronizedList(new ArrayList<>());

  @Test
  void beatsWhileTheVerbIsSilentAndAlwaysRises() throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(3);
    try (ProgressPacer _ =
        ProgressPacer.start(
            (progress, _, message) -> {
              keep(progress, message);
              beats.countDown();
            },
            Duration.ofMillis(1))) {
      beats.await();
    }

    assertThat(sent).containsOnly("started");
    assertThat(values).isSorted().doesNotHaveDuplicates().first().isEqualTo(0.0);
  }

  @Test
  void theLastReportIsSentBeforeTheEndAndNothingAfter() {
    ProgressPacer pacer = ProgressPacer.start((progress, _, message) -> keep(progress, message));
    pacer.report(1, 3, "first");
    pacer.report(3, 3, "last");
    pacer.close();
    List<String> before = List.copyOf(sent);
    pacer.report(4, 3, "too late");

    assertThat(before).endsWith("last");
    assertThat(sent).isEqualTo(before);
    assertThat(values).endsWith(3.0);
  }

  @Test
  void aReportThatFallsBackRisesAllTheSame() throws InterruptedException {
    Semaphore arrived = new Semaphore(0);
    try (ProgressPacer pacer =
        ProgressPacer.start((progress, _, message) -> {
          keep(progress, message);
          arrived.release();
        })) {
      pacer.report(5, 10, "five");
      arrived.acquire();
      pacer.report(3, 10, "three");
    }

    assertThat(values).containsExactly(5.0, 5.001);
    assertThat(sent).containsExactly("five", "three");
  }

  private void keep(double progress, String message) {
    values.add(progress);
    sent.add(message);
  }
}
