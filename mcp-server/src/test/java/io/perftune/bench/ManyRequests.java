package io.perftune.bench;

import io.perftune.lake.LakeSample;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.verb.publish.PublishSample;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.node.ObjectNode;

/// As many requests as asked for behind the points of a sample campaign, written one by one, and
/// rows that count them.
///
/// @param rows over all points
record ManyRequests(PublishSample sample, long rows) {
  private static final int FAILED_OF = 100;
  private static final long START_NS = 1_768_469_460_000_000_000L;

  /// Writes requests.jsonl of each cell, and the atlas.
  void write() throws IOException {
    List<ObjectNode> atlas = LakeSample.atlas();
    Map<String, BufferedWriter> files = new LinkedHashMap<>();
    try {
      for (int point = 0; point < atlas.size(); point++) {
        ObjectNode row = atlas.get(point);
        String cell = row.required("cell_id").asString();
        BufferedWriter out = files.get(cell);
        if (out == null) {
          out = Files.newBufferedWriter(file(cell));
          files.put(cell, out);
        }
        long from = rows * point / atlas.size();
        count(row, write(out, row, rows * (point + 1) / atlas.size() - from));
      }
    } finally {
      for (BufferedWriter out : files.values()) {
        out.close();
      }
    }
    sample.atlas(atlas);
  }

  /// The files, in the order of their cells.
  List<Path> files() {
    return LakeSample.atlas().stream()
        .map(row -> file(row.required("cell_id").asString()))
        .distinct()
        .toList();
  }

  long bytes() throws IOException {
    long bytes = 0;
    for (Path file : files()) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private Path file(String cell) {
    return sample.file("cells/" + cell + "/requests.jsonl");
  }

  private static void count(ObjectNode row, long requests) {
    long failed = requests / FAILED_OF;
    row.put("status_reason", failed + " of " + requests + " requests failed")
        .put("n", requests - failed)
        .put("requests", requests)
        .put("requests_ok", requests - failed)
        .put("requests_failed", failed);
  }

  private static long write(BufferedWriter out, ObjectNode row, long requests) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    String campaign = row.required("campaign_id").asString();
    String cell = row.required("cell_id").asString();
    int concurrency = row.required("concurrency").intValue();
    long start = START_NS;
    for (long index = 0; index < requests; index++) {
      start += random.nextLong(20_000_000);
      boolean failed = index % FAILED_OF == FAILED_OF - 1;
      RequestRecord record = record(concurrency, index, start, failed, random);
      out.write(Json.line(record.toJson(campaign, cell)));
      out.write('\n');
    }
    return requests;
  }

  private static RequestRecord record(
      int concurrency, long index, long start, boolean failed, SplittableRandom random) {
    long ttft = 30_000_000 + random.nextLong(60_000_000);
    long length = ttft + random.nextLong(9_000_000_000L);
    int output = 1_000 + random.nextInt(40);
    return new RequestRecord(
        new RequestRecord.Key(
            concurrency, 1, "%08x-%06d".formatted(random.nextInt(), index), "profiling"),
        new RequestRecord.Timing(
            start,
            start + length,
            failed ? null : (ttft - 1_000_000) / 1e6,
            failed ? null : ttft / 1e6,
            failed ? null : (ttft + 5_000_000) / 1e6,
            failed ? null : (length - ttft) / 1e6 / (output - 1),
            failed ? null : length / 1e6),
        failed
            ? new RequestRecord.Tokens(null, null, null, null, null)
            : new RequestRecord.Tokens(1_000, output, 0, output, "none_seen"),
        failed
            ? new RequestRecord.Server(null, null, null, null)
            : new RequestRecord.Server(1_007, output, null, 0),
        new RequestRecord.Connection(index == 0 ? 1.25 : 0.0, index > 0),
        new RequestRecord.Ending(
            failed ? RequestRecord.Result.FAILED : RequestRecord.Result.OK,
            failed ? null : "length",
            failed ? "503" : null,
            failed ? "HTTPError" : null,
            failed ? "no capacity" : null));
  }
}
