package io.perftune.lever;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rule about kernels that take much time far from their peak.
final class KernelRules {
  /// Levels whose share of the peak is taken while the kernel runs, not over the whole window.
  private static final Set<String> WHILE_IT_RUNS = Set.of("L1", "L4");

  private static final double SHARE_PCT = 20;
  private static final double FAR_PCT = 50;
  private static final double REACHABLE_PCT = 75;
  private static final double PEAK = 100;

  static final Rule FAR_FROM_PEAK =
      new Rule(
          "kernel-far-from-peak",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "a category or kernel of sol_v1, at level L1 or L4, takes %.0f %% of the GPU's time"
                      + " or more at less than"
                      + " %.0f %% of its peak",
                  SHARE_PCT,
                  FAR_PCT),
              "below a fifth of the time not even a perfect kernel gives a quarter; above half of the"
                  + " peak what is left is small",
              "Replace or tune that kernel: another back end, another tile shape, fusion with its"
                  + " neighbours",
              format(
                  ROOT,
                  "the same profile at <where> with pct_sol of %.0f or more and a smaller share of the"
                      + " time",
                  REACHABLE_PCT)),
          5,
          KernelRules::farFromPeak);

  private KernelRules() {}

  private static List<Finding> farFromPeak(Figures figures) {
    List<Finding> findings = new ArrayList<>();
    for (Row row : figures.sol()) {
      Double share = Figures.number(row, "gpu_time_share_pct");
      Double pct = Figures.number(row, "pct_sol");
      if (WHILE_IT_RUNS.contains(String.valueOf(Figures.text(row, "sol_level")))
          && share != null
          && pct != null
          && share >= SHARE_PCT
          && pct > 0
          && pct < FAR_PCT) {
        String kernel = Figures.text(row, "kernel_name");
        double saved = Math.min(share, PEAK) / PEAK * (1 - pct / REACHABLE_PCT);
        findings.add(
            new Finding(
                Figures.where(row)
                    + ", "
                    + (kernel == null ? Figures.text(row, "category") : kernel),
                format(ROOT, "%.1f %% of the time at %.1f %% of the peak", share, pct),
                format(
                    ROOT,
                    "GPU time down: %.0f %% at %.0f %% of the peak",
                    100 * saved,
                    REACHABLE_PCT),
                1 / (1 - saved) - 1));
      }
    }
    return findings;
  }
}
