package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.JudgedTrial;
import io.perftune.atlas.PointStatus;
import io.perftune.atlas.Settled;
import io.perftune.engine.http.HttpExchange;
import io.perftune.engine.local.RawScrub;
import io.perftune.engine.settle.Answered;
import io.perftune.engine.settle.Completion;
import io.perftune.engine.settle.Entrance;
import io.perftune.plan.PrewarmRequest;
import io.perftune.plan.prompts.PromptRequest;
import io.perftune.plan.prompts.PromptSource;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.AaWorkload;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.SettlePlan;
import io.perftune.value.Status;
import io.perftune.verb.Context;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Brings the server into its stride before a run's first point, and keeps it quiet before each;
/// nothing of what is sent is counted.
final class CellSettle {
  private static final String DONE = "done";

  private final CellCall call;
  private final CellSession.Means means;
  private final Context context;
  private final RunProgress progress;
  private final SettleLog log;
  private final Pause pause = new Pause();
  private final Seeds seeds;
  private final List<String> failures = new ArrayList<>();
  private Settled settled = Settled.NOTHING;

  CellSettle(CellCall call, CellSession.Means means, Context context, RunProgress progress) {
    this.call = requireNonNull(call, "call is null");
    this.means = requireNonNull(means, "means is null");
    this.context = requireNonNull(context, "context is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.log = new SettleLog(call.cellDirectory().settleLog(), context.clock(), means.scrub());
    this.seeds = seeds(call);
  }

  private static Seeds seeds(CellCall call) {
    return Seeds.settling(call.directory().id(), call.cell().cellId());
  }

  /// The burn-in that a run of these points would begin with; null where there is none.
  static @Nullable PointPlan burnIn(CellCall call, Plan open) {
    return open.settle().burnIn() == null
        ? null
        : call.planner()
            .burnIn(
                call.cell(),
                open.points().getFirst(),
                seeds(call),
                SettleHistory.read(call.journal()).rounds() + 1);
  }

  /// Prewarm and burn-in, as far as they are asked for.
  ///
  /// @param problems what failed is added where the run goes on all the same
  /// @throws ProblemException `settle-failed` where a step failed that is required
  void before(Plan open, PointRunner runner, Prompts prompts, List<Problem> problems)
      throws InterruptedException {
    SettlePlan plan = open.settle();
    if (plan.requests() == 0) {
      return;
    }
    PointPlan first = burnIn(call, open);
    int round = SettleHistory.read(call.journal()).rounds() + 1;
    call.journal().add(SettleHistory.started(round));
    Settled.Step prewarm =
        plan.prewarm().isEmpty() ? Settled.Step.NOT_ASKED : prewarm(plan, prompts, round);
    settled = new Settled(prewarm, Settled.Step.NOT_ASKED, null);
    if (first != null) {
      settled = new Settled(prewarm, burnIn(first, runner), null);
    }
    for (String failure : failures) {
      problems.add(
          failed(
              "not-settled",
              failure + "; the run went on without it",
              "Read commands/settle.log; the rows say what was not done."));
    }
  }

  /// The pause before a trial, and the record of what was done before it.
  void before(PointPlan point) throws InterruptedException {
    AaWorkload.Settle asked = call.cell().aa().checks().settle();
    Integer seconds = asked.pauseS();
    if (seconds != null) {
      log.take(
          "pause before " + point.key().place(),
          () -> {
            pause.hold(
                Duration.ofSeconds(seconds),
                left -> progress.say("quiet for %d s more".formatted(left.toSeconds())));
            return "%d s asked for".formatted(seconds);
          });
    }
    if (seconds != null || asked.sends()) {
      call.journal()
          .add(
              SettleHistory.settled(
                  point.key(), new Settled(settled.prewarm(), settled.burnIn(), seconds)));
    }
  }

  private Settled.Step prewarm(SettlePlan plan, Prompts prompts, int round)
      throws InterruptedException {
    String caFile = call.cell().aa().endpoint().access().caFile();
    Entrance entrance =
        new Entrance(
            means.key(), means.headerVariables(), caFile == null ? null : context.resolve(caFile));
    List<String> failed = new ArrayList<>();
    HttpExchange pod = LoadSource.podExchange(call.cell(), means, context);
    try (Completion completion =
        pod == null
            ? new Completion(call.cell().aa(), entrance)
            : new Completion(call.cell().aa(), entrance, pod)) {
      for (SettlePlan.Prewarm each : plan.prewarm()) {
        String name = "prewarm " + each.shape().label();
        String result =
            log.take(
                name,
                () ->
                    words(
                        completion.send(
                            body(each, prompts, round),
                            took ->
                                progress.say("%s after %d s".formatted(name, took.toSeconds())))));
        if (!result.startsWith(DONE)) {
          failed.add(each.shape().label() + " " + result);
          stopOrGoOn(name + " " + result);
        }
      }
    }
    return failed.isEmpty() ? Settled.Step.DONE : Settled.Step.failed(String.join("; ", failed));
  }

  private static String words(Answered answered) {
    return switch (answered) {
      case Answered.Whole whole -> DONE + ", %d events".formatted(whole.events());
      case Answered.Failed failed -> "failed, " + failed.reason();
    };
  }

  private ObjectNode body(SettlePlan.Prewarm prewarm, Prompts prompts, int round) {
    long seed = seeds.seed(prewarm.shape().label(), 0, 1, round);
    PromptSource source =
        prompts.generated(new PromptRequest(prewarm.shape().inputTokens(), 1, seed));
    List<String> text = new ArrayList<>();
    try {
      source.deliver(prompt -> text.add(prompt.text()));
    } catch (IOException e) {
      throw new UncheckedIOException("a list in memory cannot fail", e);
    }
    return PrewarmRequest.of(call.cell().aa(), prewarm, text.getFirst());
  }

  private Settled.Step burnIn(PointPlan point, PointRunner runner) throws InterruptedException {
    CellDirectory cell = call.cellDirectory();
    RawScrub.scrub(cell.commands(), means.scrub());
    RawScrub.scrub(cell.burnInRaw(), means.scrub());
    cell.supersedeBurnIn(CampaignDirectory.stamp(context.clock().instant()));
    String result =
        log.take(
            "burn-in c=" + point.concurrency(),
            () -> {
              PointRunner.Result run =
                  runner.burnIn(
                      point,
                      call.journal(),
                      (done, took) ->
                          progress.say(
                              "burn-in: %d of %d requests done after %d s"
                                  .formatted(done, point.load().requests(), took.toSeconds())));
              return words(
                  JudgedTrial.of(run.measured(), call.cell().aa().output().extraOutputControls())
                      .status());
            });
    if (result.startsWith(DONE)) {
      return Settled.Step.DONE;
    }
    stopOrGoOn("burn-in " + result);
    return Settled.Step.failed(result);
  }

  /// A burn-in of which a part was answered has done its work.
  private static String words(PointStatus status) {
    if (status.status() == Status.FAILED) {
      return "failed, " + status.reason();
    }
    return status.reason() == null ? DONE : DONE + ", though " + status.reason();
  }

  private void stopOrGoOn(String failure) {
    if (call.cell().aa().checks().settle().settleRequired()) {
      throw new ProblemException(
          failed(
              "settle-failed",
              failure,
              "Call again when the server answers; aa.settle_required: false measures all the same, and the rows say so."));
    }
    failures.add(failure);
  }

  private Problem failed(String code, String failure, String remedy) {
    return new Problem(
        code,
        "Cell %s was not settled: %s.".formatted(call.cell().cellId(), failure),
        call.cellDirectory().settleLog().toString(),
        remedy);
  }
}
