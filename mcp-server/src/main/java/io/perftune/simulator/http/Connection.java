package io.perftune.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/// The way back to a client: each method is one write to the socket, which sends it at once.
public final class Connection implements AutoCloseable {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(422, "Unprocessable Entity"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"));

  /// RFC 9110 has the day of the month in two digits.
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final Wire wire;
  private final OutputStream out;

  Connection(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    this.socket = socket;
    this.wire = new Wire(socket);
    this.out = socket.getOutputStream();
  }

  RequestReader requests() {
    return new RequestReader(wire, out);
  }

  public void send(Response response) throws IOException {
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    String head = head(response.status(), response.contentType(), "content-length: " + body.length);
    out.write(joined(head.getBytes(StandardCharsets.ISO_8859_1), body));
  }

  /// Sends the head of a response whose body follows in chunks.
  public void startChunks(int status, String contentType) throws IOException {
    String head = head(status, contentType, "transfer-encoding: chunked");
    out.write(head.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends bytes that [#chunk] has framed.
  public void write(byte[] framed) throws IOException {
    out.write(framed);
  }

  public void endChunks() throws IOException {
    out.write(LAST_CHUNK);
  }

  /// Sends the first half of bytes that [#chunk] has framed, and closes.
  public void cut(byte[] framed) throws IOException {
    out.write(framed, 0, framed.length / 2);
    close();
  }

  /// Ends the connection by a TCP reset.
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Whether the client closes its side within `milliseconds`; comes back early when it does or
  /// when it sends more.
  public boolean clientLeavesWithin(int milliseconds) throws IOException {
    return wire.endsWithin(milliseconds);
  }

  /// Whether bytes of a next request are there already.
  public boolean hasMore() {
    return wire.holdsBytes();
  }

  public boolean open() {
    return !socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// `payload` as one HTTP chunk.
  public static byte[] chunk(byte[] payload) {
    byte[] size =
        (Integer.toHexString(payload.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    return joined(size, payload, new byte[] {'\r', '\n'});
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static String head(int status, String contentType, String framing) {
    return String.join(
        "\r\n",
        "HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "Status"),
        "date: " + DATE.format(ZonedDateTime.now(ZoneOffset.UTC)),
        "server: perf-tune-simulator",
        "content-type: " + contentType,
        framing,
        "",
        "");
  }
}
