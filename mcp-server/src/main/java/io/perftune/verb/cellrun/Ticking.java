package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ProblemException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// Waits for work that may take long, and tells again and again how long it has been.
///
/// @param tick from one telling to the next
record Ticking(Duration tick) {
  /// As often as a caller wants to hear of long work.
  static final Ticking USUAL = new Ticking(Duration.ofSeconds(5));

  Ticking {
    requireNonNull(tick, "tick is null");
  }

  /// Does the work on a thread of its own; an interrupt of this one interrupts that.
  ///
  /// @param told how long it has been, on this thread
  /// @throws InterruptedException after the work has ended, where this thread was interrupted
  /// @throws ProblemException as the work threw it
  <T> T call(Callable<T> work, Consumer<Duration> told) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<T> result = threads.submit(work);
      try {
        return result(result, told);
      } finally {
        result.cancel(true);
      }
    }
  }

  private <T> T result(Future<T> result, Consumer<Duration> told) throws InterruptedException {
    for (Duration waited = tick; ; waited = waited.plus(tick)) {
      try {
        return result.get(tick.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        told.accept(waited);
      } catch (ExecutionException e) {
        throw thrown(e);
      }
    }
  }

  private static RuntimeException thrown(ExecutionException e) {
    return e.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException("the work threw what it may not", e.getCause());
  }
}
