package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.workspace.AtomicFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// commands/settle.log, and spec_metrics/scrape.log: one line a step, written when it ends, with
/// its UTC start, how long it took and what came of it.
///
/// An interrupt of the thread does not stop a line from being written.
final class SettleLog {
  private static final double NANOS = 1e9;

  private final Path file;
  private final Clock clock;
  private final UnaryOperator<String> scrub;

  /// @param scrub takes every credential out of a line
  SettleLog(Path file, Clock clock, UnaryOperator<String> scrub) {
    this.file = requireNonNull(file, "file is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.scrub = requireNonNull(scrub, "scrub is null");
  }

  /// Something that takes time and says in a few words what came of it.
  @FunctionalInterface
  interface Step {
    String take() throws InterruptedException;
  }

  /// Takes a step and writes its line, also where it throws.
  ///
  /// @return what came of it, without a credential
  String take(String name, Step step) throws InterruptedException {
    Instant start = clock.instant();
    long begun = System.nanoTime();
    String result = "interrupted";
    try {
      result = scrub.apply(step.take());
      return result;
    } catch (RuntimeException e) {
      result = scrub.apply("broken: " + e.getMessage());
      throw e;
    } finally {
      double seconds = (System.nanoTime() - begun) / NANOS;
      append(String.format(Locale.ROOT, "%s %s %.3f s: %s%n", start, name, seconds, result));
    }
  }

  private void append(String line) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
        out.write(line.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(file, e);
    }
  }
}
