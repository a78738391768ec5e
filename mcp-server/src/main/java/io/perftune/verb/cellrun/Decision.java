package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.Planner;
import io.perftune.value.Cell;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.verb.CellHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// Which points a call measures and which it keeps.
///
/// @param whole every point of the cell
/// @param open the points that are measured, as a plan with its own cost
/// @param changed full points whose plan is another now: a reason to refuse
record Decision(Plan whole, Plan open, List<Problem> changed) {
  Decision {
    requireNonNull(whole, "whole is null");
    requireNonNull(open, "open is null");
    changed = List.copyOf(changed);
  }

  /// Keeps a full point that has the same plan and whose files are what they were; everything else
  /// is measured from its start.
  ///
  /// @param fresh measure all points again
  /// @param intact whether the files of the point at a concurrency are what its journal says
  static Decision of(
      Cell cell, Planner planner, CellHistory history, boolean fresh, IntPredicate intact) {
    Plan next = planner.plan(cell, history::nextAttempt);
    List<Problem> changed = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (PointPlan point : next.points()) {
      int concurrency = point.concurrency();
      history
          .full(concurrency)
          .filter(_ -> !fresh)
          .ifPresent(ended -> {
            if (!ended.planHash().equals(point.hash())) {
              changed.add(changed(concurrency));
            } else if (intact.test(concurrency)) {
              kept.add(concurrency);
            }
          });
    }
    Plan whole =
        planner.plan(
            cell,
            concurrency ->
                kept.contains(concurrency)
                    ? history.full(concurrency).orElseThrow().attempt()
                    : history.nextAttempt(concurrency));
    Cell rest =
        new Cell(
            cell.cellId(),
            cell.declared(),
            cell.concurrencies().stream().filter(c -> !kept.contains(c)).toList(),
            cell.ceilingKey(),
            cell.aa());
    return new Decision(whole, planner.plan(rest, history::nextAttempt), changed);
  }

  /// Whether the point is kept as it is.
  boolean keeps(int concurrency) {
    return open.points().stream().noneMatch(point -> point.concurrency() == concurrency);
  }

  private static Problem changed(int concurrency) {
    return new Problem(
        "plan-changed",
        "Point c=%d is complete, measured by another plan than this call's.".formatted(concurrency),
        "c=" + concurrency,
        "Call again as before, or with --fresh to measure it again; what was measured is kept in superseded/.");
  }
}
