package io.perftune.client;

import io.perftune.value.Json;
import io.perftune.wire.StreamEnd;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamMeta;
import io.perftune.wire.StreamsReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Runs the client in this process and reads what it left.
final class RunOfClient {
  final Path directory;
  private final Path dataset;
  private final int rows;
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String model = "m";
  private String extra = "{\"ignore_eos\":true}";

  private RunOfClient(Path temporary, int rows) {
    this.directory = temporary.resolve("raw");
    this.dataset = temporary.resolve("rows.jsonl");
    this.rows = rows;
  }

  /// One request after the other; row i has the prompt `prompt i` and asks for 8 tokens.
  static RunOfClient of(URI url, Path temporary, int rows) throws IOException {
    RunOfClient run = new RunOfClient(temporary, rows);
    return run.limit(8)
        .with("--url", url.toString())
        .with("--dataset", run.dataset.toString())
        .with("--output-directory", run.directory.toString());
  }

  /// Asks another model than m.
  RunOfClient model(String name) {
    model = name;
    return this;
  }

  /// More members of each body, instead of ignore_eos.
  RunOfClient extra(String json) {
    extra = json;
    return this;
  }

  /// Asks for so many tokens in each row; 0: the rows say nothing of it.
  RunOfClient limit(int tokens) throws IOException {
    String length = tokens == 0 ? "" : ",\"output_length\":" + tokens;
    Files.write(
        dataset,
        IntStream.range(0, rows)
            .mapToObj(row -> "{\"text_input\":\"prompt %d\"%s}".formatted(row, length))
            .toList());
    return this;
  }

  RunOfClient load(int concurrency, int requests, int warmup) {
    return with("--concurrency", Integer.toString(concurrency))
        .with("--request-count", Integer.toString(requests))
        .with("--warmup-request-count", Integer.toString(warmup));
  }

  RunOfClient with(String flag, String value) {
    arguments.add(flag);
    arguments.add(value);
    return this;
  }

  RunOfClient variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  int run() {
    return ClientMain.execute(environment, words().toArray(String[]::new));
  }

  /// The same as a process of its own, whose output goes into a file.
  ProcessBuilder process(String... flags) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ClientMain.class.getName());
    command.addAll(words());
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectOutput(directory.resolveSibling("client.txt").toFile());
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(arguments);
    words.addAll(List.of("--model", model, "--extra-inputs", extra));
    return words;
  }

  JsonNode completion() throws IOException {
    return Json.MAPPER.readTree(Files.readString(directory.resolve("client.json")));
  }

  List<String> lines() throws IOException {
    return Files.readAllLines(directory.resolve("ended.jsonl"));
  }

  /// One request as the file has it.
  @SuppressWarnings("ArrayRecordComponent")
  record Stream(
      StreamMeta meta, long t0, byte[] bytes, List<Long> stamps, StreamEnd end, long endNanos) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  /// In the order of their numbers.
  List<Stream> streams() {
    Map<Integer, List<StreamFrame>> requests = new TreeMap<>();
    frames(directory.resolve("streams.bin"))
        .forEach(
            frame -> requests.computeIfAbsent(frame.request(), _ -> new ArrayList<>()).add(frame));
    return requests.values().stream().map(RunOfClient::stream).toList();
  }

  /// A whole file of streams.
  static List<StreamFrame> frames(Path file) {
    List<StreamFrame> frames = new ArrayList<>();
    try (StreamsReader reader = new StreamsReader(file)) {
      for (@Nullable StreamFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
    }
    return frames;
  }

  private static Stream stream(List<StreamFrame> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<StreamFrame> reads = frames.subList(1, frames.size() - 1);
    reads.forEach(read -> bytes.writeBytes(read.bytes()));
    return new Stream(
        StreamMeta.of(frames.getFirst().bytes()),
        frames.getFirst().nanos(),
        bytes.toByteArray(),
        reads.stream().map(StreamFrame::nanos).toList(),
        StreamEnd.of(frames.getLast().bytes()),
        frames.getLast().nanos());
  }
}
