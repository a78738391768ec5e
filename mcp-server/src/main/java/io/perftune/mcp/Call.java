package io.perftune.mcp;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// A tool call on a thread of its own: it is answered, or it is cancelled, never both.
final class Call {
  private enum State {
    RUNNING,
    ANSWERED,
    CANCELLED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;

  /// @param work what the thread does once it is started
  /// @param end done when the work is over
  Call(Object id, Consumer<Call> work, Runnable end) {
    requireNonNull(work, "work is null");
    requireNonNull(end, "end is null");
    this.thread = Thread.ofPlatform().daemon().name("call " + id).unstarted(() -> run(work, end));
  }

  void start() {
    thread.start();
  }

  /// Whether the answer may be sent; the first one only, and none after a cancellation.
  boolean answer() {
    return state.compareAndSet(State.RUNNING, State.ANSWERED);
  }

  /// Interrupts the work, unless it is answered already.
  void cancel() {
    if (state.compareAndSet(State.RUNNING, State.CANCELLED)) {
      thread.interrupt();
    }
  }

  boolean cancelled() {
    return state.get() == State.CANCELLED;
  }

  /// Waits for the work to be over.
  ///
  /// @return whether it is
  boolean over(Duration patience) throws InterruptedException {
    return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void run(Consumer<Call> work, Runnable end) {
    try {
      work.accept(this);
    } finally {
      end.run();
      ended.countDown();
    }
  }
}
