package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import java.time.Duration;
import java.util.List;

/// Follows a run that another process, or another call, does. To stop following stops nothing.
public record Following(CellRuns runs, String runId, Context context) {
  private static final Duration LOOK = Duration.ofMillis(250);

  public Following {
    requireNonNull(runs, "runs is null");
    requireNonNull(runId, "runId is null");
    requireNonNull(context, "context is null");
  }

  /// Passes the run's progress on until it ends.
  ///
  /// @return what the run itself answered
  /// @throws InterruptedException the caller follows no more; the run goes on
  public Outcome toItsEnd() throws InterruptedException {
    RunRecord run = runs.read(runId);
    while (state(run).going()) {
      runs.advance(runId)
          .ifPresent(how -> context.progress().report(how.done(), how.total(), how.message()));
      Thread.sleep(LOOK);
      run = runs.read(runId);
    }
    return ended(run);
  }

  /// Waits for the run to end, at most that long.
  ///
  /// @return the run as it is then
  public RunRecord atMost(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    RunRecord run = runs.read(runId);
    while (state(run).going() && System.nanoTime() < end) {
      context.progress().report(0, 1, "waiting for run " + runId);
      Thread.sleep(LOOK);
      run = runs.read(runId);
    }
    return run;
  }

  private RunState state(RunRecord run) {
    return run.state(HostName.of(context), context.clock().instant());
  }

  private Outcome ended(RunRecord run) {
    return runs.reply(runId).orElseGet(() -> RunReply.of(1, List.of(lost(run)))).outcome();
  }

  /// What is said of a run that left no word.
  public static Problem lost(RunRecord run) {
    return new Problem(
        "run-lost",
        "The process of run %s is gone and left no word.".formatted(run.runId()),
        run.place().cellId(),
        "Call cell_run again: complete points are kept, the rest is measured.");
  }
}
