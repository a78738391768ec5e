package io.perftune.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads lines, and never keeps more of one than the limit.
final class LineReader {
  /// Enough for the beginning or the end of a request that a client serialised with its id first or
  /// last.
  private static final int EDGE = 512;

  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[1 << 16];
  private int next;
  private int end;

  /// @param limit in bytes
  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /// One line without its end.
  sealed interface Line {
    /// A line within the limit.
    final class Whole implements Line {
      private final byte[] bytes;

      private Whole(byte[] bytes) {
        this.bytes = bytes;
      }

      /// The whole line; not to be changed.
      byte[] bytes() {
        return bytes;
      }
    }

    /// A line over the limit, which was read and dropped.
    ///
    /// @param length in bytes
    /// @param head the first bytes as text
    /// @param tail the last bytes as text
    record TooLong(long length, String head, String tail) implements Line {}
  }

  /// The next line; null at the end of the stream. A last line without an end counts.
  @Nullable Line next() throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    long length = 0;
    byte[] head = new byte[0];
    byte[] tail = new byte[0];
    while (next < end || fill()) {
      int stop = lineFeed();
      int part = stop - next;
      length += part;
      if (length <= limit) {
        kept.write(buffer, next, part);
      } else {
        byte[] before = length - part <= limit ? kept.toByteArray() : tail;
        head = length - part <= limit ? head(before, part) : head;
        tail = tail(before, part);
        kept.reset();
      }
      next = Math.min(stop + 1, end);
      if (stop < end) {
        return line(kept, length, head, tail);
      }
    }
    return length == 0 ? null : line(kept, length, head, tail);
  }

  private Line line(ByteArrayOutputStream kept, long length, byte[] head, byte[] tail) {
    return length <= limit
        ? new Line.Whole(kept.toByteArray())
        : new Line.TooLong(
            length,
            new String(head, StandardCharsets.UTF_8),
            new String(tail, StandardCharsets.UTF_8));
  }

  private boolean fill() throws IOException {
    next = 0;
    end = Math.max(0, in.read(buffer));
    return end > 0;
  }

  /// Where the line that begins at `next` ends; `end` where it goes on.
  private int lineFeed() {
    int at = next;
    while (at < end && buffer[at] != '\n') {
      at++;
    }
    return at;
  }

  private byte[] head(byte[] before, int part) {
    byte[] head = Arrays.copyOf(before, Math.min(before.length + part, EDGE));
    int fresh = head.length - Math.min(before.length, head.length);
    System.arraycopy(buffer, next, head, head.length - fresh, fresh);
    return head;
  }

  private byte[] tail(byte[] before, int part) {
    int fresh = Math.min(part, EDGE);
    int old = Math.min(before.length, EDGE - fresh);
    byte[] tail = Arrays.copyOfRange(before, before.length - old, before.length + fresh);
    System.arraycopy(buffer, next + part - fresh, tail, old, fresh);
    return tail;
  }
}
