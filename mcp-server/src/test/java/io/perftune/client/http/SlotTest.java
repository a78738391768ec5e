package io.perftune.client.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.wire.StreamEnd.Cause;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A kept connection between two requests: what the server does with it meanwhile.
@Timeout(30)
class SlotTest {
  private static final MultiThreadIoEventLoopGroup GROUP =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  private static final Limits LIMITS =
      new Limits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          1 << 20);

  private final List<Ended> ended = new CopyOnWriteArrayList<>();

  @AfterAll
  static void end() {
    GROUP.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /// What a server does once it has answered the first request of its first connection.
  private interface Meanwhile {
    void act(ScriptedServer.Talk talk) throws java.io.IOException;
  }

  @RepeatedTest(5)
  void aKeptConnectionThatIsKnownToBeClosedIsReplacedBeforeAnythingIsSent() throws Exception {
    try (ScriptedServer server = twoRequests(ScriptedServer.Talk::close)) {
      assertThat(ended).extracting(end -> end.end().cause()).containsOnly(Cause.COMPLETE);
      assertThat(ended.get(1).end().reused()).isFalse();
      assertThat(ended.get(1).end().connectMs()).isPositive();
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void aServerThatClosesInsteadOfAnsweringIsNotAskedAgain() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (ScriptedServer server =
        ScriptedServer.start(talk -> {
          talk.request();
          talk.say(RESPONSE);
          talk.request();
          asked.countDown();
        })) {
      run(server, 2, new CountDownLatch(0));

      assertThat(asked.getCount()).isZero();
      assertThat(ended.get(1).end().cause()).isIn(Cause.EOF, Cause.RESET);
      assertThat(ended.get(1).end().reused()).isTrue();
      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void whatAServerSaysUnaskedIsNotTakenForTheNextAnswer() throws Exception {
    String late = "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    try (ScriptedServer server = twoRequests(talk -> talk.say(late))) {
      assertThat(ended.get(1).end().cause()).isEqualTo(Cause.COMPLETE);
      assertThat(new String(ended.get(1).reads().getFirst().bytes(), StandardCharsets.US_ASCII))
          .isEqualTo(RESPONSE);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private ScriptedServer twoRequests(Meanwhile meanwhile) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    AtomicInteger answered = new AtomicInteger();
    ScriptedServer server =
        ScriptedServer.start(talk -> {
          while (talk.request().isPresent()) {
            talk.say(RESPONSE);
            if (answered.getAndIncrement() == 0) {
              meanwhile.act(talk);
              done.countDown();
            }
          }
        });
    run(server, 2, done);
    return server;
  }

  /// Sends so many requests, from the second on only when the latch is open; what has come over the
  /// loopback by then is known to the selector, so the loop sees it first.
  private void run(ScriptedServer server, int count, CountDownLatch open) throws Exception {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    Archive archive =
        new Archive() {
          @Override
          public void add(Ended end) {
            ended.add(end);
          }

          @Override
          public boolean full() {
            return false;
          }
        };
    Slot slot =
        new Slot(
            new IdleTurns(GROUP.next()),
            new Target("127.0.0.1", server.port(), List.of(address), null),
            LIMITS,
            archive);
    AtomicInteger taken = new AtomicInteger();
    Requests requests =
        (executor, taker) -> {
          int number = taken.getAndIncrement();
          Thread.ofVirtual()
              .start(() -> {
                if (number > 0) {
                  awaits(open);
                }
                Optional<Outgoing> next =
                    number < count ? Optional.of(request(number)) : Optional.empty();
                executor.execute(() -> taker.accept(next));
              });
        };
    slot.run(requests).get(20, TimeUnit.SECONDS);
    slot.close();
  }

  private static void awaits(CountDownLatch open) {
    try {
      open.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Outgoing request(int number) {
    String request =
        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Number: %d\r\nContent-Length: 0\r\n\r\n"
            .formatted(number);
    return new Outgoing(
        number,
        "profiling",
        "r" + number,
        Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII));
  }
}
