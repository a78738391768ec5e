package io.perftune.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets ^C and SIGTERM end the work cleanly: the process waits while the interrupted thread ends
/// its children and keeps what is complete.
public final class StopOnSignal {
  private static final long PATIENCE_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);

  private StopOnSignal() {}

  /// From now on a signal interrupts the worker and waits until it says that it ended.
  public static StopOnSignal of(Thread worker) {
    StopOnSignal stop = new StopOnSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop.interrupt(worker), "stop"));
    return stop;
  }

  /// The work is over; the process may end.
  public void ended() {
    ended.countDown();
  }

  private void interrupt(Thread worker) {
    if (ended.getCount() == 0) {
      return;
    }
    worker.interrupt();
    try {
      boolean _ = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
