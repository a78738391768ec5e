package io.perftune.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets SIGINT and SIGTERM end a run with whole files: the process waits until they are.
final class StopSignal {
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook;

  private StopSignal(Runnable cancel) {
    this.hook =
        new Thread(
            () -> {
              cancel.run();
              await();
            },
            "stop");
  }

  /// From now on a signal calls this, and waits for [#over].
  static StopSignal calls(Runnable cancel) {
    StopSignal signal = new StopSignal(cancel);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /// The run has ended; the process may.
  void over() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The signal came, and the process is about to end: the hook has done its part.
      over.countDown();
    }
  }

  private void await() {
    try {
      boolean _ = over.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
