package io.perftune.mcp;

import io.perftune.verb.Context;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Passes a verb's progress on: the latest report only, a few times a second at most, and at least
/// every beat, so that clients with a time limit wait on.
///
/// The verb never waits for the client: a thread of its own sends. What it sends always rises, as
/// the protocol wants.
final class ProgressPacer implements Context.Progress, AutoCloseable {
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration GAP = Duration.ofMillis(100);
  private static final double STEP = 0.001;

  private final Sink sink;
  private final Duration beat;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread sender;
  private Report latest = new Report(0, 1, "started");
  private boolean fresh;
  private boolean closed;
  private double sent = -1;

  private record Report(double done, double total, String message) {}

  /// Where progress goes.
  @FunctionalInterface
  interface Sink {
    /// Takes a report.
    ///
    /// @param progress higher than the last
    void send(double progress, double total, String message);
  }

  private ProgressPacer(Sink sink, Duration beat) {
    this.sink = sink;
    this.beat = beat;
    this.sender = Thread.ofVirtual().name("progress").unstarted(this::pass);
  }

  /// Begins to pass progress on; the first beat comes after five seconds.
  static ProgressPacer start(Sink sink) {
    return start(sink, BEAT);
  }

  static ProgressPacer start(Sink sink, Duration beat) {
    ProgressPacer pacer = new ProgressPacer(sink, beat);
    pacer.sender.start();
    return pacer;
  }

  @Override
  public void report(double done, double total, String message) {
    lock.lock();
    try {
      latest = new Report(done, total, message);
      fresh = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Sends what is left and ends; nothing is sent afterwards.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      sender.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass() {
    try {
      while (await()) {
        Report report = taken();
        sent = Math.max(report.done(), sent < 0 ? 0 : sent + STEP);
        sink.send(sent, report.total(), report.message());
        pause();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether there is something to send: a fresh report, or a beat is due.
  private boolean await() throws InterruptedException {
    lock.lock();
    try {
      long left = beat.toNanos();
      while (!fresh && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      return fresh || !closed;
    } finally {
      lock.unlock();
    }
  }

  private Report taken() {
    lock.lock();
    try {
      fresh = false;
      return latest;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long left = GAP.toNanos();
      while (!closed && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
