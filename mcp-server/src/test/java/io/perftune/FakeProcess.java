package io.perftune;

import io.perftune.value.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// The product in a process of its own, and the far ends of its streams.
final class FakeProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final BufferedReader err;
  private final OutputStream in;

  private FakeProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.err = process.errorReader(StandardCharsets.UTF_8);
    this.in = process.getOutputStream();
  }

  /// Starts [FakeMain] with JVM flags and words.
  static FakeProcess start(List<String> flags, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), FakeMain.class.getName()));
    command.addAll(words);
    return new FakeProcess(new ProcessBuilder(command).start());
  }

  /// Starts the server with JVM flags and does the handshake.
  static FakeProcess ready(String... flags) throws IOException {
    FakeProcess server = start(List.of(flags), List.of("mcp"));
    server.send(
        """
        {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
        "capabilities":{},"clientInfo":{"name":"test","version":"0"}}}
        {"jsonrpc":"2.0","method":"notifications/initialized"}
        """);
    server.receive();
    return server;
  }

  void send(String lines) throws IOException {
    in.write(lines.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  void call(String tool, String arguments) throws IOException {
    send(
        """
        {"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"perf_tune_report_%s",\
        "arguments":%s}}
        """
            .formatted(tool, arguments));
  }

  ObjectNode receive() throws IOException {
    String line = out.readLine();
    if (line == null) {
      throw new IOException("the server ended");
    }
    return (ObjectNode) Json.MAPPER.readTree(line);
  }

  /// The next line of standard error that begins so; empty where the server ended before.
  Optional<String> said(String beginning) {
    return err.lines().filter(line -> line.startsWith(beginning)).findFirst();
  }

  /// Whether nothing more comes on standard output.
  boolean silent() throws IOException {
    return out.readLine() == null;
  }

  Process process() {
    return process;
  }

  void hangUp() throws IOException {
    in.close();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
