package io.perftune.atlas;

import io.perftune.statistics.Bootstrap;
import io.perftune.statistics.Sample;

/// How far the headline medians can be trusted.
final class IntervalColumns {
  private static final String FEW = "n is below %d".formatted(Bootstrap.ENOUGH);
  private static final String ONE_TRIAL = "one trial";

  private IntervalColumns() {}

  static void put(RowBuilder row, Figures figures, long seed) {
    row.integer("n", figures.ok().size()).integer("trials", 1);
    headline(row, "ttft_p50", figures.ttft(), seed);
    headline(row, "ttfo_p50", figures.ttfo(), seed);
    headline(row, "output_speed_p50", figures.outputSpeed(), seed);
  }

  private static void headline(RowBuilder row, String name, Sample sample, long seed) {
    Bootstrap interval = Bootstrap.ofMedian(sample, seed);
    row.number(name + "_ci_low", interval == null ? null : interval.low(), FEW)
        .number(name + "_ci_high", interval == null ? null : interval.high(), FEW)
        .unmeasured(name + "_trial_spread", ONE_TRIAL)
        .unmeasured(name + "_trial_std", ONE_TRIAL);
  }
}
