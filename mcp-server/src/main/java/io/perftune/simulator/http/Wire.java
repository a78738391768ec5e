package io.perftune.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// The bytes that come in on a connection, with a look ahead that loses none.
final class Wire {
  private static final int LONGEST_LINE = 64 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[16 * 1024];
  private int from;
  private int to;
  private long arrivedNanos;

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
  }

  /// The next byte, or -1 at the end.
  int read() throws IOException {
    return from < to || fill() ? buffer[from++] & 0xff : -1;
  }

  /// The next `length` bytes.
  byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    int held = Math.min(length, to - from);
    System.arraycopy(buffer, from, bytes, 0, held);
    from += held;
    if (held < length) {
      if (in.readNBytes(bytes, held, length - held) < length - held) {
        throw new EOFException("the request's body was cut short");
      }
      arrived();
    }
    return bytes;
  }

  /// The next line without its end.
  String line() throws IOException, BadRequestException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(80);
    for (int next = read(); next != '\n'; next = read()) {
      if (next < 0) {
        throw new EOFException("the request's head was cut short");
      }
      if (line.size() == LONGEST_LINE) {
        throw new BadRequestException(431, "a line of the head is too long");
      }
      line.write(next);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  /// Whether the peer closes its side within `milliseconds`; comes back early when it does or when
  /// it sends more.
  boolean endsWithin(int milliseconds) throws IOException {
    if (from < to) {
      return false;
    }
    socket.setSoTimeout(Math.max(1, milliseconds));
    try {
      return !fill();
    } catch (SocketTimeoutException _) {
      return false;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(0);
      }
    }
  }

  /// Whether bytes were read that nobody has taken.
  boolean holdsBytes() {
    return from < to;
  }

  /// System.nanoTime when the latest bytes had been read.
  long arrivedNanos() {
    return arrivedNanos;
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, 0, buffer.length);
    arrived();
    from = 0;
    to = Math.max(0, read);
    return read > 0;
  }

  /// Stamps, then has the requests that are there on other connections stamped too, before anybody
  /// works on this one. Only how punctual the log is depends on that.
  @SuppressWarnings("ThreadPriorityCheck")
  private void arrived() {
    arrivedNanos = System.nanoTime();
    Thread.yield();
  }
}
