package io.perftune.lever;

import io.perftune.value.Campaign;
import io.perftune.value.Lever;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The levers of a campaign, ranked; pure.
public final class Levers {
  /// Every rule, those that make figures trustworthy first, in the order of their importance.
  static final List<Rule> RULES =
      List.of(
          TrustRules.CLIENT_LIMITED,
          TrustRules.ABOVE_PEAK,
          TrustRules.REASONING_UNPARSED,
          TrustRules.FLOOR_UNMET,
          LoadRules.NO_FRONTIER,
          LoadRules.SATURATED_QUEUE,
          DecodeRules.FAR_FROM_HBM,
          DecodeRules.SPECULATION_ABSENT,
          DecodeRules.LOW_ACCEPTANCE,
          LatencyRules.PREFILL_BOUND,
          LatencyRules.THINK_DOMINATES,
          LatencyRules.PREFIX_CACHE_COLD,
          KernelRules.FAR_FROM_PEAK);

  private static final Map<String, Integer> ORDER =
      IntStream.range(0, RULES.size())
          .boxed()
          .collect(Collectors.toUnmodifiableMap(i -> RULES.get(i).name(), Function.identity()));

  /// Open before won before refuted; among the open ones the declared first, then what makes
  /// figures trustworthy, then by worth over effort, the highest first.
  public static final Comparator<Lever> RANK =
      Comparator.comparing(Lever::state)
          .thenComparing(lever -> !lever.rule().equals(Lever.DECLARED))
          .thenComparing(lever -> lever.worth() != null)
          .thenComparing(Comparator.comparingDouble(Levers::value).reversed())
          .thenComparing(lever -> ORDER.getOrDefault(lever.rule(), -1));

  private Levers() {}

  /// The levers that the campaign declares and those that its figures suggest, by [#RANK].
  ///
  /// A suggestion that the campaign's record refutes by the rule's name is not made again.
  ///
  /// @param atlas rows of atlas_v1
  /// @param roofline rows of roofline_v1
  /// @param sol rows of sol_v1
  public static List<Lever> of(
      Campaign campaign, List<Row> atlas, List<Row> roofline, List<Row> sol) {
    List<Lever> levers = new ArrayList<>(Declared.levers(campaign));
    Set<String> refuted = Declared.refutedRules(campaign);
    Figures figures = new Figures(atlas, roofline, sol);
    for (Rule rule : RULES) {
      if (!refuted.contains(rule.name())) {
        rule.lever(figures).ifPresent(levers::add);
      }
    }
    return levers.stream().sorted(RANK).toList();
  }

  private static double value(Lever lever) {
    return Objects.requireNonNullElse(lever.worth(), 0.0)
        / Objects.requireNonNullElse(lever.effort(), 1);
  }
}
