package io.perftune.verb.publish;

import static java.util.Objects.requireNonNull;

import io.perftune.lake.RowSource;
import io.perftune.verb.Context;
import java.io.IOException;
import java.time.Duration;

/// Rows that say how many of them were read, for whoever waits while many are.
///
/// A publish goes through them twice: to check and hash them, and to write them.
final class ToldRows implements RowSource {
  /// How often the clock is looked at.
  private static final int ROWS = 1_000;

  private static final int PASSES = 2;

  private final RowSource rows;
  private final long expected;
  private final Context.Progress progress;
  private final long everyNs;
  private long told = System.nanoTime();
  private long read;

  /// @param expected how many rows there should be
  /// @param every the least time between two reports
  ToldRows(RowSource rows, long expected, Context.Progress progress, Duration every) {
    this.rows = requireNonNull(rows, "rows is null");
    this.expected = expected;
    this.progress = requireNonNull(progress, "progress is null");
    this.everyNs = every.toNanos();
  }

  @Override
  public void forEach(Sink sink) throws IOException {
    rows.forEach((row, where) -> {
      sink.accept(row, where);
      read++;
      if (read % ROWS == 0 && System.nanoTime() - told >= everyNs) {
        told = System.nanoTime();
        progress.report(
            (double) read,
            (double) Math.max(read, PASSES * expected),
            "requests_v1: %,d rows read, of %,d twice".formatted(read, expected));
      }
    });
  }
}
