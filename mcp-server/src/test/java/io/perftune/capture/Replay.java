package io.perftune.capture;

import io.perftune.tokens.O200k;
import io.perftune.value.RequestRecord;
import io.perftune.wire.StreamEnd;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamMeta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A response as the client would have kept it, made into a record.
final class Replay {
  static final O200k O200K = new O200k();
  static final StreamMeta META = new StreamMeta("r-0", "profiling", 0, 1_000_000_000L);
  static final long T0 = 5_000_000;

  /// The same stamp on every read unless a test is about stamps.
  private static final long NANOS = T0 + 7_000_000;

  private Replay() {}

  static StreamEnd ended(StreamEnd.Cause cause) {
    return new StreamEnd(cause, null, 0.5, null, false);
  }

  static RequestRecord whole(byte[] response, StreamEnd.Cause cause) {
    return record(List.of(response), ended(cause));
  }

  static RequestRecord whole(String response) {
    return whole(response.getBytes(StandardCharsets.UTF_8), StreamEnd.Cause.COMPLETE);
  }

  /// In two reads, cut at a position.
  static RequestRecord split(byte[] response, int at) {
    return record(
        List.of(Arrays.copyOf(response, at), Arrays.copyOfRange(response, at, response.length)),
        ended(StreamEnd.Cause.COMPLETE));
  }

  static RequestRecord byteByByte(byte[] response) {
    List<byte[]> reads = new ArrayList<>();
    for (byte b : response) {
      reads.add(new byte[] {b});
    }
    return record(reads, ended(StreamEnd.Cause.COMPLETE));
  }

  static RequestRecord record(List<byte[]> reads, StreamEnd end) {
    return frames(
        reads.stream()
            .filter(bytes -> bytes.length > 0)
            .map(bytes -> new StreamFrame(0, StreamFrame.Kind.BYTES, NANOS, bytes))
            .toList(),
        end);
  }

  /// The frames of one request, as the client wrote them.
  static RequestRecord written(List<StreamFrame> frames) {
    StreamFrame first = frames.getFirst();
    StreamFrame last = frames.getLast();
    RawStream raw =
        new RawStream(
            StreamMeta.of(first.bytes()),
            first.nanos(),
            frames.subList(1, frames.size() - 1),
            StreamEnd.of(last.bytes()),
            last.nanos());
    return StreamedRequest.record(raw, 4, 2, 11, O200K);
  }

  /// One read a millisecond, the first 1 ms after the request was sent.
  static RequestRecord timed(String... reads) {
    List<StreamFrame> frames = new ArrayList<>();
    for (String read : reads) {
      frames.add(
          new StreamFrame(
              0,
              StreamFrame.Kind.BYTES,
              T0 + (frames.size() + 1) * 1_000_000L,
              read.getBytes(StandardCharsets.UTF_8)));
    }
    return frames(frames, ended(StreamEnd.Cause.COMPLETE));
  }

  private static RequestRecord frames(List<StreamFrame> frames, StreamEnd end) {
    RawStream raw = new RawStream(META, T0, frames, end, T0 + 90_000_000);
    return StreamedRequest.record(raw, 4, 2, 11, O200K);
  }
}
