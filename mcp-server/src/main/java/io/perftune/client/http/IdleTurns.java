package io.perftune.client.http;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// One event loop, and work on it that waits until no socket has anything to read: such work would
/// make the stamps of other streams late.
///
/// In each turn without a read it does one piece. Where there is no such turn for a millisecond, it
/// does all that waits, so that a loop with too much to read falls behind evenly.
public final class IdleTurns implements Runnable {
  private static final long LONGEST_NANOS = 1_000_000;

  private final EventLoop loop;
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean due;
  private boolean busy;
  private long idle;

  public IdleTurns(EventLoop loop) {
    this.loop = loop;
  }

  EventLoop loop() {
    return loop;
  }

  /// Does it later; to be called on the loop, where a socket has just been read.
  void afterReading(Runnable work) {
    busy = true;
    waiting.add(work);
    if (!due) {
      idle = System.nanoTime();
      nextTurn();
    }
  }

  /// Not to be called but by the loop.
  @Override
  public void run() {
    due = false;
    long now = System.nanoTime();
    if (!busy) {
      idle = now;
      waiting.removeFirst().run();
    } else if (now - idle > LONGEST_NANOS) {
      idle = now;
      while (!waiting.isEmpty()) {
        waiting.removeFirst().run();
      }
    }
    busy = false;
    if (!waiting.isEmpty()) {
      nextTurn();
    }
  }

  /// What is due at once runs after the sockets were looked at again; what is merely queued would
  /// run before.
  private void nextTurn() {
    if (!due) {
      due = true;
      var _ = loop.schedule(this, 0, TimeUnit.NANOSECONDS);
    }
  }
}
