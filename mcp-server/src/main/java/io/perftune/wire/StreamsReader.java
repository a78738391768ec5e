package io.perftune.wire;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Reads streams.bin, one frame at a time, so that a file of any size fits in memory.
///
/// Everything that is not such a file ends the reading with a problem that names the byte: a wrong
/// magic, another version, a wrong checksum, a frame that is cut off, a frame of a request that did
/// not begin or has ended, and, at the end of the file, a request without its END.
public final class StreamsReader implements Closeable {
  private final Path file;
  private final InputStream in;
  private final BitSet begun = new BitSet();
  private final BitSet ended = new BitSet();
  private long offset;
  private long next;

  /// Opens a file and checks its start.
  ///
  /// @throws ProblemException where it cannot be read or is not such a file
  public StreamsReader(Path file) {
    this.file = file;
    try {
      this.in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    } catch (IOException e) {
      throw unreadable(e);
    }
    try {
      start();
    } catch (ProblemException e) {
      close();
      throw e;
    }
  }

  /// The next frame; null at the end of the file.
  ///
  /// @throws ProblemException with the byte at which the file stops being what it should be
  public @Nullable StreamFrame next() {
    offset = next;
    byte[] head = read(StreamFormat.HEAD_BYTES);
    if (head.length == 0) {
      if (!begun.equals(ended)) {
        begun.andNot(ended);
        throw broken(
            "request-not-ended",
            "The file ends before request %d has ended".formatted(begun.nextSetBit(0)));
      }
      return null;
    }
    ByteBuffer fields = ByteBuffer.wrap(whole(head, StreamFormat.HEAD_BYTES));
    int request = fields.getInt();
    StreamFrame.Kind kind = StreamFrame.Kind.of(fields.get());
    long nanos = fields.getLong();
    int length = fields.getInt();
    if (request < 0 || kind == null || tooLong(length)) {
      throw broken("frame-damaged", "A frame has an id, a kind or a length that none can have");
    }
    byte[] bytes = whole(read(length), length);
    byte[] tail = whole(read(StreamFormat.CRC_BYTES), StreamFormat.CRC_BYTES);
    if (ByteBuffer.wrap(tail).getInt() != StreamFormat.checksum(head, bytes)) {
      throw broken("frame-damaged", "The checksum of a frame does not fit its bytes");
    }
    return inOrder(new StreamFrame(request, kind, nanos, bytes));
  }

  /// Where in the file the frame stands that [#next] gave last.
  public long offset() {
    return offset;
  }

  /// A problem of the frame that [#next] gave last.
  public ProblemException broken(String code, String message) {
    return new ProblemException(
        new Problem(
            code,
            message + ".",
            "%s, byte %d".formatted(file, offset),
            "Measure the point again: what the client left cannot be trusted."));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void start() {
    byte[] start = read(StreamFormat.START_BYTES);
    if (start.length < StreamFormat.START_BYTES || !StreamFormat.hasMagic(start)) {
      throw broken("not-streams", "This is not a file of streams");
    }
    int version = ByteBuffer.wrap(start).getInt(StreamFormat.START_BYTES - 4);
    if (version != StreamFormat.VERSION) {
      throw broken(
          "streams-version",
          "The file of streams has version %d, not %d".formatted(version, StreamFormat.VERSION));
    }
  }

  private StreamFrame inOrder(StreamFrame frame) {
    int request = frame.request();
    boolean first = frame.kind() == StreamFrame.Kind.META;
    if (first == begun.get(request)) {
      throw broken(
          first ? "duplicate-request" : "request-not-begun",
          "Request %d %s".formatted(request, first ? "begins twice" : "has no beginning"));
    }
    if (ended.get(request)) {
      throw broken("request-ended", "Request %d goes on after its end".formatted(request));
    }
    (first ? begun : ended).set(request, first || frame.kind() == StreamFrame.Kind.END);
    return frame;
  }

  private static boolean tooLong(int length) {
    return length < 0 || length > StreamFormat.LONGEST_FRAME;
  }

  private byte[] whole(byte[] bytes, int length) {
    if (bytes.length < length) {
      throw broken("streams-cut", "The file is cut off inside a frame");
    }
    return bytes;
  }

  private byte[] read(int length) {
    try {
      byte[] bytes = in.readNBytes(length);
      next += bytes.length;
      return bytes;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ProblemException unreadable(IOException e) {
    return new ProblemException(
        new Problem(
            "file-not-read",
            "%s cannot be read: %s.".formatted(file, e),
            file.toString(),
            "Check the disk and its permissions."),
        e);
  }
}
