package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Preflight;
import io.perftune.value.Problem;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call of cell_run while its lock is held: first a look at the endpoint, then the load.
final class LockedRun {
  private final CellCall call;
  private final @Nullable String newConfig;
  private final CellSession.Means means;
  private final Context context;

  /// @param newConfig null, or the file of a cell that stands alone (see [CellRun.Target])
  LockedRun(CellCall call, @Nullable String newConfig, CellSession.Means means, Context context) {
    this.call = requireNonNull(call, "call is null");
    this.newConfig = newConfig;
    this.means = requireNonNull(means, "means is null");
    this.context = requireNonNull(context, "context is null");
  }

  /// Looks, and measures where the endpoint is fit for it. A cell that is complete is not asked,
  /// and what lies in the place of one that stands alone is moved aside only for a run that begins.
  ///
  /// @param problems what is known before; what is found is added
  /// @param preflightOnly stop after the look
  Outcome run(List<Problem> problems, boolean preflightOnly) throws InterruptedException {
    CellStart.endOrphans(call.journal());
    Decision decision = call.decide();
    boolean load = !decision.open().points().isEmpty() && decision.changed().isEmpty();
    if (!load && !preflightOnly) {
      return new CellSession(begun(), means, context).run(problems, null);
    }
    CellPreflight preflight = new CellPreflight(call, means, context);
    Preflight seen = preflight.look(decision.open(), preflightOnly);
    List<Problem> labels = seen.labels(call.cell().cellId());
    problems.addAll(labels);
    labels.forEach(label -> context.progress().warn(label.line()));
    List<Problem> refusals = seen.refusals(call.cell().cellId());
    boolean goOn = refusals.isEmpty() && !preflightOnly;
    CellCall begun = goOn ? begun() : call;
    if (goOn) {
      noteApproval();
    }
    if (!begun.over()) {
      preflight.keep(seen);
    }
    if (goOn) {
      return new CellSession(begun.resolved(seen), means, context).run(problems, seen);
    }
    CellReply reply = new CellReply(call.resolved(seen), decision, problems, seen);
    return preflightOnly ? reply.looked(seen) : reply.refused(refusals);
  }

  /// The user of a client that asked is named by how, never by name.
  private void noteApproval() {
    if (context.approval() == Context.Approval.ELICITATION) {
      call.journal().add(Json.object().put("event", "approved").put("approved_by", "elicitation"));
    }
  }

  private CellCall begun() {
    return newConfig == null ? call : CellStart.over(call, newConfig, means, context);
  }
}
