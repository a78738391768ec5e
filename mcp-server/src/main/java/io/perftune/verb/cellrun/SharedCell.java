package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.config.CellOverrides;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.ShellCommand;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.runs.CellRuns;
import io.perftune.verb.runs.Following;
import io.perftune.verb.runs.KeptRun;
import io.perftune.verb.runs.RunEntry;
import io.perftune.verb.runs.RunRecord;
import io.perftune.verb.runs.RunReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// A campaign's cell that several callers may ask for at once: one runs it, whoever asks the same
/// follows that run, and whoever asks something else is refused.
record SharedCell(CellRun verb, CellRun.Target target, Context context) {
  /// How long the record of a run may be missing whose lock is held already.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  SharedCell {
    requireNonNull(verb, "verb is null");
    requireNonNull(target, "target is null");
    requireNonNull(context, "context is null");
  }

  Outcome run(ObjectNode input) throws InterruptedException {
    Wish wish = Wish.of(input);
    if (wish.planOnly()) {
      return verb.run(target, input, context);
    }
    String cellId = CellOverrides.apply(Places.cell(target.campaign(), input), input).cellId();
    CellRuns runs = new CellRuns(target.directory().cell(cellId));
    Optional<RunRecord> own = DetachedRun.own(runs, context);
    if (own.isPresent()) {
      return KeptRun.of(
          runs,
          own.get(),
          DetachedRun.approved(context),
          watched -> verb.run(target, input, watched));
    }
    List<String> words = RunWords.of(input, context);
    Optional<RunRecord> going = going(runs);
    if (going.isPresent()) {
      return joined(runs, going.get(), words, wish.detach());
    }
    try {
      Kept road =
          new Kept(new DetachedRun(target.directory(), runs, words, context), wish.detach());
      return verb.run(target, input, context, road);
    } catch (ProblemException e) {
      if (!busy(e.problems())) {
        throw e;
      }
      return joined(runs, awaited(runs, e), words, wish.detach());
    }
  }

  private Optional<RunRecord> going(CellRuns runs) {
    return runs.going(HostName.of(context), context.clock().instant());
  }

  /// The run that holds the lock; its record may come a moment after the lock.
  private RunRecord awaited(CellRuns runs, ProblemException busy) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Optional<RunRecord> going = going(runs);
    while (going.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(50);
      going = going(runs);
    }
    return going.orElseThrow(() -> busy);
  }

  private Outcome joined(CellRuns runs, RunRecord run, List<String> words, boolean detach)
      throws InterruptedException {
    if (!run.arguments().equals(words)) {
      return new Outcome.Refused(json(runs, run), "", List.of(another(run)));
    }
    return detach
        ? told(runs, run, "goes on")
        : new Following(runs, run.runId(), context).toItsEnd();
  }

  /// What is answered of a run that was just started: it lives, or has ended already.
  private Outcome begun(DetachedRun detached, RunRecord run) throws InterruptedException {
    Optional<RunReply> reply = detached.runs().reply(run.runId());
    if (run.end() == null || reply.isEmpty()) {
      return told(detached.runs(), run, "was started");
    }
    if (busy(reply.get().problems())) {
      ProblemException busy = new ProblemException(reply.get().problems());
      return joined(detached.runs(), awaited(detached.runs(), busy), detached.words(), true);
    }
    return reply.get().outcome();
  }

  private static boolean busy(List<Problem> problems) {
    return problems.stream().anyMatch(problem -> problem.code().equals("cell-busy"));
  }

  private Outcome told(CellRuns runs, RunRecord run, String how) {
    String text =
        """
        Run %s %s.
          %s
          How far it is: run_status --run %s
          Its answer: the same call without detach follows it to its end; leaving stops nothing
          To stop it: run_cancel --run %s
        """
            .formatted(
                run.runId(),
                how,
                entry(runs, run).line(HostName.of(context), context.clock()),
                run.runId(),
                run.runId());
    return new Outcome.Done(json(runs, run), text, List.of());
  }

  private ObjectNode json(CellRuns runs, RunRecord run) {
    ObjectNode json =
        Json.object()
            .put("campaign_dir", target.directory().root().toString())
            .put("cell_id", runs.cell().cellId());
    json.set("run", entry(runs, run).json(HostName.of(context), context.clock()));
    return json;
  }

  private static RunEntry entry(CellRuns runs, RunRecord run) {
    return new RunEntry(runs, run);
  }

  private Problem another(RunRecord run) {
    return new Problem(
        "run-in-progress",
        "Run %s of the cell goes on with other arguments: cell_run --campaign %s --cell %s%s."
            .formatted(
                run.runId(),
                run.place().campaignId(),
                run.place().cellId(),
                run.arguments().isEmpty() ? "" : " " + ShellCommand.line(run.arguments())),
        "cell",
        "Call with those to follow it, wait for its end (run_status --run %s), or stop it (run_cancel --run %s)."
            .formatted(run.runId(), run.runId()));
  }

  /// A run that others can follow, in this call or in a process of its own.
  private final class Kept implements CellRun.Road {
    private final DetachedRun run;
    private final boolean detach;

    Kept(DetachedRun run, boolean detach) {
      this.run = run;
      this.detach = detach;
    }

    @Override
    public Optional<Outcome> instead(CellCall call, Decision decision, UnaryOperator<String> scrub)
        throws InterruptedException {
      return detach ? Optional.of(begun(run, run.start(scrub))) : Optional.empty();
    }

    @Override
    public Outcome measure(boolean asks, KeptRun.Work work, Context context)
        throws InterruptedException {
      if (!asks) {
        return work.run(context);
      }
      Instant now = context.clock().instant();
      RunRecord record =
          new RunRecord(
              RunRecord.newId(now),
              new RunRecord.Place(target.directory().id(), run.runs().cell().cellId()),
              run.words(),
              RunRecord.Holder.here(HostName.of(context), false),
              now,
              null);
      return KeptRun.of(run.runs(), record, context, work);
    }
  }
}
