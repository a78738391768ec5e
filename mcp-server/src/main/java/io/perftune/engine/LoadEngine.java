package io.perftune.engine;

import static java.util.Objects.requireNonNull;

import io.perftune.value.EngineRun;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Runs a load generator for one trial of one point, on this machine or in a pod.
///
/// Whatever its end, no process of it is left, and what it leaves in the raw directory is free of
/// secrets.
public interface LoadEngine {
  /// Where a run reads and leaves its files.
  ///
  /// @param commands for the command, its configuration, outputs and exit code
  /// @param raw for the generator's own files; absent or empty
  /// @param dataset the prompts that are replayed; null where the generator makes them
  record Place(Path commands, Path raw, @Nullable Path dataset) {
    public Place {
      requireNonNull(commands, "commands is null");
      requireNonNull(raw, "raw is null");
    }

    /// One without a dataset.
    public Place(Path commands, Path raw) {
      this(commands, raw, null);
    }
  }

  /// Told of a run while it lasts, on the calling thread. Where it throws, the run is ended.
  interface Listener {
    /// It runs as this child process of ours, which a journal can find again by these two.
    void started(long pid, Instant start);

    /// How many profiling requests have ended; told when that changes, and at least every five
    /// seconds.
    void requests(int done, int of, Duration elapsed);
  }

  /// Runs it to its end.
  ///
  /// @param secrets variables for the generator alone: the key that the configuration refers to
  /// @param scrub takes every secret out of a line of text
  /// @throws InterruptedException after the generator is dead, where the thread was interrupted
  /// @throws io.perftune.value.ProblemException where the raw directory holds something, a file
  ///   cannot be written, or a secret stands in argv or configuration; nothing was started then
  EngineRun.End run(
      EngineRun run,
      Place place,
      Map<String, String> secrets,
      UnaryOperator<String> scrub,
      Listener listener)
      throws InterruptedException;
}
