package io.perftune.mcp;

import io.perftune.fixtures.Contexts;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Verb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.ObjectNode;

/// A server in this process with pipes for its streams, and the client's ends of them.
final class PipedServer implements AutoCloseable {
  static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18",\
      "capabilities":{},"clientInfo":{"name":"test","version":"0"}}}\
      """;
  static final String INITIALIZED =
      """
      {"jsonrpc":"2.0","method":"notifications/initialized"}\
      """;

  private final BoundedPipe requests = new BoundedPipe(4096);
  private final BoundedPipe replies;
  private final OutputStream out = requests.out();
  private final BufferedReader in;
  private final CountDownLatch gone = new CountDownLatch(1);

  private PipedServer(Path directory, List<Verb> verbs, int unread) {
    replies = new BoundedPipe(unread);
    in = new BufferedReader(new InputStreamReader(replies.in(), StandardCharsets.UTF_8));
    OutputStream answers = replies.out();
    StdioServer server =
        new StdioServer(
            new Dispatcher(verbs),
            progress -> Contexts.in(directory, Map.of(), progress),
            "0.0.0-test",
            Path.of(System.getProperty("checkout", "..")).toAbsolutePath().normalize(),
            new StdioServer.Streams(requests.in(), answers, gone::countDown));
    Thread.ofPlatform()
        .start(() -> {
          try {
            server.serve();
            answers.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /// A server that waits for the first message.
  static PipedServer fresh(Path directory, List<Verb> verbs) {
    return new PipedServer(directory, verbs, 4096);
  }

  /// A server past its handshake.
  static PipedServer ready(Path directory, List<Verb> verbs) throws IOException {
    return greeted(fresh(directory, verbs));
  }

  /// A server past its handshake with a client of those capabilities.
  static PipedServer with(Path directory, List<Verb> verbs, String capabilities)
      throws IOException {
    PipedServer server = fresh(directory, verbs);
    server.send(
        INITIALIZE.replace("\"capabilities\":{}", "\"capabilities\":" + capabilities), INITIALIZED);
    server.receive();
    return server;
  }

  /// A server past its handshake whose pipe takes so many writes before somebody reads.
  static PipedServer narrow(Path directory, List<Verb> verbs, int unread) throws IOException {
    return greeted(new PipedServer(directory, verbs, unread));
  }

  private static PipedServer greeted(PipedServer server) throws IOException {
    server.send(INITIALIZE, INITIALIZED);
    server.receive();
    return server;
  }

  void send(String... lines) throws IOException {
    for (String line : lines) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Sends a tool call.
  void call(int id, String tool, String arguments) throws IOException {
    send(call(String.valueOf(id), tool, arguments, ""));
  }

  /// A tool call's line.
  ///
  /// @param meta a member to add to params, with its comma
  static String call(String id, String tool, String arguments, String meta) {
    return """
    {"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"perf_tune_report_%s",\
    "arguments":%s%s}}\
    """
        .formatted(id, tool, arguments, meta);
  }

  /// The next message.
  ObjectNode receive() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the server ended");
    }
    return (ObjectNode) Json.MAPPER.readTree(line);
  }

  /// Whether the server has said everything and ended.
  boolean ended() throws IOException {
    return in.readLine() == null;
  }

  /// Writes that wait to be read.
  int unread() {
    return replies.waiting();
  }

  /// Closes the client's side, as a client does that ends.
  void hangUp() throws IOException {
    out.close();
  }

  @Override
  public void close() throws IOException {
    out.close();
    in.lines().forEach(_ -> {});
  }
}
