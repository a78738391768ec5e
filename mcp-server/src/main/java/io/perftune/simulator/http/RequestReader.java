package io.perftune.simulator.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads requests off a connection, one after the other.
final class RequestReader {
  private static final int LARGEST_BODY = 64 * 1024 * 1024;
  private static final int MOST_HEADERS = 200;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Wire wire;
  private final OutputStream out;

  RequestReader(Wire wire, OutputStream out) {
    this.wire = wire;
    this.out = out;
  }

  /// The next request; empty when the peer has closed between two requests.
  Optional<HttpRequest> next() throws IOException, BadRequestException {
    Optional<String> start = startLine();
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = start.get().split(" ", -1);
    if (parts.length != 3) {
      throw new BadRequestException(400, "not a request line: " + start.get());
    }
    if (!parts[2].equals("HTTP/1.1")) {
      throw new BadRequestException(505, "only HTTP/1.1 is spoken here, not " + parts[2]);
    }
    Map<String, String> headers = headers();
    String body = new String(body(headers), StandardCharsets.UTF_8);
    return Optional.of(new HttpRequest(parts[0], parts[1], headers, body, wire.arrivedNanos()));
  }

  private Optional<String> startLine() throws IOException, BadRequestException {
    int first = wire.read();
    while (first == '\r' || first == '\n') {
      first = wire.read();
    }
    return first < 0 ? Optional.empty() : Optional.of((char) first + wire.line());
  }

  private Map<String, String> headers() throws IOException, BadRequestException {
    Map<String, String> headers = new HashMap<>();
    for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || headers.size() == MOST_HEADERS) {
        throw new BadRequestException(400, "not a header, or too many of them");
      }
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private byte[] body(Map<String, String> headers) throws IOException, BadRequestException {
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write(CONTINUE);
    }
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks();
    }
    return wire.read(length(headers.getOrDefault("content-length", "0"), 10));
  }

  private byte[] chunks() throws IOException, BadRequestException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      if (body.size() + size > LARGEST_BODY) {
        throw new BadRequestException(413, "the body is larger than " + LARGEST_BODY + " bytes");
      }
      body.writeBytes(wire.read(size));
      wire.line();
    }
    skipTrailers();
    return body.toByteArray();
  }

  private void skipTrailers() throws IOException, BadRequestException {
    String line = wire.line();
    while (!line.isEmpty()) {
      line = wire.line();
    }
  }

  private int chunkSize() throws IOException, BadRequestException {
    String line = wire.line();
    int extension = line.indexOf(';');
    return length(extension < 0 ? line : line.substring(0, extension), 16);
  }

  private static int length(String digits, int radix) throws BadRequestException {
    try {
      int length = Integer.parseUnsignedInt(digits.strip(), radix);
      if (length < 0 || length > LARGEST_BODY) {
        throw new BadRequestException(413, "the body is larger than " + LARGEST_BODY + " bytes");
      }
      return length;
    } catch (NumberFormatException _) {
      throw new BadRequestException(400, "not a length: " + digits);
    }
  }
}
