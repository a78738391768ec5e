package io.perftune.verb.workload;

import static java.util.Objects.requireNonNull;

import io.perftune.value.AaShape;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.cellrun.CellRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Measures the shapes one after the other, each as the one cell of a campaign of its own, and
/// stops at the first that fails.
public final class RunWorkload implements Verb {
  private static final Set<String> NO_AIPERF = Set.of("aiperf-not-found", "aiperf-not-usable");

  private final CellRun cellRun;

  /// @param cellRun measures a cell
  public RunWorkload(CellRun cellRun) {
    this.cellRun = requireNonNull(cellRun, "cellRun is null");
  }

  @Override
  public String name() {
    return "aa_workload";
  }

  @Override
  public Safety safety() {
    return Safety.SUBMITS_JOBS;
  }

  /// Who types the command knows that it sends load; it is no tool.
  @Override
  public boolean needsAcknowledgement(ObjectNode input) {
    return false;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) throws InterruptedException {
    WorkloadCall call = WorkloadCall.of(input, context);
    if (input.required("generate_dataset_only").booleanValue()) {
      return Datasets.write(call);
    }
    List<ShapeCell> cells = cells(call);
    WorkloadReply reply = new WorkloadReply(call);
    reply.say(warnings(call, cells));
    for (int i = 0; i < cells.size(); i++) {
      ShapeResult result = run(call, cells.get(i), i);
      reply.add(result);
      if (!result.done()) {
        break;
      }
    }
    return reply.outcome();
  }

  /// Every shape's cell; what is wrong with any of them is told before anything is sent.
  private static List<ShapeCell> cells(WorkloadCall call) {
    List<ShapeCell> cells = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (AaShape shape : call.shapes()) {
      try {
        cells.add(ShapeCell.of(call, shape));
      } catch (ProblemException e) {
        e.problems().forEach(problem -> problems.add(FlagWords.of(problem, shape.label())));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return cells;
  }

  private static List<Problem> warnings(WorkloadCall call, List<ShapeCell> cells) {
    List<Problem> warnings = new ArrayList<>();
    if (call.reasoning() && call.maxOutputTokens() == null) {
      warnings.add(
          new Problem(
              "no-room-to-think",
              "--reasoning is given without --max-output-tokens, so thinking and answer together get the floor of each shape, and thinking can use it up before there is an answer.",
              "--max-output-tokens",
              "Give more than the floor."));
    }
    for (ShapeCell cell : cells) {
      if (cell.repeatsPrompts()) {
        warnings.add(
            new Problem(
                "prompts-repeat",
                "An earlier run in %s asked the same endpoint for the same prompts, so a prefix cache may answer."
                    .formatted(cell.directory().root()),
                cell.shape().label(),
                "Restart or flush the server, or give another --seed."));
      }
    }
    return warnings;
  }

  /// One shape. A refusal in its midst is a result too, so that what was measured before is shown.
  private ShapeResult run(WorkloadCall call, ShapeCell cell, int index)
      throws InterruptedException {
    ObjectNode input =
        Json.object()
            .put("cell", cell.shape().label())
            .put("dry_run", call.dryRun())
            .put("i_understand_this_submits_jobs", !call.dryRun());
    Outcome outcome;
    try {
      outcome = cellRun.run(cell.target(), input, progressing(call, index));
    } catch (ProblemException e) {
      outcome = new Outcome.Refused(Json.object(), "", e.problems());
    }
    boolean refused = outcome instanceof Outcome.Refused;
    return ShapeResult.of(cell, outcome, !call.dryRun() && !refused);
  }

  /// Progress over all shapes, of which each counts alike.
  private static Context progressing(WorkloadCall call, int index) {
    Context context = call.context();
    return context.reporting((done, total, message) ->
        context
            .progress()
            .report(
                index + (total > 0 ? Math.min(1, done / total) : 0),
                call.shapes().size(),
                message));
  }

  /// Whether the program that sends the load is what is missing.
  static boolean lacksProgram(List<Problem> problems) {
    return problems.stream().anyMatch(problem -> NO_AIPERF.contains(problem.code()));
  }
}
