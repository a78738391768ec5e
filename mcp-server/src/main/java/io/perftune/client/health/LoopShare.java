package io.perftune.client.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What Linux says of a thread: how long it ran, and how long it was ready and waited for a
/// processor (the first two figures of schedstat).
record LoopShare(long runNanos, long waitNanos) {
  private static final Path THREAD = Path.of("/proc/thread-self/schedstat");

  /// Of the calling thread, since it began; null where the system does not tell.
  static @Nullable LoopShare now() {
    try {
      return of(Files.readString(THREAD));
    } catch (IOException _) {
      return null;
    }
  }

  /// Of such a file; null where it holds something else.
  static @Nullable LoopShare of(String schedstat) {
    String[] figures = schedstat.strip().split(" ", -1);
    try {
      return figures.length < 2
          ? null
          : new LoopShare(Long.parseLong(figures[0]), Long.parseLong(figures[1]));
    } catch (NumberFormatException _) {
      return null;
    }
  }

  LoopShare since(LoopShare before) {
    return new LoopShare(runNanos - before.runNanos, waitNanos - before.waitNanos);
  }
}
