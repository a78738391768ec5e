package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What the requests that ended last showed, while a point is measured: a courtesy to whoever
/// waits, and no figure of the campaign.
///
/// Read from the end of the file to which the load generator adds a line for each request, at most
/// once a second.
final class LatestLatency {
  private static final int TAIL = 128 << 10;
  private static final int REQUESTS = 5;
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final Path raw;
  private String words = "";
  private @Nullable Long looked;

  /// @param raw what the load generator leaves of the point
  LatestLatency(Path raw) {
    this.raw = requireNonNull(raw, "raw is null");
  }

  /// `, TTFT of the latest 512 ms`: the median of the last five; `first bytes` where that is all
  /// that the load generator notes; empty where nothing can be said.
  String words() {
    long now = System.nanoTime();
    if (looked == null || now - looked >= PAUSE) {
      looked = now;
      words = look();
    }
    return words;
  }

  private String look() {
    String aiperf =
        words(
            "TTFT",
            median(raw.resolve("profile_export.jsonl"), "/metrics/time_to_first_token/value"));
    return aiperf.isEmpty()
        ? words("first bytes", median(raw.resolve("ended.jsonl"), "/first_read_ms"))
        : aiperf;
  }

  private static String words(String what, double[] median) {
    return median.length == 0
        ? ""
        : String.format(Locale.ROOT, ", %s of the latest %,.0f ms", what, median[0]);
  }

  /// Of the last requests; no element where there is none.
  private static double[] median(Path file, String pointer) {
    List<String> lines = tail(file).lines().toList();
    double[] values =
        lines.subList(Math.max(0, lines.size() - REQUESTS), lines.size()).stream()
            .map(LatestLatency::parsed)
            .map(line -> line.at(pointer))
            .filter(JsonNode::isNumber)
            .mapToDouble(JsonNode::doubleValue)
            .sorted()
            .toArray();
    return values.length == 0 ? values : new double[] {values[values.length / 2]};
  }

  private static JsonNode parsed(String line) {
    try {
      return Json.MAPPER.readTree(line);
    } catch (JacksonException _) {
      return Json.object(); // the cut beginning of the tail, or a line that is being written
    }
  }

  /// The last whole lines of the file; empty where it is not there.
  private static String tail(Path file) {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - TAIL));
      ByteBuffer buffer = ByteBuffer.allocate(TAIL);
      while (buffer.hasRemaining() && channel.read(buffer) > 0) {}
      String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
      return text.substring(0, text.lastIndexOf('\n') + 1);
    } catch (IOException _) {
      return "";
    }
  }
}
