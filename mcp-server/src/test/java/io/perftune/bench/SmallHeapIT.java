package io.perftune.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Prompts and streams several times as large as the heap of whoever makes, sends, keeps and counts
/// them: bench/memory on a small scale.
@Timeout(300)
class SmallHeapIT {
  private static final int REQUESTS = 450;
  private static final int EVENTS = 1_800;
  private static final int CLIENT_MIB = 48;
  private static final int TOOL_MIB = 96;
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  @Test
  void neitherPromptsNorStreamsAreHeldInMemory() throws Exception {
    Path dataset = dataset();
    assertThat(Files.size(dataset)).isGreaterThan(2 * TOOL_MIB * MIB);

    Path raw = directory.resolve("raw");
    measure(dataset, raw);
    assertThat(Files.size(raw.resolve("streams.bin"))).isGreaterThan(2 * TOOL_MIB * MIB);

    String counted = java(TOOL_MIB, CaptureMain.class.getName(), raw.toString());
    assertThat(counted.strip()).isEqualTo(Integer.toString(REQUESTS));
  }

  private Path dataset() throws IOException, InterruptedException {
    String _ =
        java(
            TOOL_MIB,
            "io.perftune.Main",
            "dataset",
            "--shape",
            "aa-100k",
            "--request-count",
            Integer.toString(REQUESTS),
            "--out",
            directory.resolve("dataset").toString());
    try (var files = Files.list(directory.resolve("dataset"))) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).findFirst().orElseThrow();
    }
  }

  private void measure(Path dataset, Path raw) throws IOException, InterruptedException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.setExecutor(threads);
      server.createContext("/", SmallHeapIT::answer);
      server.start();
      String _ =
          java(
              CLIENT_MIB,
              "io.perftune.client.ClientMain",
              "--url",
              "http://127.0.0.1:" + server.getAddress().getPort(),
              "--model",
              "m",
              "--concurrency",
              "4",
              "--request-count",
              Integer.toString(REQUESTS),
              "--dataset",
              dataset.toString(),
              "--output-directory",
              raw.toString());
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    byte[] event =
        "data: {\"id\":\"small-heap\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word\"},\"finish_reason\":null}],\"padding\":\"%s\"}\n\n"
            .formatted("-".repeat(100))
            .getBytes(StandardCharsets.UTF_8);
    try (exchange;
        OutputStream out = exchange.getResponseBody()) {
      long _ = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      for (int i = 0; i < EVENTS; i++) {
        out.write(event);
      }
      out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /// What a Java program prints in a heap of this size; it must end well.
  private String java(int mebibytes, String... words) throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx%dm".formatted(mebibytes),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                Objects.requireNonNull(System.getProperty("java.class.path"))));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int code = process.waitFor();
    String printed = Files.readString(out);
    assertThat(code).as("%s: %s", words[0], printed).isZero();
    return printed;
  }
}
