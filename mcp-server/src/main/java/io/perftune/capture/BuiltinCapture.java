package io.perftune.capture;

import io.perftune.tokens.O200k;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.wire.StreamEnd;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamMeta;
import io.perftune.wire.StreamsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/// Reads what the built-in client left of one trial of a point: streams.bin, the raw bytes of every
/// request, and client.json, its last word.
///
/// Requests are decoded and counted on all processors while the file is read; only those that are
/// open or in work are in memory.
public final class BuiltinCapture {
  static final String STREAMS = "streams.bin";
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  private final int concurrency;
  private final int trial;
  private final IntUnaryOperator inputTokensOfRow;
  private final O200k o200k = new O200k();
  private final Map<Integer, Open> open = new HashMap<>();
  private final Set<String> requestIds = new HashSet<>();
  private final List<CompletableFuture<RequestRecord>> records = new ArrayList<>();

  private record Open(StreamMeta meta, long t0, List<StreamFrame> reads) {}

  private BuiltinCapture(int concurrency, int trial, IntUnaryOperator inputTokensOfRow) {
    this.concurrency = concurrency;
    this.trial = trial;
    this.inputTokensOfRow = inputTokensOfRow;
  }

  /// Reads the trial in a directory.
  ///
  /// @param concurrency of the point
  /// @param trial of the point, from 1
  /// @param inputTokensOfRow o200k tokens of a row of the dataset, from 0; negative where they were
  ///   not counted
  /// @throws ProblemException with the byte of what is wrong in streams.bin: damage, a cut tail, a
  ///   request that is there twice or did not end; or where client.json is something else
  public static Capture read(
      Path directory, int concurrency, int trial, IntUnaryOperator inputTokensOfRow) {
    List<Problem> odd = new ArrayList<>();
    Path file = directory.resolve(STREAMS);
    List<RequestRecord> records = List.of();
    if (Files.exists(file)) {
      records = new BuiltinCapture(concurrency, trial, inputTokensOfRow).records(file);
    } else {
      odd.add(missing("no-rows", file, "The client left no stream: no request was sent."));
    }
    Path last = directory.resolve(ClientSummary.FILE);
    ClientSummary summary = ClientSummary.read(last);
    if (summary == null) {
      odd.add(missing("no-summary", last, "The client did not come to its end."));
      return new Capture(records, null, null, odd, rawSha256(directory));
    }
    return new Capture(records, summary.engine(), summary.health(), odd, rawSha256(directory));
  }

  /// The hash over what the client left in a directory, whether or not it can be read; empty where
  /// there is nothing.
  public static String rawSha256(Path directory) {
    return RawHash.of(directory, List.of(STREAMS, ClientSummary.FILE));
  }

  private List<RequestRecord> records(Path file) {
    try (StreamsReader reader = new StreamsReader(file);
        ThreadPoolExecutor workers = workers()) {
      for (StreamFrame frame = reader.next(); frame != null; frame = reader.next()) {
        try {
          take(frame, reader, workers);
        } catch (IllegalArgumentException e) {
          throw reader.broken("frame-damaged", String.valueOf(e.getMessage()));
        }
      }
    }
    return records.stream().map(CompletableFuture::join).toList();
  }

  private void take(StreamFrame frame, StreamsReader reader, ThreadPoolExecutor workers) {
    switch (frame.kind()) {
      case META -> begin(frame, reader);
      case BYTES -> of(frame).reads().add(frame);
      case END -> end(frame, workers);
    }
  }

  private void begin(StreamFrame frame, StreamsReader reader) {
    StreamMeta meta = StreamMeta.of(frame.bytes());
    if (!requestIds.add(meta.requestId())) {
      throw reader.broken(
          "duplicate-request", "Request %s is there already".formatted(meta.requestId()));
    }
    open.put(frame.request(), new Open(meta, frame.nanos(), new ArrayList<>()));
  }

  private void end(StreamFrame frame, ThreadPoolExecutor workers) {
    Open request = of(frame);
    open.remove(frame.request());
    if (!request.meta().phase().equals("profiling")) {
      return;
    }
    RawStream raw =
        new RawStream(
            request.meta(),
            request.t0(),
            request.reads(),
            StreamEnd.of(frame.bytes()),
            frame.nanos());
    int input = inputTokensOfRow.applyAsInt(raw.meta().row());
    Integer counted = input < 0 ? null : (Integer) input;
    records.add(
        CompletableFuture.supplyAsync(
            () -> StreamedRequest.record(raw, concurrency, trial, counted, o200k), workers));
  }

  private Open of(StreamFrame frame) {
    Open request = open.get(frame.request());
    if (request == null) {
      throw new IllegalArgumentException("request %d is not open".formatted(frame.request()));
    }
    return request;
  }

  /// As many as there are processors; when all are busy, the reader does the work itself, and so
  /// cannot run ahead of them.
  private static ThreadPoolExecutor workers() {
    return new ThreadPoolExecutor(
        PROCESSORS,
        PROCESSORS,
        1,
        TimeUnit.SECONDS,
        new ArrayBlockingQueue<>(PROCESSORS),
        new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static Problem missing(String code, Path file, String message) {
    return new Problem(code, message, file.toString(), "Read the client's output in commands/.");
  }
}
