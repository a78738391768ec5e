package io.perftune.simulator;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/// Keeps the latest truths, and appends each to a file as a line of JSON, flushed before the next
/// begins. Thread-safe.
final class TruthLog implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .build();

  private final ArrayDeque<Truth> latest = new ArrayDeque<>();
  private final int kept;
  private final Optional<BufferedWriter> file;

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

  synchronized void remember(Truth truth) {
    latest.addLast(truth);
    if (latest.size() > kept) {
      latest.removeFirst();
    }
  }

  void write(Truth truth) {
    if (file.isEmpty()) {
      return;
    }
    String line = JSON.writeValueAsString(truth) + "\n";
    synchronized (this) {
      append(file.get(), line);
    }
  }

  synchronized List<Truth> latest() {
    return List.copyOf(latest);
  }

  @Override
  public synchronized void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }

  private static void append(BufferedWriter writer, String line) {
    try {
      writer.write(line);
      writer.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the truth log cannot be written", e);
    }
  }
}
