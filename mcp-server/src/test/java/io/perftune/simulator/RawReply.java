package io.perftune.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A response as it came over a socket, read without an HTTP library so that nothing is mended.
record RawReply(
    int status, Map<String, String> headers, List<String> httpChunks, String body, End end) {

  /// How the bytes ended.
  enum End {
    WELL_FORMED,
    CLOSED_EARLY,
    RESET
  }

  private static final JsonMapper JSON = new JsonMapper();

  /// Sends one chat request, with these headers, on a connection of its own.
  static RawReply chat(URI origin, String body, String... headers) throws IOException {
    try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
      socket.setSoTimeout(20_000);
      send(socket, "POST " + origin.getPath() + "/v1/chat/completions", body, headers);
      return read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  /// Fetches one page, with these headers, on a connection of its own.
  static RawReply page(URI origin, String path, String... headers) throws IOException {
    try (Socket socket = new Socket(origin.getHost(), origin.getPort())) {
      socket.setSoTimeout(20_000);
      send(socket, "GET " + origin.getPath() + path, "", headers);
      return read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  static void send(Socket socket, String start, String body, String... headers) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String head =
        start
            + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: "
            + bytes.length
            + "\r\n"
            + Arrays.stream(headers).map(h -> h + "\r\n").collect(Collectors.joining())
            + "\r\n";
    OutputStream out = socket.getOutputStream();
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.flush();
  }

  static RawReply read(InputStream in) throws IOException {
    String start = line(in);
    int status = start.isEmpty() ? 0 : Integer.parseInt(start.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      return new RawReply(status, headers, List.of(body), body, End.WELL_FORMED);
    }
    List<String> chunks = new ArrayList<>();
    End end = readChunks(in, chunks);
    return new RawReply(status, headers, chunks, String.join("", chunks), end);
  }

  private static End readChunks(InputStream in, List<String> chunks) throws IOException {
    try {
      while (true) {
        String size = line(in);
        if (size.isEmpty()) {
          return End.CLOSED_EARLY;
        }
        int length = Integer.parseInt(size, 16);
        byte[] chunk = in.readNBytes(length + 2);
        if (chunk.length < length + 2) {
          return End.CLOSED_EARLY;
        }
        if (length == 0) {
          return End.WELL_FORMED;
        }
        chunks.add(new String(chunk, 0, length, StandardCharsets.UTF_8));
      }
    } catch (SocketException _) {
      return End.RESET;
    }
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  /// The JSON of the body.
  JsonNode json() {
    return JSON.readTree(body);
  }

  /// The payloads of all `data:` lines, `[DONE]` included.
  List<String> data() {
    return body.lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  /// The JSON of all events but `[DONE]`.
  List<JsonNode> events() {
    return data().stream().filter(data -> !data.equals("[DONE]")).map(JSON::readTree).toList();
  }

  /// The deltas of all events that have a choice.
  List<JsonNode> deltas() {
    return events().stream()
        .filter(event -> !event.path("choices").isEmpty())
        .map(event -> event.path("choices").path(0).path("delta"))
        .toList();
  }

  /// The joined text of one field of the deltas.
  String text(String field) {
    return deltas().stream()
        .map(delta -> delta.path(field).stringValue(""))
        .collect(Collectors.joining());
  }

  /// All finish reasons that were given.
  List<String> finishReasons() {
    return events().stream()
        .map(event -> event.path("choices").path(0).path("finish_reason"))
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .toList();
  }

  /// The events that have a `usage` object.
  List<JsonNode> usages() {
    return events().stream().map(event -> event.path("usage")).filter(JsonNode::isObject).toList();
  }
}
