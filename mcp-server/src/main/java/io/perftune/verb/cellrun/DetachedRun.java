package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.local.DetachedProgram;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.runs.CellRuns;
import io.perftune.verb.runs.RunRecord;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Starts the run of a cell as a process of its own: the command line of this program, which finds
/// its run's id in its environment, beside the credentials.
///
/// @param words what is asked of the cell
record DetachedRun(CampaignDirectory campaign, CellRuns runs, List<String> words, Context context) {
  private static final String VARIABLE = "PERFTUNE_RUN_ID";

  /// How the call that started it was approved.
  private static final String APPROVAL = "PERFTUNE_RUN_APPROVAL";

  /// As long as a call that shall return at once may wait for the first sign of life.
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  DetachedRun {
    requireNonNull(campaign, "campaign is null");
    requireNonNull(runs, "runs is null");
    words = List.copyOf(words);
    requireNonNull(context, "context is null");
  }

  /// The run that this process was started for; empty where it was started for none.
  static Optional<RunRecord> own(CellRuns runs, Context context) {
    String runId = context.environment().get(VARIABLE);
    if (runId == null || !runs.has(runId)) {
      return Optional.empty();
    }
    RunRecord run = runs.read(runId);
    return run.holder().pid() == null && run.end() == null
        ? Optional.of(run.heldBy(RunRecord.Holder.here(HostName.of(context), true)))
        : Optional.empty();
  }

  /// The world of a run that was started so, with the approval of the call that started it.
  static Context approved(Context context) {
    String approval = context.environment().get(APPROVAL);
    return Context.Approval.ELICITATION.name().equals(approval)
        ? context.approvedByElicitation()
        : context;
  }

  /// Starts it, and waits a moment to see it live or end.
  ///
  /// @param scrub takes every credential out of a text
  /// @throws ProblemException `not-started`, or `secret-in-argv`; nothing was started then
  RunRecord start(UnaryOperator<String> scrub) throws InterruptedException {
    List<String> argv = argv();
    if (!argv.stream().map(scrub).toList().equals(argv)) {
      throw new ProblemException(
          Problem.of(
              "secret-in-argv",
              "An argument holds the key.",
              "Leave it out: the key comes from the variable that the cell names."));
    }
    Instant now = context.clock().instant();
    RunRecord run =
        new RunRecord(
            RunRecord.newId(now),
            new RunRecord.Place(campaign.id(), runs.cell().cellId()),
            words,
            new RunRecord.Holder(HostName.of(context), null, null, true),
            now,
            null);
    runs.write(run);
    return awaited(run, launched(run, argv));
  }

  private List<String> argv() {
    List<String> argv = new ArrayList<>(OwnProgram.command());
    argv.addAll(
        List.of(
            "cell_run", "--campaign", campaign.root().toString(), "--cell", runs.cell().cellId()));
    argv.addAll(words);
    argv.add("--i-understand-this-submits-jobs");
    return argv;
  }

  private ProcessHandle launched(RunRecord run, List<String> argv) {
    Map<String, String> environment = new TreeMap<>(context.environment());
    environment.put(VARIABLE, run.runId());
    environment.put(APPROVAL, context.approval().name());
    try {
      return new DetachedProgram(
              argv, environment, context.workingDirectory(), runs.log(run.runId()))
          .start();
    } catch (IOException e) {
      runs.forget(run.runId());
      throw new ProblemException(
          Problem.of(
              "not-started",
              "The run could not be started: %s.".formatted(e.getMessage()),
              "Call without detach to measure in the call itself."),
          e);
    }
  }

  private RunRecord awaited(RunRecord run, ProcessHandle process) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    RunRecord latest = runs.read(run.runId());
    while (process.isAlive()
        && System.nanoTime() < end
        && latest.end() == null
        && runs.advance(run.runId()).isEmpty()) {
      Thread.sleep(25);
      latest = runs.read(run.runId());
    }
    if (!process.isAlive() && runs.read(run.runId()).end() == null) {
      throw new ProblemException(
          new Problem(
              "not-started",
              "The run ended before it began: %s".formatted(lastWords(run)),
              runs.log(run.runId()).toString(),
              "Read the log, or call without detach to measure in the call itself."));
    }
    return runs.read(run.runId());
  }

  private String lastWords(RunRecord run) {
    try {
      List<String> lines = Files.readAllLines(runs.log(run.runId()));
      return lines.isEmpty() ? "it said nothing." : lines.getLast();
    } catch (IOException e) {
      return "its log could not be read (" + e.getMessage() + ").";
    }
  }
}
