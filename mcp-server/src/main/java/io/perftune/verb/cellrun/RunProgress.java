package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.verb.Context;
import java.time.Duration;

/// How far the run of a cell has come, in requests over all of its open points.
final class RunProgress {
  private final Plan plan;
  private final Context.Progress progress;
  private final double total;
  private double before;

  RunProgress(Plan plan, Context.Progress progress) {
    this.plan = requireNonNull(plan, "plan is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.total = plan.points().stream().mapToInt(point -> point.load().requests()).sum();
  }

  void report(PointPlan point, int done, Duration elapsed) {
    progress.report(
        before + Math.min(done, point.load().requests()),
        total,
        "%s %s: %d of %d requests done after %d s"
            .formatted(
                plan.cell().cellId(),
                point.key().place(),
                done,
                point.load().requests(),
                elapsed.toSeconds()));
  }

  /// Something other than a counted request goes on.
  void say(String what) {
    progress.report(before, total, plan.cell().cellId() + ": " + what);
  }

  void ended(PointPlan point) {
    before += point.load().requests();
    progress.report(
        before, total, "%s %s: measured".formatted(plan.cell().cellId(), point.key().place()));
  }
}
