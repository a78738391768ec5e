package io.perftune.capture;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.wire.ChatChunk;
import io.perftune.wire.SseEvent;
import io.perftune.wire.SseParser;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamMeta;
import io.perftune.wire.StreamsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// When each chunk with text came, in nanoseconds since the epoch, by the id of its request.
public final class ChunkStamps {
  private static final double NANOS_PER_MS = 1e6;

  private ChunkStamps() {}

  /// As either load generator left them in a directory.
  public static Map<String, List<Long>> read(Path directory) throws IOException {
    return Files.exists(directory.resolve(RawResults.STREAMS))
        ? builtin(directory.resolve(RawResults.STREAMS))
        : aiperf(directory.resolve("profile_export.jsonl"));
  }

  private static Map<String, List<Long>> builtin(Path streams) {
    Map<String, List<Long>> stamps = new HashMap<>();
    Map<Integer, List<StreamFrame>> open = new HashMap<>();
    try (StreamsReader reader = new StreamsReader(streams)) {
      for (StreamFrame frame = reader.next(); frame != null; frame = reader.next()) {
        open.computeIfAbsent(frame.request(), _ -> new ArrayList<>()).add(frame);
        if (frame.kind() == StreamFrame.Kind.END) {
          List<StreamFrame> frames = requireNonNull(open.remove(frame.request()));
          StreamMeta meta = StreamMeta.of(frames.getFirst().bytes());
          long epoch = meta.startEpochNs() - frames.getFirst().nanos();
          stamps.put(meta.requestId(), texts(frames).stream().map(nanos -> nanos + epoch).toList());
        }
      }
    }
    return stamps;
  }

  private static List<Long> texts(List<StreamFrame> frames) {
    List<Long> texts = new ArrayList<>();
    SseParser events =
        new SseParser(event -> {
          if (hasText(event)) {
            texts.add(event.nanos());
          }
        });
    HttpReplyReader.read(frames.subList(1, frames.size() - 1))
        .body()
        .forEach(piece -> events.accept(piece.bytes(), piece.nanos()));
    events.finish();
    return texts;
  }

  private static boolean hasText(SseEvent event) {
    return !event.data().equals("[DONE]") && !ChatChunk.of(event.data()).text().isEmpty();
  }

  private static Map<String, List<Long>> aiperf(Path rows) throws IOException {
    Map<String, List<Long>> stamps = new HashMap<>();
    for (String line : Files.readAllLines(rows)) {
      JsonNode row = Json.MAPPER.readTree(line);
      JsonNode first = row.at("/metrics/time_to_first_token/value");
      if (first.isNumber()) {
        double at = first.doubleValue();
        long start = row.at("/metadata/request_start_ns").longValue();
        List<Long> all = new ArrayList<>(List.of(start + Math.round(at * NANOS_PER_MS)));
        for (JsonNode gap : row.at("/metrics/inter_chunk_latency/value")) {
          at += gap.doubleValue();
          all.add(start + Math.round(at * NANOS_PER_MS));
        }
        stamps.put(row.at("/metadata/x_request_id").asString(), all);
      }
    }
    return stamps;
  }
}
