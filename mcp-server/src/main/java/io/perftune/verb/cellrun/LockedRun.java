package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Plan;
import io.perftune.value.Preflight;
import io.perftune.value.Problem;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import java.util.List;

/// One call of cell_run while its lock is held: first a look at the endpoint, then the load.
final class LockedRun {
  private final CellCall call;
  private final CellSession.Means means;
  private final Context context;

  LockedRun(CellCall call, CellSession.Means means, Context context) {
    this.call = requireNonNull(call, "call is null");
    this.means = requireNonNull(means, "means is null");
    this.context = requireNonNull(context, "context is null");
  }

  /// Looks, and measures where the endpoint is fit for it. A cell that is complete is not asked.
  ///
  /// @param problems what is known before; what is found is added
  /// @param preflightOnly stop after the look
  Outcome run(List<Problem> problems, boolean preflightOnly) throws InterruptedException {
    CellStart.endOrphans(call.journal());
    Decision decision = call.decide();
    Plan open = decision.open();
    boolean load = !open.points().isEmpty() && decision.changed().isEmpty();
    if (!load && !preflightOnly) {
      return new CellSession(call, means, context).run(problems, null);
    }
    Preflight seen = new CellPreflight(call, means, context).look(open, preflightOnly);
    String cellId = call.cell().cellId();
    problems.addAll(seen.labels(cellId));
    CellCall resolved = call.resolved(seen);
    CellReply reply = new CellReply(resolved, decision, problems, seen);
    if (preflightOnly) {
      return reply.looked(seen);
    }
    List<Problem> refusals = seen.refusals(cellId);
    return refusals.isEmpty()
        ? new CellSession(resolved, means, context).run(problems, seen)
        : reply.refused(refusals);
  }
}
