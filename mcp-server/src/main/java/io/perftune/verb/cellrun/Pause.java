package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;

/// Waits, a few seconds at a time, and can be interrupted at any moment.
final class Pause {
  private static final Duration SLICE = Duration.ofSeconds(5);

  private final Waiter waiter;

  Pause() {
    this(Thread::sleep);
  }

  Pause(Waiter waiter) {
    this.waiter = requireNonNull(waiter, "waiter is null");
  }

  /// Lets time pass.
  @FunctionalInterface
  interface Waiter {
    void sleep(Duration time) throws InterruptedException;
  }

  /// Waits that long.
  ///
  /// @param left told what is left before each slice
  /// @throws InterruptedException also where the thread had been interrupted before
  void hold(Duration whole, Consumer<Duration> left) throws InterruptedException {
    for (Duration rest = whole; rest.isPositive(); rest = rest.minus(SLICE)) {
      left.accept(rest);
      waiter.sleep(rest.compareTo(SLICE) < 0 ? rest : SLICE);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("cancelled while the server settled");
    }
  }
}
