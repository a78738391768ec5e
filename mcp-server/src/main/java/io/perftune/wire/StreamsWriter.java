package io.perftune.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Writes streams.bin, frame by frame, in the layout that [StreamsReader] reads.
///
/// Not thread-safe. It buffers nothing itself: hand it a buffered stream.
public final class StreamsWriter implements Closeable {
  private final OutputStream out;
  private final byte[] head = new byte[StreamFormat.HEAD_BYTES];
  private final byte[] tail = new byte[StreamFormat.CRC_BYTES];

  /// Writes the start of the file.
  ///
  /// @param out closed with this writer
  public StreamsWriter(OutputStream out) throws IOException {
    this.out = out;
    out.write(StreamFormat.start());
  }

  /// Appends a frame.
  ///
  /// @throws IllegalArgumentException where it carries more than 16 MiB
  public void write(StreamFrame frame) throws IOException {
    byte[] bytes = frame.bytes();
    if (bytes.length > StreamFormat.LONGEST_FRAME) {
      throw new IllegalArgumentException("the frame carries %d bytes".formatted(bytes.length));
    }
    ByteBuffer.wrap(head)
        .putInt(frame.request())
        .put(frame.kind().code())
        .putLong(frame.nanos())
        .putInt(bytes.length);
    ByteBuffer.wrap(tail).putInt(StreamFormat.checksum(head, bytes));
    out.write(head);
    out.write(bytes);
    out.write(tail);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
