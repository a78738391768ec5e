package io.perftune.engine.local;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends a child when this program is told to end (SIGTERM, SIGINT, SIGHUP) in the middle of a run.
///
/// Whoever asked will not wait for long: SIGTERM, two seconds, SIGKILL. Then the thread that ran
/// the child gets three seconds to clean up, which ends with [#close].
final class EndOfProgram implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration CLEANING = Duration.ofSeconds(3);

  private final Thread hook = new Thread(this::onEnd, "end of child");
  private volatile @Nullable ChildSession session;
  private final CountDownLatch cleanedUp = new CountDownLatch(1);
  private volatile boolean came;

  /// @throws InterruptedException where the program is ending already: then nothing may be started
  EndOfProgram() throws InterruptedException {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException _) {
      throw new InterruptedException("this program is ending");
    }
  }

  /// From now on that session is ended too.
  void kills(ChildSession session) {
    this.session = session;
    if (came) {
      kill();
    }
  }

  /// Whether the program is ending.
  boolean came() {
    return came;
  }

  @Override
  public void close() {
    cleanedUp.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      came = true; // the hook runs, or has run
    }
  }

  private void onEnd() {
    kill();
    try {
      cleanedUp.await(CLEANING.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void kill() {
    came = true;
    ChildSession current = session;
    if (current != null) {
      current.signal("TERM");
      current.awaitLeader(GRACE);
      current.killAll();
    }
  }
}
