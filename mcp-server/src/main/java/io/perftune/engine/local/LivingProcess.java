package io.perftune.engine.local;

import java.time.Instant;
import java.util.Optional;

/// A process that was seen before and still runs: the same one, not a later one of its number.
public final class LivingProcess {
  private LivingProcess() {}

  /// The process; empty where it has ended.
  ///
  /// @param start when it was started, to the second
  public static Optional<ProcessHandle> of(long pid, Instant start) {
    return ProcessHandle.of(pid)
        .filter(process -> ChildSession.startedAt(process, start) && ChildSession.runs(process));
  }
}
