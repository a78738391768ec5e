package io.perftune.lake;

import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;

/// Decides whether a campaign is complete and carries the context that its figures need; pure.
///
/// Every gap is a problem with its remedy. A campaign with gaps goes to the lake only where the
/// caller asks for it, and then each gap stands in campaign_v1.
public final class StrictGate {
  /// The code of the one gap that `--allow-ungrounded` lets pass.
  public static final String UNGROUNDED = "dcgm-ungrounded";

  private StrictGate() {}

  /// All gaps, in the order run, context, lever, verdict, roofline; empty where there is none.
  public static List<Problem> problems(Evidence evidence) {
    List<Problem> problems = new ArrayList<>();
    problems.addAll(CompletenessRules.problems(evidence));
    problems.addAll(CrossCheckRules.problems(evidence));
    problems.addAll(ContextRules.problems(evidence));
    problems.addAll(ReasoningRules.problems(evidence));
    problems.addAll(CacheRules.problems(evidence));
    problems.addAll(LeverRules.problems(evidence));
    problems.addAll(VerdictRules.problems(evidence));
    problems.addAll(RooflineRules.problems(evidence));
    return problems;
  }
}
