package io.perftune.plan;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.prompts.PromptFile;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.AaMode;
import io.perftune.value.AaWorkload;
import io.perftune.value.BenchPod;
import io.perftune.value.Cell;
import io.perftune.value.EngineRun;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Preflight;
import io.perftune.value.SettlePlan;
import io.perftune.value.Trial;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Makes the plan of a cell: its points, in the order in which they are measured.
///
/// @param program the command that starts the load generator
/// @param keyed a key is needed, so a configuration file carries the name of its variable
/// @param file the user's own prompts; null where there are none
public record Planner(
    List<String> program,
    Seeds seeds,
    CellDirectory directory,
    boolean keyed,
    @Nullable PromptFile file) {
  public Planner {
    program = List.copyOf(program);
    requireNonNull(seeds, "seeds is null");
    requireNonNull(directory, "directory is null");
  }

  /// The plan: the first trial of every concurrency, then the second of every one, so that a drift
  /// of the endpoint falls on all of them alike.
  ///
  /// @param attempts which attempt of a trial this would be, from 1
  public Plan plan(Cell cell, ToIntFunction<Trial> attempts) {
    List<PointPlan> points = new ArrayList<>();
    for (int number = 1; number <= cell.aa().load().trials(); number++) {
      for (int concurrency : cell.concurrencies()) {
        Trial trial = new Trial(concurrency, number);
        points.add(point(cell, trial, attempts.applyAsInt(trial)));
      }
    }
    return costed(cell, points);
  }

  /// Some points of a cell as a plan with its own cost.
  public Plan costed(Cell cell, List<PointPlan> points) {
    SettlePlan settle = SettlePlanner.of(cell, points);
    List<PointPlan.Load> loads = new ArrayList<>(points.stream().map(PointPlan::load).toList());
    if (settle.burnIn() != null) {
      loads.add(settle.burnIn());
    }
    long disk = 0;
    long temporary = 0;
    for (PointPlan.Load load : loads) {
      if (cell.aa().engine().equals(AaWorkload.BUILTIN)) {
        disk += Estimates.builtinDiskBytes(load);
      } else {
        disk += Estimates.diskBytes(load);
        temporary = Math.max(temporary, Estimates.temporaryBytes(load));
      }
    }
    return new Plan(cell, points, settle, asked(cell, points), disk, temporary);
  }

  private static Preflight.Cost asked(Cell cell, List<PointPlan> points) {
    return points.isEmpty() ? Preflight.Cost.NONE : Preflight.Cost.atMost(cell.aa());
  }

  /// One trial of one point.
  ///
  /// @param attempt from 1
  public PointPlan point(Cell cell, Trial trial, int attempt) {
    int concurrency = trial.concurrency();
    PointPlan.Load load = load(cell, concurrency);
    PointPlan.Prompts prompts = prompts(cell, trial, attempt);
    Place place =
        place(
            cell,
            "aa-c" + concurrency + "-t" + trial.number(),
            directory.raw(concurrency, trial.number()));
    EngineRun run = run(cell, concurrency, new Asked(load, prompts), place);
    return new PointPlan(
        concurrency, trial.number(), attempt, load, prompts, run, hash(cell, load));
  }

  /// The burn-in before a run's first point: its load at the shape's own size, with generated
  /// prompts of its own, in a place of its own.
  ///
  /// @param own the seeds of what is sent before the points
  /// @param round how often this was begun, from 1
  public PointPlan burnIn(Cell cell, PointPlan first, Seeds own, int round) {
    AaWorkload aa = cell.aa();
    int concurrency = first.concurrency();
    PointPlan.Load load = SettlePlanner.burnIn(aa, first);
    boolean made = first.prompts().dataset() == null;
    PointPlan.Prompts prompts =
        new PointPlan.Prompts(
            made ? first.prompts().source() : "wordnet",
            own.seed(aa.shape().label(), concurrency, 1, round),
            made ? null : directory.burnInDataset().toString());
    EngineRun run =
        run(
            cell,
            concurrency,
            new Asked(load, prompts),
            place(cell, CellDirectory.BURN_IN, directory.burnInRaw()));
    return new PointPlan(concurrency, 1, round, load, prompts, run, hash(cell, load));
  }

  private String hash(Cell cell, PointPlan.Load load) {
    return PlanHash.of(cell, load, seeds, file == null ? null : file.sha256());
  }

  /// Where a run leaves its files, as the generator sees it.
  ///
  /// @param name the stem of its files in commands/
  private record Place(String name, Path raw, Path config) {}

  private Place place(Cell cell, String name, Path raw) {
    BenchPod pod = cell.aa().pod();
    if (pod == null) {
      return new Place(name, raw, directory.commands().resolve(name + ".yaml"));
    }
    Path there = pod.directory(directory.root());
    return new Place(name, BenchPod.raw(there), BenchPod.config(there));
  }

  private record Asked(PointPlan.Load load, PointPlan.Prompts prompts) {}

  private EngineRun run(Cell cell, int concurrency, Asked asked, Place place) {
    Command command = command(cell.aa(), concurrency, asked, place);
    return new EngineRun(
        place.name(),
        command.argv(),
        command.configFile(),
        asked.load().requests(),
        Estimates.limit(
            asked.load(),
            file == null ? asked.load().inputTokens() : file.maxTokens(),
            concurrency,
            cell.aa().load().timeouts().request()));
  }

  /// @param configFile the text of the file that argv names; null where there is none
  private record Command(List<String> argv, @Nullable String configFile) {}

  private Command command(AaWorkload aa, int concurrency, Asked asked, Place place) {
    PointPlan.Load load = asked.load();
    PointPlan.Prompts prompts = asked.prompts();
    String raw = place.raw().toString();
    if (aa.engine().equals(AaWorkload.BUILTIN)) {
      BuiltinCommand command = new BuiltinCommand(aa, concurrency, load, prompts, raw);
      return new Command(command.argv(program, keyed), null);
    }
    AiperfCommand command = new AiperfCommand(aa, concurrency, load, seen(aa, prompts), raw);
    if (!keyed) {
      return new Command(command.argv(program, null), null);
    }
    return new Command(command.argv(program, place.config().toString()), command.configFile());
  }

  /// The prompts where the generator finds them.
  private PointPlan.Prompts seen(AaWorkload aa, PointPlan.Prompts prompts) {
    BenchPod pod = aa.pod();
    return pod == null || prompts.dataset() == null
        ? prompts
        : new PointPlan.Prompts(
            prompts.source(),
            prompts.seed(),
            BenchPod.dataset(pod.directory(directory.root())).toString());
  }

  private PointPlan.Load load(Cell cell, int concurrency) {
    AaWorkload aa = cell.aa();
    Integer count = aa.load().requestCount();
    Integer warmup = aa.load().warmupRequests();
    int requests = count == null ? PointPlan.Load.defaultRequests(concurrency) : count;
    int first =
        warmup != null ? warmup : cell.endpointKind().equals("public_gateway") ? 0 : concurrency;
    int input = file == null ? aa.shape().inputTokens() : file.meanTokens();
    int output = aa.maxOutputTokens();
    return new PointPlan.Load(
        requests,
        first,
        input,
        aa.shape().answerTokens(),
        output,
        Estimates.expected(requests + first, concurrency, input, output));
  }

  private PointPlan.Prompts prompts(Cell cell, Trial trial, int attempt) {
    AaWorkload aa = cell.aa();
    int concurrency = trial.concurrency();
    long seed = seeds.seed(aa.shape().label(), concurrency, trial.number(), attempt - 1);
    if (aa.mode() == AaMode.SYNTHETIC && !aa.engine().equals(AaWorkload.BUILTIN)) {
      return new PointPlan.Prompts("aiperf_synthetic", seed, null);
    }
    return new PointPlan.Prompts(
        aa.load().inputFile() == null ? "wordnet" : "file",
        seed,
        directory.dataset(concurrency, trial.number(), attempt).toString());
  }
}
