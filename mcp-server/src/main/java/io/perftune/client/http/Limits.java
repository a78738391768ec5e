package io.perftune.client.http;

import static java.util.Objects.requireNonNull;

import io.perftune.wire.StreamEnd.Cause;
import java.time.Duration;

/// What one request may take.
///
/// @param connect TCP and TLS set-up together, from the request's start
/// @param firstByte from the send to the first byte of the response
/// @param idle between two reads of the response
/// @param request the whole request, from its start
/// @param bytes of one response, HTTP framing and all
public record Limits(
    Duration connect, Duration firstByte, Duration idle, Duration request, long bytes) {
  public Limits {
    requirePositive(connect, "connect");
    requirePositive(firstByte, "firstByte");
    requirePositive(idle, "idle");
    requirePositive(request, "request");
    if (bytes < 1) {
      throw new IllegalArgumentException("bytes is " + bytes);
    }
  }

  /// A moment on the clock of System.nanoTime, and what it means when it is reached.
  record Deadline(long nanos, Cause cause) {
    boolean reached(long now) {
      return now - nanos >= 0;
    }

    private Deadline orEarlier(Deadline other) {
      return other.nanos - nanos < 0 ? other : this;
    }
  }

  /// The next deadline of a request that started at t0 and is still connecting.
  Deadline connecting(long t0) {
    return whole(t0).orEarlier(new Deadline(t0 + connect.toNanos(), Cause.CONNECT_TIMEOUT));
  }

  /// The same once it was sent and nothing has come yet.
  Deadline waiting(long t0, long sent) {
    return whole(t0).orEarlier(new Deadline(sent + firstByte.toNanos(), Cause.FIRST_BYTE_TIMEOUT));
  }

  /// The same when some of the response is there.
  Deadline streaming(long t0, long lastRead) {
    return whole(t0).orEarlier(new Deadline(lastRead + idle.toNanos(), Cause.IDLE_TIMEOUT));
  }

  private Deadline whole(long t0) {
    return new Deadline(t0 + request.toNanos(), Cause.REQUEST_TIMEOUT);
  }

  private static void requirePositive(Duration limit, String name) {
    requireNonNull(limit, name + " is null");
    if (!limit.isPositive()) {
      throw new IllegalArgumentException(name + " is " + limit);
    }
  }
}
