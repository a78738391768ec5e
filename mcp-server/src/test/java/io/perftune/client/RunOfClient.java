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
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();

  private RunOfClient(Path directory) {
    this.directory = directory;
  }

  /// One request after the other; row i has the prompt `prompt i` and asks for 8 tokens.
  static RunOfClient of(URI url, Path temporary, int rows) throws IOException {
    RunOfClient run = new RunOfClient(temporary.resolve("raw"));
    Path dataset = temporary.resolve("rows.jsonl");
    Files.write(
        dataset,
        IntStream.range(0, rows)
            .mapToObj("{\"text_input\":\"prompt %d\",\"output_length\":8}"::formatted)
            .toList());
    return run.with("--url", url.toString())
        .with("--model", "m")
        .with("--dataset", dataset.toString())
        .with("--extra-inputs", "{\"ignore_eos\":true}")
        .with("--output-directory", run.directory.toString());
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
    return ClientMain.execute(environment, arguments.toArray(String[]::new));
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
    Map<Integer, List<StreamFrame>> frames = new TreeMap<>();
    try (StreamsReader reader = new StreamsReader(directory.resolve("streams.bin"))) {
      for (@Nullable StreamFrame frame = reader.next(); frame != null; frame = reader.next()) {
        frames.computeIfAbsent(frame.request(), _ -> new ArrayList<>()).add(frame);
      }
    }
    return frames.values().stream().map(RunOfClient::stream).toList();
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
