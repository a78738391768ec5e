package io.perftune.capture;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An HTTP response taken out of raw bytes, its body in the pieces in which it was read.
///
/// @param status 0 where the bytes hold no whole head of a response
/// @param contentType in lower case, without parameters; empty where there is none
/// @param encoding of the content, or of its transfer; empty where there is none
/// @param location where a redirect leads; empty where there is none
/// @param broken why the bytes are not HTTP; null where they are
record HttpReply(
    int status,
    String contentType,
    String encoding,
    String location,
    List<Piece> body,
    @Nullable String broken) {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  HttpReply {
    requireNonNull(contentType, "contentType is null");
    requireNonNull(encoding, "encoding is null");
    requireNonNull(location, "location is null");
    body = List.copyOf(body);
  }

  /// Bytes of a body, not copied and not compared, and the stamp of the read that gave them.
  @SuppressWarnings("ArrayRecordComponent")
  record Piece(byte[] bytes, long nanos) {
    Piece {
      requireNonNull(bytes, "bytes is null");
    }
  }

  boolean answered() {
    return status != 0;
  }

  boolean success() {
    return status >= 200 && status < 300;
  }

  /// True where the server sends the client elsewhere.
  boolean redirects() {
    return REDIRECTS.contains(status);
  }

  /// True where the body is one JSON document rather than a stream of events.
  boolean json() {
    return contentType.equals("application/json") || contentType.endsWith("+json");
  }

  /// True where the body is worth reading as a stream of events.
  boolean streamed() {
    return success() && !json() && broken == null && encoding.isEmpty();
  }

  boolean eventStream() {
    return contentType.equals("text/event-stream");
  }

  /// The body as text, of its first bytes only.
  String text(int mostBytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Piece piece : body) {
      bytes.write(piece.bytes(), 0, Math.min(piece.bytes().length, mostBytes - bytes.size()));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// The media type of a Content-Type header.
  static String mediaType(@Nullable String header) {
    return header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
