package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.perftune.client.http.Ended;
import io.perftune.client.http.Outgoing;
import io.perftune.wire.StreamEnd;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunFilesTest {
  private static final Ended ENDED =
      new Ended(
          new Outgoing(0, "profiling", "id", Unpooled.EMPTY_BUFFER),
          1,
          List.of(),
          new StreamEnd(StreamEnd.Cause.COMPLETE, null, null, null, true),
          2);

  @Test
  void aDefectInTheWritingIsToldAtOnceAndAtTheEnd() {
    AtomicInteger told = new AtomicInteger();
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new IllegalStateException("defect in a stream");
          }
        };
    RunFiles files =
        RunFiles.start(
            EpochClock.now(),
            Mask.NONE,
            broken,
            OutputStream.nullOutputStream(),
            told::incrementAndGet);

    files.add(ENDED);

    assertThatThrownBy(files::finish)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("defect in a stream");
    assertThat(told).hasValue(1);
  }
}
