package io.perftune.plan;

import io.perftune.value.AaShape;
import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.PointPlan;
import io.perftune.value.SettlePlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans what a run does to bring the server into its stride.
final class SettlePlanner {
  private SettlePlanner() {}

  /// What the points of a run need before and between them; nothing where there are none.
  static SettlePlan of(Cell cell, List<PointPlan> points) {
    AaWorkload aa = cell.aa();
    AaWorkload.Settle settle = aa.checks().settle();
    if (points.isEmpty()) {
      return new SettlePlan(List.of(), null, 0, null, Duration.ZERO);
    }
    List<SettlePlan.Prewarm> prewarm =
        settle.prewarmShapes().stream()
            .map(shape -> new SettlePlan.Prewarm(shape, cap(aa, shape)))
            .toList();
    PointPlan first = points.getFirst();
    PointPlan.Load burnIn = settle.burnIn() ? burnIn(aa, first) : null;
    Integer pauseS = settle.pauseS();
    return new SettlePlan(
        prewarm,
        burnIn,
        burnIn == null ? 0 : first.concurrency(),
        pauseS,
        expected(prewarm, burnIn).plusSeconds(pauseS == null ? 0 : (long) pauseS * points.size()));
  }

  /// The cap that is asked for where it leaves room for the shape's answer, else that answer.
  static int cap(AaWorkload aa, AaShape shape) {
    Integer given = aa.output().maxOutputTokens();
    return given == null ? shape.answerTokens() : Math.max(given, shape.answerTokens());
  }

  /// The point's load at the shape's own size: a user's prompts are kept for what is counted.
  static PointPlan.Load burnIn(AaWorkload aa, PointPlan point) {
    PointPlan.Load load = point.load();
    return new PointPlan.Load(
        load.requests(),
        load.warmup(),
        aa.shape().inputTokens(),
        load.floor(),
        load.maxOutputTokens(),
        load.expected());
  }

  private static Duration expected(
      List<SettlePlan.Prewarm> prewarm, PointPlan.@Nullable Load burnIn) {
    Duration expected = burnIn == null ? Duration.ZERO : burnIn.expected();
    for (SettlePlan.Prewarm each : prewarm) {
      expected =
          expected.plus(
              Estimates.expected(1, 1, each.shape().inputTokens(), each.maxOutputTokens()));
    }
    return expected;
  }
}
