package io.perftune.outside;

import io.perftune.value.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The server as its launcher starts it, and the far ends of its streams.
final class RawServer implements AutoCloseable {
  static final String INITIALIZE =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"raw","version":"0"}}}
      """;
  static final String INITIALIZED =
      """
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      """;

  private final Process process;
  private final BufferedReader out;
  private final OutputStream in;

  private RawServer(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.in = process.getOutputStream();
  }

  /// Starts it; its log goes to server.log in the directory, its campaigns below it.
  static RawServer fresh(Path directory) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(Outside.program("bin/perf-tune-report-mcp"));
    builder.environment().put("PERFTUNE_NO_BUILD", "1");
    builder.environment().put("PERFREPORT_CAMPAIGNS_DIR", directory + "/campaigns");
    builder.redirectError(directory.resolve("server.log").toFile());
    return new RawServer(builder.start());
  }

  /// Starts it and does the handshake.
  static RawServer ready(Path directory) throws IOException {
    RawServer server = fresh(directory);
    server.send(INITIALIZE + INITIALIZED);
    JsonNode _ = server.receive();
    return server;
  }

  void send(String lines) throws IOException {
    in.write(lines.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  void call(int id, String verb, ObjectNode arguments) throws IOException {
    ObjectNode message = Json.object().put("jsonrpc", "2.0").put("id", id);
    ObjectNode params = message.put("method", "tools/call").putObject("params");
    params.put("name", "perf_tune_report_" + verb).set("arguments", arguments);
    send(Json.line(message) + "\n");
  }

  JsonNode receive() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server ended");
    }
    return Json.MAPPER.readTree(line);
  }

  /// A process that the server started, as soon as there is one.
  ProcessHandle child() throws InterruptedException {
    while (process.isAlive()) {
      var child = process.children().findFirst();
      if (child.isPresent()) {
        return child.get();
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    throw new IllegalStateException("the server ended");
  }

  void hangUp() throws IOException {
    in.close();
  }

  /// Its exit code.
  int ended() throws InterruptedException {
    return process.waitFor();
  }

  /// Whether nothing more comes.
  boolean silent() throws IOException {
    return out.readLine() == null;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
