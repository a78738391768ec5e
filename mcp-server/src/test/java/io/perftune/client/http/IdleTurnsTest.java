package io.perftune.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Work that waits for a turn of the loop without a read.
@Timeout(30)
class IdleTurnsTest {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final IdleTurns turns = new IdleTurns(channel.eventLoop());
  private int done;

  @Test
  void aTurnWithoutAReadDoesOnePiece() {
    turns.afterReading(() -> done++);
    turns.afterReading(() -> done++);
    turns.run();
    assertThat(done).as("the turn of the reads themselves").isZero();

    turns.run();
    assertThat(done).isOne();

    turns.run();
    assertThat(done).isEqualTo(2);
  }

  @Test
  void aLoopThatAlwaysReadsDoesItsWorkAllTheSame() {
    int reads = 0;
    while (done == 0) {
      turns.afterReading(() -> done++);
      reads++;
      turns.run();
    }

    assertThat(done).isEqualTo(reads);
  }

  @Test
  void theLoopItselfCallsUntilNothingWaits() {
    turns.afterReading(() -> done++);
    turns.afterReading(() -> done++);
    while (done < 2) {
      channel.runScheduledPendingTasks();
    }

    assertThat(channel.runScheduledPendingTasks()).as("nothing is due any more").isNegative();
  }
}
