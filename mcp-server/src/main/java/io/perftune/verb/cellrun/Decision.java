package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.Planner;
import io.perftune.value.Cell;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Which trials a call measures and which it keeps.
///
/// @param whole every trial of every point that the call asks for
/// @param open the trials that are measured, as a plan with its own cost
/// @param dropped trials beyond those that are asked for and that do not stand any more
/// @param remade points whose row is to be made anew
/// @param changed points with a full trial whose plan is another now: a reason to refuse
record Decision(
    Plan whole, Plan open, Set<Trial> dropped, Set<Integer> remade, List<Problem> changed) {
  Decision {
    requireNonNull(whole, "whole is null");
    requireNonNull(open, "open is null");
    dropped = Set.copyOf(dropped);
    remade = Set.copyOf(remade);
    changed = List.copyOf(changed);
  }

  /// What of a point's files is as its journal says.
  ///
  /// @param trial what a full trial left, and its records
  /// @param row the row that was made last
  record Intact(Predicate<Trial> trial, IntPredicate row) {
    /// Nothing is kept.
    static final Intact NOTHING = new Intact(_ -> false, _ -> false);

    Intact {
      requireNonNull(trial, "trial is null");
      requireNonNull(row, "row is null");
    }
  }

  /// Keeps a full trial that has the same plan and whose files are what they were, also one beyond
  /// those that are asked for; everything else is measured from its start.
  ///
  /// @param fresh measure all trials again
  static Decision of(
      Cell cell, Planner planner, CellHistory history, boolean fresh, Intact intact) {
    Plan next = planner.plan(cell, history::nextAttempt);
    Set<Trial> kept = new LinkedHashSet<>();
    Set<Integer> changed = new LinkedHashSet<>();
    if (!fresh) {
      next.points().stream()
          .filter(point -> point.trial() == 1)
          .forEach(point ->
              full(history, point.concurrency())
                  .forEach((trial, end) -> {
                    if (!end.planHash().equals(point.hash())) {
                      changed.add(point.concurrency());
                    } else if (intact.trial().test(trial)) {
                      kept.add(trial);
                    }
                  }));
    }
    Plan whole =
        planner.plan(
            cell,
            trial ->
                kept.contains(trial)
                    ? history.full(trial).orElseThrow().attempt()
                    : history.nextAttempt(trial));
    List<PointPlan> open =
        whole.points().stream().filter(point -> !kept.contains(point.key())).toList();
    Set<Trial> dropped = dropped(cell, history, kept);
    Set<Integer> remade = new TreeSet<>();
    open.forEach(point -> remade.add(point.concurrency()));
    dropped.forEach(trial -> remade.add(trial.concurrency()));
    cell.concurrencies().stream()
        .filter(concurrency -> !intact.row().test(concurrency))
        .forEach(remade::add);
    return new Decision(
        whole,
        planner.costed(cell, open),
        dropped,
        remade,
        changed.stream().map(Decision::changed).toList());
  }

  private static Map<Trial, CellHistory.Ended> full(CellHistory history, int concurrency) {
    Map<Trial, CellHistory.Ended> full = new TreeMap<>();
    for (int number : history.trials(concurrency).keySet()) {
      Trial trial = new Trial(concurrency, number);
      history.full(trial).ifPresent(end -> full.put(trial, end));
    }
    return full;
  }

  private static Set<Trial> dropped(Cell cell, CellHistory history, Set<Trial> kept) {
    int asked = cell.aa().load().trials();
    return history.ended().keySet().stream()
        .filter(trial -> cell.concurrencies().contains(trial.concurrency()))
        .filter(trial -> trial.number() > asked && !kept.contains(trial))
        .collect(Collectors.toSet());
  }

  /// Whether the trial is kept as it is.
  boolean keeps(Trial trial) {
    return !dropped.contains(trial)
        && open.points().stream().noneMatch(point -> point.key().equals(trial));
  }

  /// Whether every trial and every row stands already.
  boolean nothingToDo() {
    return remade.isEmpty();
  }

  private static Problem changed(int concurrency) {
    return new Problem(
        "plan-changed",
        "Point c=%d is complete, measured by another plan than this call's.".formatted(concurrency),
        "c=" + concurrency,
        "Call again as before, or with --fresh to measure it again; what was measured is kept in superseded/.");
  }
}
