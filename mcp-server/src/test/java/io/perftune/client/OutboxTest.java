package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.client.http.Outgoing;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboxTest {
  @Test
  void aDefectInTheMakingEndsTheRequestsAndIsAFailure() throws Exception {
    Outbox outbox =
        new Outbox(
            number -> {
              throw new IllegalStateException("defect in " + number);
            },
            0,
            3,
            2);
    CompletableFuture<Optional<Outgoing>> taken = new CompletableFuture<>();

    outbox.start();
    outbox.take(Runnable::run, taken::complete);

    assertThat(taken.get(30, TimeUnit.SECONDS)).isEmpty();
    assertThat(outbox.failure()).hasMessageContaining("defect in 0");
  }
}
