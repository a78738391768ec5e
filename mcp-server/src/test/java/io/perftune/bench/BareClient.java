package io.perftune.bench;

import io.perftune.value.Json;
import io.perftune.wire.StreamEnd;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamMeta;
import io.perftune.wire.StreamsWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The least that a client can do, which is what the kernel, the machine and a JVM take for
/// themselves: one selector, one read of each socket that is ready, a stamp, a copy. It knows the
/// lean sender's last bytes and no HTTP, and it keeps everything until the run is over.
///
/// It takes the switches of the built-in client and leaves the same files.
public final class BareClient {
  private final List<String> words;
  private final Selector selector = Selector.open();
  private final List<BareConnection> connections = new ArrayList<>();
  private final List<BareConnection.Answer> answers = new ArrayList<>();
  private final List<byte[]> requests = new ArrayList<>();
  private int next;

  private BareClient(List<String> words) throws IOException {
    this.words = words;
  }

  /// Runs to the end.
  ///
  /// @param args the switches of the built-in client that the benches give
  public static void main(String[] args) throws IOException {
    new BareClient(List.of(args)).run();
  }

  private String after(String name) {
    return words.get(words.indexOf(name) + 1);
  }

  private void run() throws IOException {
    int concurrency = Integer.parseInt(after("--concurrency"));
    int warmup = Integer.parseInt(after("--warmup-request-count"));
    int all = warmup + Integer.parseInt(after("--request-count"));
    URI origin = URI.create(after("--url"));
    List<String> rows = Files.readAllLines(Path.of(after("--dataset")));
    for (int i = 0; i < all; i++) {
      requests.add(
          BareConnection.request(after("--model"), Json.MAPPER.readTree(rows.get(i)), id(i)));
    }
    Instant wall = Instant.now();
    long epoch = wall.getEpochSecond() * 1_000_000_000 + wall.getNano() - System.nanoTime();
    for (int i = 0; i < concurrency; i++) {
      connections.add(
          BareConnection.open(selector, new InetSocketAddress(origin.getHost(), origin.getPort())));
    }
    phase(warmup);
    phase(all);
    write(Path.of(after("--output-directory")), warmup, epoch);
  }

  private static String id(int number) {
    return "bare-%d-%d".formatted(ProcessHandle.current().pid(), number);
  }

  private void phase(int until) throws IOException {
    int open = 0;
    for (BareConnection connection : connections) {
      open += begin(connection, until);
    }
    ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
    while (open > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        BareConnection connection = (BareConnection) key.attachment();
        BareConnection.Answer whole = connection.read(in);
        if (whole != null) {
          answers.add(whole);
          open += begin(connection, until) - 1;
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private int begin(BareConnection connection, int until) throws IOException {
    if (next == until) {
      return 0;
    }
    connection.send(next, requests.get(next));
    next++;
    return 1;
  }

  private void write(Path directory, int warmup, long epoch) throws IOException {
    Files.createDirectories(directory);
    StringBuilder lines = new StringBuilder();
    try (StreamsWriter out =
        new StreamsWriter(
            new BufferedOutputStream(Files.newOutputStream(directory.resolve("streams.bin"))))) {
      for (BareConnection.Answer answer : answers) {
        int number = answer.request();
        String phase = number < warmup ? "warmup" : "profiling";
        StreamMeta meta = new StreamMeta(id(number), phase, number, answer.t0() + epoch);
        out.write(new StreamFrame(number, StreamFrame.Kind.META, answer.t0(), meta.json()));
        for (StreamFrame read : answer.reads()) {
          out.write(read);
        }
        StreamEnd end = new StreamEnd(StreamEnd.Cause.COMPLETE, null, null, null, true);
        long over = answer.reads().getLast().nanos();
        out.write(new StreamFrame(number, StreamFrame.Kind.END, over, end.json()));
        lines.append("{\"request\":%d,\"benchmark_phase\":\"%s\"}\n".formatted(number, phase));
      }
    }
    Files.writeString(directory.resolve("ended.jsonl"), lines);
    JsonNode last = Json.object().put("version", "bare").put("cancelled", false);
    Files.write(directory.resolve("client.json"), Json.MAPPER.writeValueAsBytes(last));
  }
}
