package io.perftune.verb.runcancel;

import io.perftune.engine.local.LivingProcess;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.CellHistory;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.cellrun.CellStart;
import io.perftune.verb.runs.Following;
import io.perftune.verb.runs.RunIndex.Found;
import io.perftune.verb.runs.RunRecord;
import io.perftune.verb.runs.RunState;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.CellLock;
import io.perftune.workspace.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;

/// The end of one run, from outside it.
final class Stop {
  /// How long a run may take to notice that it was asked, before its process is told by a signal.
  private static final Duration NOTICE = Duration.ofSeconds(5);

  private final Found found;
  private final Context context;
  private final RunState before;

  Stop(Found found, Context context) {
    this.found = found;
    this.context = context;
    this.before = state(found.record());
  }

  /// Stops it, and waits for its end.
  ///
  /// @return the run as it is then
  RunRecord carriedOut(Duration limit) throws InterruptedException {
    if (before == RunState.LOST) {
      endOrphans();
    }
    if (!before.going()) {
      return found.record();
    }
    found.runs().askToStop(found.runId());
    Following following = new Following(found.runs(), found.runId(), context);
    Duration notice = limit.compareTo(NOTICE) < 0 ? limit : NOTICE;
    RunRecord run = following.atMost(notice);
    if (state(run) == RunState.RUNNING && run.holder().detached()) {
      terminate(run);
    }
    return state(run).going() ? following.atMost(limit.minus(notice)) : run;
  }

  /// A process that is the run's own; of the same number and start, so never a stranger.
  private static void terminate(RunRecord run) {
    Long pid = run.holder().pid();
    var start = run.holder().start();
    if (pid != null && start != null) {
      LivingProcess.of(pid, start).ifPresent(ProcessHandle::destroy);
    }
  }

  /// What a run that was killed left running; nothing where another call has the cell by now, which
  /// does the same.
  private void endOrphans() {
    CellDirectory cell = found.runs().cell();
    try (CellLock _ = CellLock.take(cell, HostName.of(context))) {
      CellStart.endOrphans(new Journal(cell.journal()));
    } catch (ProblemException e) {
      if (!e.problems().getFirst().code().equals("cell-busy")) {
        throw e;
      }
    }
  }

  boolean stopped(RunRecord run) {
    return before.going() && !state(run).going();
  }

  /// Whether it goes on in spite of everything.
  boolean left(RunRecord run) {
    return state(run).going();
  }

  String sentence(RunRecord run) {
    String kept = String.join(", ", places());
    String what =
        switch (state(run)) {
          case RUNNING, ELSEWHERE -> "was asked to stop and still goes on";
          case INTERRUPTED -> stopped(run) ? "is stopped" : "had been interrupted already";
          case DONE, FAILED ->
              "has ended by itself with returncode "
                  + (run.end() == null ? "" : run.end().returncode());
          case LOST -> "was lost before; nothing of it runs";
        };
    return "Run %s %s. Measured points of %s that are kept: %s."
        .formatted(run.runId(), what, run.place().cellId(), kept.isEmpty() ? "none" : kept);
  }

  List<Problem> problems(RunRecord run) {
    return left(run)
        ? List.of(
            new Problem(
                "still-running",
                "Run %s (process %s on %s) has not ended yet."
                    .formatted(run.runId(), run.holder().pid(), run.holder().host()),
                run.place().cellId(),
                "Call run_cancel again with a longer wait_s, or look at it with run_status."))
        : List.of();
  }

  /// The measured points that stand.
  ArrayNode kept() {
    ArrayNode kept = Json.array();
    new TreeMap<>(history().ended())
        .forEach((trial, ended) ->
            kept.addObject()
                .put("concurrency", trial.concurrency())
                .put("trial", trial.number())
                .put("status", ended.status().label()));
    return kept;
  }

  private List<String> places() {
    List<String> places = new ArrayList<>();
    new TreeMap<>(history().ended())
        .forEach((trial, ended) -> places.add(trial.place() + " " + ended.status().label()));
    return places;
  }

  private CellHistory history() {
    return CellHistory.read(new Journal(found.runs().cell().journal()));
  }

  private RunState state(RunRecord run) {
    return run.state(HostName.of(context), context.clock().instant());
  }
}
