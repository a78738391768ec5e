package io.perftune.client;

import io.perftune.client.http.Archive;
import io.perftune.client.http.Ended;
import io.perftune.client.http.Ended.Read;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamFrame.Kind;
import io.perftune.wire.StreamMeta;
import io.perftune.wire.StreamsWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Writes what ended, on a thread of its own: the frames of each request, then its line.
///
/// What waits for the disk may take a quarter of the heap; beyond that no request starts until
/// there is room again, which [#putOff] counts.
final class RunFiles implements Archive {
  private static final int BUFFER = 1 << 16;

  private final EpochClock clock;
  private final Mask mask;
  private final OutputStream streams;
  private final OutputStream lines;
  private final BlockingQueue<Optional<Ended>> queue = new LinkedBlockingQueue<>();
  private final AtomicLong pending = new AtomicLong();
  private final AtomicLong putOff = new AtomicLong();
  private final long most = Runtime.getRuntime().maxMemory() / 4;
  private final Thread thread;
  private final Runnable onFailure;
  private volatile @Nullable Exception failure;

  private RunFiles(
      EpochClock clock, Mask mask, OutputStream streams, OutputStream lines, Runnable onFailure) {
    this.clock = clock;
    this.mask = mask;
    this.streams = new BufferedOutputStream(streams, BUFFER);
    this.lines = new BufferedOutputStream(lines, BUFFER);
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().daemon().name("streams").unstarted(this::drain);
  }

  /// Begins to write.
  ///
  /// @param mask what is hidden of what came back
  /// @param streams gets streams.bin; closed at the end
  /// @param lines gets ended.jsonl; closed at the end
  /// @param onFailure told once, on the writing thread, when the disk refuses
  static RunFiles start(
      EpochClock clock, Mask mask, OutputStream streams, OutputStream lines, Runnable onFailure) {
    RunFiles files = new RunFiles(clock, mask, streams, lines, onFailure);
    files.thread.start();
    return files;
  }

  @Override
  public void add(Ended ended) {
    pending.addAndGet(ended.size());
    queue.add(Optional.of(ended));
  }

  @Override
  public boolean full() {
    boolean full = pending.get() > most;
    if (full) {
      putOff.incrementAndGet();
    }
    return full;
  }

  /// How often a request was not started at once because the disk was behind.
  long putOff() {
    return putOff.get();
  }

  /// Returns when all is written.
  ///
  /// @throws IOException when something is not
  void finish() throws IOException, InterruptedException {
    queue.add(Optional.empty());
    thread.join();
    Exception failed = failure;
    if (failed != null) {
      throw new IOException("what came back could not be written: " + failed.getMessage(), failed);
    }
  }

  private void drain() {
    try (lines;
        StreamsWriter frames = new StreamsWriter(streams)) {
      for (Optional<Ended> next = queue.take(); next.isPresent(); next = queue.take()) {
        write(frames, next.get());
        pending.addAndGet(-next.get().size());
        if (queue.isEmpty()) {
          streams.flush();
          lines.flush();
        }
      }
    } catch (IOException | RuntimeException e) {
      failure = e;
      onFailure.run();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// How long the first bytes took, for whoever watches the run; nothing where none came.
  private static String firstRead(Ended ended) {
    return ended.reads().isEmpty()
        ? ""
        : ",\"first_read_ms\":%d"
            .formatted((ended.reads().getFirst().nanos() - ended.t0()) / 1_000_000);
  }

  private void write(StreamsWriter frames, Ended ended) throws IOException {
    int number = ended.request().number();
    StreamMeta meta =
        new StreamMeta(
            ended.request().id(), ended.request().phase(), number, clock.epochNs(ended.t0()));
    frames.write(new StreamFrame(number, Kind.META, ended.t0(), meta.json()));
    for (Read read : mask.of(ended.reads())) {
      frames.write(new StreamFrame(number, Kind.BYTES, read.nanos(), read.bytes()));
    }
    frames.write(new StreamFrame(number, Kind.END, ended.endNanos(), ended.end().json()));
    lines.write(
        "{\"request\":%d,\"benchmark_phase\":\"%s\"%s}\n"
            .formatted(number, ended.request().phase(), firstRead(ended))
            .getBytes(StandardCharsets.UTF_8));
  }
}
