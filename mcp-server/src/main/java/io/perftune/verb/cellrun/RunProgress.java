package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.verb.Context;
import io.perftune.workspace.CellDirectory;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How far the run of a cell has come, in requests over all of its open points, and in words for
/// whoever waits: which point, how many of its requests, how fast the latest were, how long it may
/// still take.
final class RunProgress {
  private final Plan plan;
  private final Context.Progress progress;
  private final CellDirectory cell;
  private final double total;
  private double before;
  private @Nullable LatestLatency latency;

  /// @param cell where its points leave their requests as they end
  RunProgress(Plan plan, Context.Progress progress, CellDirectory cell) {
    this.plan = requireNonNull(plan, "plan is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.cell = requireNonNull(cell, "cell is null");
    this.total = plan.points().stream().mapToInt(point -> point.load().requests()).sum();
  }

  void report(PointPlan point, int done, Duration elapsed) {
    progress.report(
        before + Math.min(done, point.load().requests()),
        total,
        "%s %s (point %d of %d): %d of %d requests done after %s%s%s"
            .formatted(
                plan.cell().cellId(),
                point.key().place(),
                plan.points().indexOf(point) + 1,
                plan.points().size(),
                done,
                point.load().requests(),
                words(elapsed),
                done == 0 ? "" : latest(point),
                left(done, point.load().requests(), elapsed)));
  }

  private String latest(PointPlan point) {
    if (latency == null) {
      latency = new LatestLatency(cell.raw(point.concurrency(), point.trial()));
    }
    return latency.words();
  }

  /// By the pace so far; empty where there is none, or nothing is left.
  private static String left(int done, int requests, Duration elapsed) {
    if (done <= 0 || done >= requests) {
      return "";
    }
    long seconds = Math.round(elapsed.toMillis() / 1_000.0 * (requests - done) / done);
    return ", about %s left of this point".formatted(words(Duration.ofSeconds(seconds)));
  }

  private static String words(Duration time) {
    return time.toSeconds() < 120
        ? time.toSeconds() + " s"
        : String.format(Locale.ROOT, "%d min", Math.round(time.toSeconds() / 60.0));
  }

  /// Something other than a counted request goes on.
  void say(String what) {
    progress.report(before, total, plan.cell().cellId() + ": " + what);
  }

  void ended(PointPlan point) {
    before += point.load().requests();
    latency = null;
    progress.report(
        before, total, "%s %s: measured".formatted(plan.cell().cellId(), point.key().place()));
  }
}
