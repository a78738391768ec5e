package io.perftune.atlas;

import io.perftune.statistics.Bootstrap;
import io.perftune.statistics.Sample;

/// How far the headline medians can be trusted.
final class IntervalColumns {
  private static final String FEW = "fewer than %d values".formatted(Bootstrap.ENOUGH);
  private static final String ONE_TRIAL = "one trial";

  private IntervalColumns() {}

  static void put(RowBuilder row, Figures figures, long seed) {
    row.integer("n", figures.ok().size()).integer("trials", 1);
    headline(row, "ttft_p50", figures.ttft(), seed, LatencyColumns.NO_TOKEN);
    headline(row, "ttfo_p50", figures.ttfo(), seed, LatencyColumns.whyNoAnswer(figures));
    headline(row, "output_speed_p50", figures.outputSpeed(), seed, SpeedColumns.NO_SECOND);
  }

  private static void headline(
      RowBuilder row, String name, Sample sample, long seed, String whyNone) {
    Bootstrap interval = Bootstrap.ofMedian(sample, seed);
    String why = sample.size() == 0 ? whyNone : FEW;
    row.number(name + "_ci_low", interval == null ? null : interval.low(), why)
        .number(name + "_ci_high", interval == null ? null : interval.high(), why)
        .unmeasured(name + "_trial_spread", ONE_TRIAL)
        .unmeasured(name + "_trial_std", ONE_TRIAL);
  }
}
