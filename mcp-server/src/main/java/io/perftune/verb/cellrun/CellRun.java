package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.config.CampaignFile;
import io.perftune.config.CellOverrides;
import io.perftune.engine.local.LocalEngine;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Preflight;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.DiskRoom;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.runs.KeptRun;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.CellLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Measures one cell: plans, asks, keeps what is complete, measures the rest, and records how it
/// ended.
public final class CellRun implements Verb {
  private final Path checkout;

  /// @param checkout where bin/setup-aiperf puts its virtual environment
  public CellRun(Path checkout) {
    this.checkout = requireNonNull(checkout, "checkout is null");
  }

  @Override
  public String name() {
    return "cell_run";
  }

  @Override
  public Safety safety() {
    return Safety.SUBMITS_JOBS;
  }

  @Override
  public boolean needsAcknowledgement(ObjectNode input) {
    return !input.path("dry_run").asBoolean(false);
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    CampaignDirectory directory = Places.campaign(input, context);
    Target target = new Target(directory, CampaignFile.load(directory.config()), null);
    return new SharedCell(this, target, context).run(input);
  }

  /// Whose cell is measured.
  ///
  /// @param newConfig null for a campaign that was made. Otherwise the cell stands alone: what lies
  ///   in its directory is another run's, and when this one starts it is moved aside and this text
  ///   becomes the campaign's file.
  public record Target(CampaignDirectory directory, Campaign campaign, @Nullable String newConfig) {
    public Target {
      requireNonNull(directory, "directory is null");
      requireNonNull(campaign, "campaign is null");
    }
  }

  /// Does to a cell what `input` asks, wherever the cell comes from.
  ///
  /// @param input as cell_run takes it; `campaign` is not looked at, and a cell that stands alone
  ///   is taken as it is
  public Outcome run(Target target, ObjectNode input, Context context) throws InterruptedException {
    return run(target, input, context, Road.PLAIN);
  }

  /// The way from a plan that may be carried out to its end.
  interface Road {
    /// In this call, and seen by nobody else.
    Road PLAIN = (_, work, context) -> work.run(context);

    /// What is done instead of measuring in this call; empty where nothing is.
    ///
    /// @param scrub takes every credential out of a text
    default Optional<Outcome> instead(CellCall call, Decision decision, UnaryOperator<String> scrub)
        throws InterruptedException {
      return Optional.empty();
    }

    /// Measures, while the cell's lock is held.
    ///
    /// @param asks whether the endpoint is asked anything at all
    Outcome measure(boolean asks, KeptRun.Work work, Context context) throws InterruptedException;
  }

  Outcome run(Target target, ObjectNode input, Context context, Road road)
      throws InterruptedException {
    Wish wish = Wish.of(input);
    Cell cell = cell(target, input);
    CellDirectory directory = target.directory().cell(cell.cellId());
    LoadSource source = new LoadSource(cell, directory, checkout, context);
    Requisites requisites = Requisites.of(source, wish);
    CellCall call = call(target, wish, source, requisites);
    Decision decision = call.decide();
    List<Problem> problems = new ArrayList<>(target.campaign().notices());
    problems.addAll(requisites.remarks());
    problems.addAll(Caveats.ofPlan(call, decision));
    CellReply reply = new CellReply(call, decision, problems);
    List<Problem> prevented =
        wish.preflightOnly() ? requisites.missing() : prevented(call, decision, requisites);
    if (wish.planOnly()) {
      problems.addAll(prevented);
    }
    if (wish.dryRun()) {
      return wish.preflightOnly() ? reply.refused(List.of(contradiction())) : reply.planned();
    }
    if (wish.detach() && wish.preflightOnly()) {
      return reply.refused(List.of(needless()));
    }
    if (!decision.changed().isEmpty()) {
      return reply.refused(decision.changed());
    }
    if (!wish.acknowledged()) {
      return reply.refused(List.of(unacknowledged()));
    }
    if (!prevented.isEmpty()) {
      return reply.refused(prevented);
    }
    boolean asks = !decision.open().points().isEmpty() || wish.preflightOnly();
    if (asks) {
      Optional<Outcome> instead = road.instead(call, decision, requisites.means().scrub());
      if (instead.isPresent()) {
        return instead.get();
      }
    }
    try (CellLock _ = CellLock.take(directory, HostName.of(context))) {
      return road.measure(
          asks,
          watched ->
              new LockedRun(call, target.newConfig(), requisites.means(), watched)
                  .run(problems, wish.preflightOnly()),
          context);
    }
  }

  private static Cell cell(Target target, ObjectNode input) {
    Cell declared = Places.cell(target.campaign(), input);
    return target.newConfig() == null
        ? known(CellOverrides.apply(declared, input), target.directory().cell(declared.cellId()))
        : declared;
  }

  private static CellCall call(Target target, Wish wish, LoadSource source, Requisites requisites) {
    Cell cell = source.cell();
    Seeds seeds =
        Seeds.of(
            target.campaign().text("seed"),
            cell.aa().mode(),
            target.directory().id(),
            cell.cellId());
    return new CellCall(
        target.directory(),
        target.campaign(),
        cell,
        requisites.planner(source, seeds),
        wish.fresh(),
        target.newConfig() != null);
  }

  /// The cell with what its last preflight found, so that a plan shows what would be sent.
  private static Cell known(Cell cell, CellDirectory directory) {
    if (!cell.aa().output().auto()) {
      return cell;
    }
    Preflight stored = CellPreflight.stored(directory);
    return stored == null ? cell : cell.resolved(stored);
  }

  /// What would keep the run from its end and can be told before: no AIPerf, no key, too few
  /// prompts, too small a disk. A cell that is complete needs none of them.
  private static List<Problem> prevented(CellCall call, Decision decision, Requisites requisites) {
    if (decision.open().points().isEmpty()) {
      return List.of();
    }
    List<Problem> prevented = new ArrayList<>(requisites.missing());
    try {
      Prompts.of(requisites.means().file(), decision.open(), call.history());
    } catch (ProblemException e) {
      prevented.addAll(e.problems());
    }
    DiskRoom.problem(
            call.directory().root(),
            decision.open().diskBytes(),
            "lower the request count, or put the campaigns elsewhere with --campaigns-dir.")
        .ifPresent(prevented::add);
    if (call.cell().aa().pod() == null) {
      DiskRoom.problem(
              LocalEngine.TEMPORARY,
              decision.open().temporaryBytes(),
              "lower the request count: AIPerf keeps a copy of the prompts there.")
          .ifPresent(prevented::add);
    }
    return prevented;
  }

  private static Problem contradiction() {
    return new Problem(
        "contradiction",
        "dry_run touches nothing, and preflight_only asks the endpoint.",
        Wish.PREFLIGHT_ONLY,
        "Give one of them.");
  }

  private static Problem needless() {
    return new Problem(
        "contradiction",
        "preflight_only sends a few small requests and needs no process of its own.",
        Wish.DETACH,
        "Leave detach out.");
  }

  private static Problem unacknowledged() {
    return new Problem(
        "not-acknowledged",
        "cell_run sends load to the endpoint and was not acknowledged.",
        Wish.ACKNOWLEDGEMENT,
        "Look at the plan, then call again with %s: true (on the command line --i-understand-this-submits-jobs), or with dry_run."
            .formatted(Wish.ACKNOWLEDGEMENT));
  }
}
