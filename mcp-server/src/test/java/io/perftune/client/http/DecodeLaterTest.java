package io.perftune.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Reads of one turn of the event loop: all are stamped before one is decoded.
class DecodeLaterTest {
  private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Heard heard = new Heard();
  private final EmbeddedChannel channel = new EmbeddedChannel();

  DecodeLaterTest() {
    ReadStamp stamp = new ReadStamp();
    channel.pipeline().addLast(stamp);
    Dial.read(channel.pipeline(), stamp, new IdleTurns(channel.eventLoop()), heard);
  }

  @Test
  void everyReadOfATurnIsStampedBeforeTheFirstIsDecoded() {
    read("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n");
    read("\r\no");
    read("k");
    assertThat(heard.events).containsExactly("bytes", "bytes", "bytes");

    idle();

    assertThat(heard.events).containsExactly("bytes", "bytes", "bytes", "whole, reusable");
    assertThat(heard.ended).isEqualTo(heard.stamps.getLast());
  }

  @Test
  void aReadBehindTheEndIsNoPartOfTheResponseAndTheConnectionIsNotUsedAgain() {
    read(RESPONSE);
    read("HTTP/1.1 500 Unasked\r\n\r\n");
    idle();

    assertThat(heard.events).startsWith("bytes", "bytes", "whole, not reusable");
    assertThat(heard.ended).isEqualTo(heard.stamps.getFirst());
  }

  @Test
  void theEndOfTheConnectionIsHeardAfterWhatWasReadBefore() {
    read(RESPONSE);
    channel.pipeline().fireChannelInactive();

    assertThat(heard.events).containsExactly("bytes", "whole, reusable", "closed");
  }

  @Test
  void aFailureIsHeardAfterWhatWasReadBefore() {
    read(RESPONSE);
    channel.pipeline().fireExceptionCaught(new java.io.IOException("reset"));

    assertThat(heard.events).startsWith("bytes", "whole, reusable", "failed");
  }

  @Test
  void whatIsHeldGoesWithTheConnection() {
    ByteBuf held = read("HTTP/1.1 200 OK\r\n");
    channel.pipeline().remove(DecodeLater.class);

    assertThat(held.refCnt()).isZero();
  }

  /// One turn of the loop in which nothing is read after another in which something was.
  private void idle() {
    for (int turn = 0; turn < 10; turn++) {
      channel.runScheduledPendingTasks();
    }
  }

  private ByteBuf read(String text) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    channel.pipeline().fireChannelRead(bytes);
    return bytes;
  }

  private static final class Heard implements Inbound {
    private final List<String> events = new ArrayList<>();
    private final List<Long> stamps = new ArrayList<>();
    private long ended;

    @Override
    public void bytes(Channel from, long nanos, byte[] bytes) {
      events.add("bytes");
      stamps.add(nanos);
    }

    @Override
    public void whole(Channel from, long nanos, boolean reusable) {
      events.add(reusable ? "whole, reusable" : "whole, not reusable");
      ended = nanos;
    }

    @Override
    public void malformed(Channel from) {
      events.add("malformed");
    }

    @Override
    public void failed(Channel from, Throwable cause) {
      events.add("failed");
    }

    @Override
    public void closed(Channel from) {
      events.add("closed");
    }
  }
}
