package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.config.CampaignFile;
import io.perftune.config.CellOverrides;
import io.perftune.config.Credentials;
import io.perftune.config.Credentials.Credential;
import io.perftune.config.HeaderValues;
import io.perftune.engine.local.EngineProgram;
import io.perftune.engine.local.LocalEngine;
import io.perftune.plan.Planner;
import io.perftune.plan.prompts.PromptFile;
import io.perftune.plan.prompts.Seeds;
import io.perftune.tokens.O200k;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Preflight;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Secret;
import io.perftune.verb.Context;
import io.perftune.verb.DiskRoom;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.CellLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Measures one cell: plans, asks, keeps what is complete, measures the rest, and records how it
/// ended.
public final class CellRun implements Verb {
  private static final String PREFLIGHT_ONLY = "preflight_only";
  private static final String ACKNOWLEDGEMENT = "i_understand_this_submits_jobs";

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
    return run(new Target(directory, CampaignFile.load(directory.config()), null), input, context);
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
    CampaignDirectory directory = target.directory();
    Campaign campaign = target.campaign();
    Cell declared = Places.cell(campaign, input);
    CellDirectory cellDirectory = directory.cell(declared.cellId());
    Cell cell =
        target.newConfig() == null
            ? known(CellOverrides.apply(declared, input), cellDirectory)
            : declared;
    boolean dryRun = input.path("dry_run").asBoolean(false);
    boolean acknowledged = input.path(ACKNOWLEDGEMENT).asBoolean(false);
    boolean planOnly = dryRun || !acknowledged;
    boolean preflightOnly = input.path(PREFLIGHT_ONLY).asBoolean(false);
    List<Problem> problems = new ArrayList<>(campaign.notices());
    List<Problem> missing = new ArrayList<>();
    Key key = key(cell, context, missing);
    LoadSource source = new LoadSource(cell, cellDirectory, checkout, context);
    EngineProgram program =
        source.program(
            key.secret(),
            planOnly,
            cell.aa().pod() == null && preflightOnly ? problems : missing,
            problems);
    Map<String, Secret> variables = headerVariables(cell, context, missing);
    PromptFile file = promptFile(cell, context, planOnly, problems);
    Seeds seeds = Seeds.of(campaign.text("seed"), cell.aa().mode(), directory.id(), cell.cellId());
    Planner planner = new Planner(program.command(), seeds, cellDirectory, key.needed(), file);
    CellCall call =
        new CellCall(
            directory,
            campaign,
            cell,
            planner,
            input.path("fresh").asBoolean(false),
            target.newConfig() != null);
    Decision decision = call.decide();
    problems.addAll(Caveats.ofPlan(call, decision));
    CellReply reply = new CellReply(call, decision, problems);
    List<Problem> prevented = preflightOnly ? missing : prevented(call, decision, file, missing);
    if (planOnly) {
      problems.addAll(prevented);
    }
    if (dryRun && preflightOnly) {
      return reply.refused(List.of(contradiction()));
    }
    if (dryRun) {
      return reply.planned();
    }
    if (!decision.changed().isEmpty()) {
      return reply.refused(decision.changed());
    }
    if (!acknowledged) {
      return reply.refused(List.of(unacknowledged()));
    }
    if (!prevented.isEmpty()) {
      return reply.refused(prevented);
    }
    CellSession.Means means =
        new CellSession.Means(
            program, file, key.secret(), key.name(), variables, keepStreams(input));
    try (CellLock _ = CellLock.take(cellDirectory, LoadSource.hostName(context))) {
      return new LockedRun(call, target.newConfig(), means, context).run(problems, preflightOnly);
    }
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
  private static List<Problem> prevented(
      CellCall call, Decision decision, @Nullable PromptFile file, List<Problem> missing) {
    if (decision.open().points().isEmpty()) {
      return List.of();
    }
    List<Problem> prevented = new ArrayList<>(missing);
    try {
      Prompts.of(file, decision.open(), call.history());
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

  /// A plan needs no key: it is made as if there were one, and says that it is missing.
  private static Key key(Cell cell, Context context, List<Problem> missing) {
    String declared = cell.aa().endpoint().apiKeyEnv();
    String usual = declared == null ? Credentials.VARIABLE : declared;
    return switch (Credentials.resolve(cell.aa().endpoint(), context.environment())) {
      case Credential.None _ -> new Key(false, usual, null);
      case Credential.Key key -> new Key(true, key.variable(), key.secret());
      case Credential.Missing none -> {
        missing.add(none.problem());
        yield new Key(true, usual, null);
      }
    };
  }

  private static boolean keepStreams(ObjectNode input) {
    return input.path("keep_streams").asBoolean(true)
        && !input.path("no_keep_streams").asBoolean(false);
  }

  private static Map<String, Secret> headerVariables(
      Cell cell, Context context, List<Problem> missing) {
    try {
      return HeaderValues.variables(cell.aa().endpoint().access().headers(), context.environment());
    } catch (ProblemException e) {
      missing.addAll(e.problems());
      return Map.of();
    }
  }

  /// Whether the endpoint gets a key, and which.
  ///
  /// @param name the variable that holds it, or would
  private record Key(boolean needed, String name, @Nullable Secret secret) {}

  private static Problem contradiction() {
    return new Problem(
        "contradiction",
        "dry_run touches nothing, and preflight_only asks the endpoint.",
        PREFLIGHT_ONLY,
        "Give one of them.");
  }

  private static Problem unacknowledged() {
    return new Problem(
        "not-acknowledged",
        "cell_run sends load to the endpoint and was not acknowledged.",
        ACKNOWLEDGEMENT,
        "Look at the plan, then call again with %s: true (on the command line --i-understand-this-submits-jobs), or with dry_run."
            .formatted(ACKNOWLEDGEMENT));
  }

  /// The user's own prompts, checked; null where the cell names none, or where they cannot be used
  /// and only the plan is shown, which says so.
  private static @Nullable PromptFile promptFile(
      Cell cell, Context context, boolean planOnly, List<Problem> problems) {
    String file = cell.aa().load().inputFile();
    if (file == null) {
      return null;
    }
    try {
      return PromptFile.checked(context.resolve(file), cell.aa().maxOutputTokens(), new O200k());
    } catch (ProblemException e) {
      if (!planOnly) {
        throw e;
      }
      problems.addAll(e.problems());
      return null;
    }
  }
}
