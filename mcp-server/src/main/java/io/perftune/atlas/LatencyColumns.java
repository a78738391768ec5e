package io.perftune.atlas;

import io.perftune.statistics.Sample;

/// TTFT, TTFO with its coverage, ITL and request latency, in milliseconds.
final class LatencyColumns {
  private static final String FEW = "fewer than %d values".formatted(Sample.ENOUGH_FOR_P95);
  static final String NO_TOKEN = "no token came";

  private LatencyColumns() {}

  static void put(RowBuilder row, Figures figures) {
    six(row, "ttft", figures.ttft(), NO_TOKEN);
    six(row, "ttfo", figures.ttfo(), whyNoAnswer(figures));
    // Tokens without an answer token are a coverage of 0, which is a finding and not a gap.
    row.number(
        "ttfo_coverage",
        figures.withTokens() == 0 ? null : (double) figures.answered() / figures.withTokens(),
        NO_TOKEN);
    Sample itl = figures.itl();
    row.number("itl_avg_ms", itl.mean(), SpeedColumns.NO_SECOND)
        .number("itl_std_ms", itl.deviation(), SpeedColumns.NO_SECOND)
        .number("itl_p50_ms", itl.median(), SpeedColumns.NO_SECOND)
        .number("itl_p95_ms", itl.p95(), itl.size() == 0 ? SpeedColumns.NO_SECOND : FEW)
        .number("tpot_median_ms", itl.median(), SpeedColumns.NO_SECOND);
    Sample latency = figures.latency();
    row.number("request_latency_avg_ms", latency.mean(), NO_TOKEN)
        .number("request_latency_p50_ms", latency.median(), NO_TOKEN)
        .number("request_latency_p95_ms", latency.p95(), latency.size() == 0 ? NO_TOKEN : FEW);
  }

  static String whyNoAnswer(Figures figures) {
    return figures.withTokens() == 0
        ? NO_TOKEN
        : "no request reached an answer token: coverage is 0";
  }

  private static void six(RowBuilder row, String name, Sample sample, String whyNone) {
    row.number(name + "_avg_ms", sample.mean(), whyNone)
        .number(name + "_std_ms", sample.deviation(), whyNone)
        .number(name + "_p50_ms", sample.median(), whyNone)
        .number(name + "_p95_ms", sample.p95(), sample.size() == 0 ? whyNone : FEW)
        .number(name + "_min_ms", sample.minimum(), whyNone)
        .number(name + "_max_ms", sample.maximum(), whyNone);
  }
}
