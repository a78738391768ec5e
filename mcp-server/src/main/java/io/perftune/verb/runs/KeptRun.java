package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A run of this process as others see it: it says how far it has come, stops when somebody asks it
/// to, and leaves what it answered.
public final class KeptRun implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LOOKS_A_NOTE = 4;

  private final CellRuns runs;
  private final RunRecord run;
  private final Context context;
  private final Thread worker = Thread.currentThread();
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread watcher;
  private volatile @Nullable Advance latest;
  private @Nullable Advance noted;
  private volatile boolean stopped;
  private boolean ended;

  /// What a run does.
  @FunctionalInterface
  public interface Work {
    /// Does it, telling its progress to that world.
    Outcome run(Context context) throws InterruptedException;
  }

  private KeptRun(CellRuns runs, RunRecord run, Context context) {
    this.runs = requireNonNull(runs, "runs is null");
    this.run = requireNonNull(run, "run is null");
    this.context = requireNonNull(context, "context is null");
    this.watcher = Thread.ofPlatform().daemon().name("run " + run.runId()).unstarted(this::watch);
  }

  /// Does the work as that run.
  ///
  /// @param run of this process
  /// @return what the work came to, with the member `run`
  /// @throws InterruptedException as the work did: its caller or somebody else stopped it
  public static Outcome of(CellRuns runs, RunRecord run, Context context, Work work)
      throws InterruptedException {
    runs.write(run);
    try (KeptRun kept = new KeptRun(runs, run, context)) {
      kept.watcher.start();
      return kept.kept(work);
    }
  }

  private Outcome kept(Work work) throws InterruptedException {
    try {
      Outcome outcome = work.run(watched());
      ended(RunReply.of(outcome));
      return outcome;
    } catch (InterruptedException e) {
      ended(RunReply.of(RunReply.INTERRUPTED, List.of(interrupted())));
      throw e;
    } catch (ProblemException e) {
      ended(RunReply.of(2, e.problems()));
      throw e;
    } catch (RuntimeException e) {
      ended(RunReply.of(RunReply.DEFECT, List.of(defect(e))));
      throw e;
    }
  }

  private Context watched() {
    return context.reporting(
        new Context.Progress() {
          @Override
          public void report(double done, double total, String message) {
            advanced(done, total, message);
          }

          @Override
          public void warn(String message) {
            context.progress().warn(message);
          }
        });
  }

  private void advanced(double done, double total, String message) {
    context.progress().report(done, total, message);
    Instant now = context.clock().instant();
    Advance before = latest;
    Instant since = before == null ? now : before.since();
    latest = new Advance(now, since, done, total, message);
  }

  /// The reply is there before the record says that the run has ended.
  private void ended(RunReply reply) {
    ended = true;
    over.countDown();
    awaitWatcher();
    note();
    RunRecord.End end =
        new RunRecord.End(
            context.clock().instant(), reply.returncode(), Json.text(reply.json(), "status"));
    RunRecord whole = run.ended(end);
    reply.json().set("run", new RunEntry(runs, whole).json(HostName.of(context), context.clock()));
    runs.write(run.runId(), reply);
    runs.write(whole);
  }

  /// What reached this thread to stop the run is not to stop what comes after it.
  @Override
  public void close() {
    if (!ended) {
      ended(RunReply.of(RunReply.DEFECT, List.of(defect(new IllegalStateException("it broke")))));
    }
    if (stopped) {
      boolean _ = Thread.interrupted();
    }
  }

  private void awaitWatcher() {
    boolean interrupted = false;
    while (watcher.isAlive()) {
      try {
        watcher.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      worker.interrupt();
    }
  }

  private void watch() {
    try {
      for (int look = 1; !over.await(LOOK.toMillis(), TimeUnit.MILLISECONDS); look++) {
        if (!stopped && runs.stopAsked(run.runId())) {
          stopped = true;
          worker.interrupt();
        }
        if (look % LOOKS_A_NOTE == 0) {
          note();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void note() {
    Advance advance = latest;
    if (advance != null && !advance.equals(noted)) {
      runs.write(run.runId(), advance);
      noted = advance;
    }
  }

  private Problem interrupted() {
    return new Problem(
        "run-interrupted",
        "Run %s was %s before its end."
            .formatted(run.runId(), stopped ? "stopped by run_cancel" : "cancelled"),
        run.place().cellId(),
        "Call cell_run again: complete points are kept, the rest is measured.");
  }

  private Problem defect(RuntimeException cause) {
    return new Problem(
        "defect",
        "Run %s broke: %s.".formatted(run.runId(), cause),
        run.place().cellId(),
        "This is a defect of perf-tune-report; the log has the details.");
  }
}
