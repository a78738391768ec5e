package io.perftune.client.http;

import static java.util.Objects.requireNonNull;

import io.perftune.wire.StreamEnd;
import java.util.List;

/// One request that is over, and everything that came back.
///
/// @param request what was sent; its bytes are released
/// @param t0 System.nanoTime at its start
/// @param reads what the socket gave, read by read
/// @param end how it was over
/// @param endNanos System.nanoTime of its end: of the read that held the end of the response, else
///   of what ended it
public record Ended(Outgoing request, long t0, List<Read> reads, StreamEnd end, long endNanos) {
  public Ended {
    requireNonNull(request, "request is null");
    reads = List.copyOf(reads);
    requireNonNull(end, "end is null");
  }

  /// What one read of the socket gave.
  ///
  /// @param nanos System.nanoTime just after it
  /// @param bytes decrypted where there is TLS; not copied
  @SuppressWarnings("ArrayRecordComponent")
  public record Read(long nanos, byte[] bytes) {}

  /// What it takes in memory, about.
  public long size() {
    return reads.stream().mapToLong(read -> read.bytes().length + 64L).sum() + 256;
  }
}
