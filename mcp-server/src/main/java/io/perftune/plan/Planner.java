package io.perftune.plan;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.prompts.PromptFile;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.AaMode;
import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.EngineRun;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Trial;
import io.perftune.workspace.CellDirectory;
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
    long disk = 0;
    long temporary = 0;
    for (PointPlan point : points) {
      if (cell.aa().engine().equals(AaWorkload.BUILTIN)) {
        disk += Estimates.builtinDiskBytes(point.load());
      } else {
        disk += Estimates.diskBytes(point.load());
        temporary = Math.max(temporary, Estimates.temporaryBytes(point.load()));
      }
    }
    return new Plan(cell, points, disk, temporary);
  }

  /// One trial of one point.
  ///
  /// @param attempt from 1
  public PointPlan point(Cell cell, Trial trial, int attempt) {
    int concurrency = trial.concurrency();
    PointPlan.Load load = load(cell, concurrency);
    PointPlan.Prompts prompts = prompts(cell, trial, attempt);
    Command command = command(cell.aa(), trial, load, prompts);
    EngineRun run =
        new EngineRun(
            "aa-c" + concurrency + "-t" + trial.number(),
            command.argv(),
            command.configFile(),
            load.requests(),
            Estimates.limit(
                load,
                file == null ? load.inputTokens() : file.maxTokens(),
                concurrency,
                cell.aa().load().timeouts().request()));
    String hash = PlanHash.of(cell, load, seeds, file == null ? null : file.sha256());
    return new PointPlan(concurrency, trial.number(), attempt, load, prompts, run, hash);
  }

  /// @param configFile the text of the file that argv names; null where there is none
  private record Command(List<String> argv, @Nullable String configFile) {}

  private Command command(
      AaWorkload aa, Trial trial, PointPlan.Load load, PointPlan.Prompts prompts) {
    int concurrency = trial.concurrency();
    String raw = directory.raw(concurrency, trial.number()).toString();
    if (aa.engine().equals(AaWorkload.BUILTIN)) {
      BuiltinCommand command = new BuiltinCommand(aa, concurrency, load, prompts, raw);
      return new Command(command.argv(program, keyed), null);
    }
    AiperfCommand command = new AiperfCommand(aa, concurrency, load, prompts, raw);
    if (!keyed) {
      return new Command(command.argv(program, null), null);
    }
    String configFile = directory.command(concurrency, trial.number(), ".yaml").toString();
    return new Command(command.argv(program, configFile), command.configFile());
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
