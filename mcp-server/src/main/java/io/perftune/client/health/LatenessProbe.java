package io.perftune.client.health;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// A task of one event loop that asks to run 1 ms later, notes how late it came, and asks again.
///
/// It is late by what the loop was busy with, which is also what a read on that loop would have
/// been stamped late by. A fixed rate would hide that: after a pause its runs catch up. Everything
/// runs on the loop.
final class LatenessProbe implements Runnable {
  static final long PERIOD_NANOS = 1_000_000;
  private static final long STALL_NANOS = 1_000_000;
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

  private final EventLoop loop;
  private final Histogram lateness = new Histogram(LONGEST_NANOS, 3);
  private final long started = System.nanoTime();
  private final @Nullable LoopShare before = LoopShare.now();
  private long due;
  private long stalled;
  private boolean over;

  private LatenessProbe(EventLoop loop) {
    this.loop = loop;
  }

  /// Begins on this thread, which is the loop's.
  static LatenessProbe start(EventLoop loop) {
    LatenessProbe probe = new LatenessProbe(loop);
    probe.arm();
    return probe;
  }

  /// What one loop showed.
  ///
  /// @param nanos from start to stop
  /// @param stalled nanoseconds in latenesses above 1 ms
  /// @param share null where the system does not tell
  record Reading(Histogram lateness, long nanos, long stalled, @Nullable LoopShare share) {}

  /// Ends; on the loop's thread.
  Reading stop() {
    over = true;
    long now = System.nanoTime();
    if (now - due > 0) {
      note(now - due);
    }
    LoopShare after = LoopShare.now();
    LoopShare share = before == null || after == null ? null : after.since(before);
    return new Reading(lateness, now - started, stalled, share);
  }

  @Override
  public void run() {
    if (!over) {
      note(System.nanoTime() - due);
      arm();
    }
  }

  private void arm() {
    due = System.nanoTime() + PERIOD_NANOS;
    var _ = loop.schedule(this, PERIOD_NANOS, TimeUnit.NANOSECONDS);
  }

  private void note(long late) {
    lateness.recordValue(Math.clamp(late, 0, LONGEST_NANOS));
    if (late > STALL_NANOS) {
      stalled += late;
    }
  }
}
