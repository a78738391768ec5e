package io.perftune.atlas;

import io.perftune.statistics.Bootstrap;
import io.perftune.statistics.Sample;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// How far the headline medians can be trusted: their bootstrap interval, and how far the trials'
/// own medians lie apart.
final class IntervalColumns {
  private static final String FEW = "fewer than %d values".formatted(Bootstrap.ENOUGH);
  private static final String ONE_TRIAL = "one trial";
  private static final String ONE_MEDIAN = "fewer than two trials have a median";

  private IntervalColumns() {}

  static void put(RowBuilder row, Figures figures, JudgedPoint point) {
    row.integer("n", figures.ok().size()).integer("trials", point.countedTrials().size());
    Headline headline = new Headline(row, figures.byTrial(), point);
    headline.put("ttft_p50", Figures::ttft, LatencyColumns.NO_TOKEN);
    headline.put("ttfo_p50", Figures::ttfo, LatencyColumns.whyNoAnswer(figures));
    headline.put("output_speed_p50", Figures::outputSpeed, SpeedColumns.NO_SECOND);
  }

  private record Headline(RowBuilder row, List<Figures> trials, JudgedPoint point) {
    void put(String name, Function<Figures, Sample> sample, String whyNone) {
      List<Sample> samples = trials.stream().map(sample).filter(trial -> trial.size() > 0).toList();
      Bootstrap interval = Bootstrap.ofMedian(samples, point.plan().prompts().seed());
      String why = samples.isEmpty() ? whyNone : FEW;
      row.number(name + "_ci_low", interval == null ? null : interval.low(), why)
          .number(name + "_ci_high", interval == null ? null : interval.high(), why);
      Sample medians =
          Sample.of(samples.stream().map(Sample::median).filter(Objects::nonNull).toList());
      boolean several = medians.size() > 1;
      String whyOne = point.trials().size() == 1 ? ONE_TRIAL : ONE_MEDIAN;
      row.number(
              name + "_trial_spread",
              several ? spread(medians) : null,
              several ? "the smallest median is 0" : whyOne)
          .number(name + "_trial_std", several ? medians.deviation() : null, whyOne);
    }

    /// max / min - 1; null where the smallest is 0.
    private static @Nullable Double spread(Sample medians) {
      Double low = medians.minimum();
      Double high = medians.maximum();
      return low == null || high == null || low == 0 ? null : high / low - 1;
    }
  }
}
