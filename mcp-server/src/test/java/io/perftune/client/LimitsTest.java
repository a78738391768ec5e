package io.perftune.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.client.RunOfClient.Stream;
import io.perftune.fixtures.ScriptedServer;
import io.perftune.wire.StreamEnd.Cause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Limits of one request that a simulator cannot show.
@Timeout(60)
class LimitsTest {
  @TempDir private Path temporary;

  @Test
  void aServerThatTakesNoConnectionIsLeftByTheConnectLimit() throws Exception {
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Deque<Socket> queue = new ArrayDeque<>();
      try {
        Assumptions.assumeTrue(fill(full, queue), "this system takes connections without end");
        RunOfClient run =
            RunOfClient.of(URI.create("http://127.0.0.1:" + full.getLocalPort()), temporary, 2)
                .load(2, 2, 0)
                .with("--connect-timeout-seconds", "0.2");

        assertThat(run.run()).isZero();

        assertThat(run.streams())
            .hasSize(2)
            .allSatisfy(stream -> {
              assertThat(stream.end().cause()).isEqualTo(Cause.CONNECT_TIMEOUT);
              assertThat(stream.end().connectMs()).isNull();
              assertThat(stream.end().reused()).isFalse();
              assertThat(stream.bytes()).isEmpty();
            });
      } finally {
        for (Socket socket : queue) {
          socket.close();
        }
      }
    }
  }

  @Test
  void bytesThatTrickleAreBoundByTheWholeRequestOnly() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(talk -> {
          talk.request();
          talk.say(WireForm.CHUNKED);
          while (true) {
            talk.say(WireForm.chunk(": ping\n\n"));
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
          }
        })) {
      RunOfClient run =
          RunOfClient.of(server.origin(), temporary, 1)
              .load(1, 1, 0)
              .with("--request-timeout-seconds", "1")
              .with("--idle-timeout-seconds", "30")
              .with("--first-byte-timeout-seconds", "30");

      assertThat(run.run()).isZero();

      Stream stream = run.streams().getFirst();
      assertThat(stream.end().cause()).isEqualTo(Cause.REQUEST_TIMEOUT);
      assertThat(stream.stamps()).hasSizeGreaterThan(2);
    }
  }

  @Test
  void theCapCountsHeadAndFramingAndEndsOneRequestOnly() throws Exception {
    int whole = WireForm.WHOLE.length();
    try (ScriptedServer server = ScriptedServer.answering(WireForm.WHOLE)) {
      RunOfClient exact =
          RunOfClient.of(server.origin(), temporary, 2)
              .load(1, 2, 0)
              .with("--max-response-bytes", Integer.toString(whole));
      assertThat(exact.run()).isZero();
      assertThat(exact.streams()).allMatch(stream -> stream.end().cause() == Cause.COMPLETE);

      RunOfClient less =
          RunOfClient.of(server.origin(), temporary, 2)
              .load(1, 2, 0)
              .with("--max-response-bytes", Integer.toString(whole - 1));
      assertThat(less.run()).isZero();
      List<Stream> streams = less.streams();
      assertThat(streams)
          .allSatisfy(stream -> {
            assertThat(stream.end().cause()).isEqualTo(Cause.TOO_MANY_BYTES);
            assertThat(stream.end().message()).contains("%,d bytes".formatted(whole - 1));
            assertThat(stream.bytes()).hasSize(whole - 1);
          });
      assertThat(server.requests()).hasSize(4);
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  /// Connects until the listener's queue takes no more.
  private static boolean fill(ServerSocket full, Deque<Socket> queue) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), full.getLocalPort());
    for (int i = 0; i < 16; i++) {
      Socket socket = new Socket();
      queue.add(socket);
      try {
        socket.connect(address, 200);
      } catch (SocketTimeoutException _) {
        return true;
      }
    }
    return false;
  }
}
