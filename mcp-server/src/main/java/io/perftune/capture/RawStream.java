package io.perftune.capture;

import io.perftune.wire.StreamEnd;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamMeta;
import java.util.List;

/// One request as the client kept it: what was read, and when.
///
/// @param t0 System.nanoTime just before the request was written; every stamp counts from it
/// @param reads the BYTES frames, in order
/// @param endNanos when the request was over
record RawStream(StreamMeta meta, long t0, List<StreamFrame> reads, StreamEnd end, long endNanos) {
  RawStream {
    reads = List.copyOf(reads);
  }

  /// Milliseconds from t0 to a stamp.
  double ms(long nanos) {
    return (nanos - t0) / 1e6;
  }
}
