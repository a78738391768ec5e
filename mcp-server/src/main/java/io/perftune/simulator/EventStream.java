package io.perftune.simulator;

import io.perftune.simulator.http.Connection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Sends the events of one stream at their times, and pings in between.
///
/// While it waits it also listens, so that a client that leaves is noticed before the next event.
final class EventStream {
  static final String TYPE = "text/event-stream; charset=utf-8";

  /// Waits shorter than this don't look at the socket.
  private static final long LISTEN_NANOS = 20_000_000;

  /// The last stretch of a wait, for which the timer is precise and a socket's time-out is not.
  private static final long PARK_NANOS = 4_000_000;

  private static final long WATCH_NANOS = 1_000_000_000;

  private final Connection connection;
  private final byte[] ping;
  private final long pingNanos;
  private long lastSent = System.nanoTime();
  private boolean opened;

  /// @param pingNanos silence after which `ping` is sent; 0: never
  EventStream(Connection connection, byte[] ping, long pingNanos) {
    this.connection = connection;
    this.ping = Connection.chunk(ping);
    this.pingNanos = pingNanos;
  }

  void open() throws IOException {
    connection.startChunks(200, TYPE);
    opened = true;
    lastSent = System.nanoTime();
  }

  /// Sends bytes that are framed as HTTP chunks, each array in one write.
  void send(List<byte[]> writes) throws IOException {
    for (byte[] framed : writes) {
      connection.write(framed);
    }
    lastSent = System.nanoTime();
  }

  void close() throws IOException {
    connection.endChunks();
  }

  /// Waits until `deadline` on the clock of `System.nanoTime()`; once open, it pings.
  ///
  /// @throws ClientLeftException when the client closes its side meanwhile
  void awaitUntil(long deadline) throws IOException, InterruptedException {
    for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
      pause(opened && pingNanos > 0 ? Math.min(left, untilPing()) : left);
    }
  }

  /// Waits until the client closes its side.
  void awaitClient() throws IOException, InterruptedException {
    while (true) {
      awaitUntil(System.nanoTime() + WATCH_NANOS);
    }
  }

  /// The time until the next ping is due, which is sent if it is now.
  private long untilPing() throws IOException {
    if (System.nanoTime() - lastSent >= pingNanos) {
      send(List.of(ping));
    }
    return Math.max(1, lastSent + pingNanos - System.nanoTime());
  }

  private void pause(long nanos) throws IOException, InterruptedException {
    if (nanos < LISTEN_NANOS || connection.hasMore()) {
      LockSupport.parkNanos(nanos);
    } else if (connection.clientLeavesWithin((int) ((nanos - PARK_NANOS) / 1_000_000))) {
      throw new ClientLeftException();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
