package io.perftune.simulator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the latest truths, and appends each to a file as a line of JSON, flushed before the next
/// begins.
///
/// The file has them in the order of memory, a moment later: it is written on a thread of its own,
/// so that no connection waits for it, and on a platform's, so that it holds up no virtual one.
/// Thread-safe.
final class TruthLog implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .build();
  private static final int CLOSE_SECONDS = 30;

  private final ArrayDeque<Truth> latest = new ArrayDeque<>();
  private final int kept;
  private final Optional<BufferedWriter> file;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("truth-log").factory());
  private volatile @Nullable IOException failure;

  private TruthLog(int kept, Optional<BufferedWriter> file) {
    this.kept = kept;
    this.file = file;
  }

  /// A log that holds `kept` truths, and appends all to `path` if there is one.
  static TruthLog open(int kept, Optional<Path> path) throws IOException {
    if (path.isEmpty()) {
      return new TruthLog(kept, Optional.empty());
    }
    return new TruthLog(
        kept,
        Optional.of(
            Files.newBufferedWriter(
                path.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)));
  }

  synchronized void add(Truth truth) {
    latest.addLast(truth);
    if (latest.size() > kept) {
      latest.removeFirst();
    }
    file.ifPresent(open -> writer.execute(() -> append(open, truth)));
  }

  synchronized List<Truth> latest() {
    return List.copyOf(latest);
  }

  /// Waits until all is written.
  ///
  /// @throws IOException when some line could not be written
  @Override
  public void close() throws IOException {
    writer.shutdown();
    try {
      writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    if (file.isPresent()) {
      file.get().close();
    }
    if (failure != null) {
      throw new IOException("the truth log is incomplete", failure);
    }
  }

  private void append(BufferedWriter open, Truth truth) {
    try {
      open.write(JSON.writeValueAsString(truth));
      open.write('\n');
      open.flush();
    } catch (IOException e) {
      failure = e;
    }
  }
}
