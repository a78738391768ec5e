package io.perftune.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// Captured answers of real servers, as the bytes that were on the wire.
final class SseSamples {
  private SseSamples() {}

  /// The files below `sse/` that hold a response to a chat request, without `.txt`.
  static List<String> names() {
    URL resource = Objects.requireNonNull(SseSamples.class.getResource("/sse"), "sse");
    try (Stream<Path> files = Files.list(Path.of(resource.toURI()))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".txt") && !file.endsWith("-metrics.txt"))
          .map(file -> file.replace(".txt", ""))
          .sorted()
          .toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The response in a file below `sse/`, CR LF and chunked framing in place, an event a chunk.
  static byte[] response(String name) {
    String text = read("/sse/" + name + ".txt");
    int end = text.indexOf("\n\n") + 1;
    String head = text.substring(0, end);
    String body = text.substring(end + 1);
    if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
      body = chunked(body.startsWith("data:") ? body : unframed(body));
    }
    return (head.replace("\n", "\r\n") + "\r\n" + body).getBytes(StandardCharsets.UTF_8);
  }

  /// A response of a status, a type and a body, ended by its length.
  static String sized(String status, String type, String body) {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    return "HTTP/1.1 %s\r\ncontent-type: %s\r\ncontent-length: %d\r\n\r\n%s"
        .formatted(status, type, length, body);
  }

  /// A whole stream of events, chunked.
  static String stream(String body) {
    return "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        + chunked(body);
  }

  private static String chunked(String body) {
    StringBuilder framed = new StringBuilder();
    int at = 0;
    while (at < body.length()) {
      int end = body.indexOf("\n\n", at);
      String event = body.substring(at, end < 0 ? body.length() : end + 2);
      int length = event.getBytes(StandardCharsets.UTF_8).length;
      framed.append(Integer.toHexString(length)).append("\r\n").append(event).append("\r\n");
      at += event.length();
    }
    return framed.append("0\r\n\r\n").toString();
  }

  private static String unframed(String framed) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    while (true) {
      int line = framed.indexOf('\n', at);
      int length = Integer.parseInt(framed.substring(at, line), 16);
      if (length == 0) {
        return body.toString();
      }
      body.append(framed, line + 1, line + 1 + length);
      at = line + 1 + length + 1;
    }
  }

  private static String read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(SseSamples.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
