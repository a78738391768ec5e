package io.perftune.wire;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One frame of streams.bin: what happened to one request at one moment.
///
/// A request is META, any number of BYTES, END, in this order; frames of requests that ran at the
/// same time may interleave.
///
/// @param request the request within its file, from 0
/// @param nanos System.nanoTime: META, just before the request was written; BYTES, when the read
///   from the socket returned; END, when the request was over
/// @param bytes META, a [StreamMeta]; BYTES, what the socket gave, HTTP framing and all; END, a
///   [StreamEnd]. Not copied, and frames are not compared: whoever makes one hands the array over
@SuppressWarnings("ArrayRecordComponent")
public record StreamFrame(int request, Kind kind, long nanos, byte[] bytes) {
  public StreamFrame {
    requireNonNull(kind, "kind is null");
    requireNonNull(bytes, "bytes is null");
  }

  /// What a frame carries.
  public enum Kind {
    META(0),
    BYTES(1),
    END(2);

    private final byte code;

    Kind(int code) {
      this.code = (byte) code;
    }

    /// As the file has it.
    byte code() {
      return code;
    }

    /// The kind of a code; null where none has it.
    static @Nullable Kind of(byte code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      return null;
    }
  }
}
