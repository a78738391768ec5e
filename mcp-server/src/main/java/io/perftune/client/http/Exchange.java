package io.perftune.client.http;

import io.netty.buffer.ByteBuf;
import io.perftune.client.http.Ended.Read;
import io.perftune.client.http.Limits.Deadline;
import io.perftune.wire.StreamEnd;
import io.perftune.wire.StreamEnd.Cause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One request under way. Belongs to one event loop.
final class Exchange {
  private static final double NANOS_PER_MS = 1e6;

  private final Outgoing request;
  private final List<Read> reads = new ArrayList<>();
  private final boolean reused;
  private final long t0;
  private @Nullable Double connectMs;
  private @Nullable Double tlsMs;
  private @Nullable Long sent;
  private @Nullable String failure;
  private boolean released;
  private boolean written;
  private long bytes;

  private Exchange(Outgoing request, long t0, boolean reused) {
    this.request = request;
    this.t0 = t0;
    this.reused = reused;
  }

  /// A request that starts now by connecting.
  static Exchange connecting(Outgoing request) {
    return new Exchange(request, System.nanoTime(), false);
  }

  /// A request that starts now on a connection that is there; it is written next.
  static Exchange onKept(Outgoing request) {
    return new Exchange(request, System.nanoTime(), true);
  }

  void connected(long connectNanos, @Nullable Long tlsNanos) {
    connectMs = connectNanos / NANOS_PER_MS;
    tlsMs = tlsNanos == null ? null : tlsNanos / NANOS_PER_MS;
  }

  /// The bytes to write, once; from now on they belong to the connection.
  ByteBuf send() {
    sent = reused ? t0 : System.nanoTime();
    released = true;
    return request.bytes();
  }

  /// All of the request went out.
  void written() {
    written = true;
  }

  boolean wasWritten() {
    return written;
  }

  void failed(String why) {
    failure = why;
  }

  @Nullable String failure() {
    return failure;
  }

  boolean nothingCame() {
    return reads.isEmpty();
  }

  /// Keeps a read as far as the limit allows.
  ///
  /// @return false where it reached beyond it
  boolean keep(long nanos, byte[] read, long most) {
    boolean within = bytes + read.length <= most;
    byte[] kept = within ? read : Arrays.copyOf(read, (int) (most - bytes));
    bytes += kept.length;
    reads.add(new Read(nanos, kept));
    return within;
  }

  /// Lets go of what was read after the read that held the end of the response.
  void endedIn(long nanos) {
    while (reads.getLast().nanos() - nanos > 0) {
      reads.removeLast();
    }
  }

  private long lastRead() {
    return reads.getLast().nanos();
  }

  Deadline deadline(Limits limits) {
    if (sent == null) {
      return limits.connecting(t0);
    }
    return reads.isEmpty() ? limits.waiting(t0, sent) : limits.streaming(t0, lastRead());
  }

  /// How long from now no deadline can be reached, in nanoseconds, whatever comes meanwhile.
  long nextLook(Limits limits, long now) {
    long left = deadline(limits).nanos() - now;
    return sent != null && reads.isEmpty() ? Math.min(left, limits.idle().toNanos()) : left;
  }

  /// What is kept of it.
  Ended end(Cause cause, @Nullable String message, long nanos) {
    if (!released) {
      request.bytes().release();
      released = true;
    }
    return new Ended(
        request, t0, reads, new StreamEnd(cause, message, connectMs, tlsMs, reused), nanos);
  }
}
