package io.perftune.atlas;

/// AA's own modelled figures, beside the measured ones and never instead of them.
///
/// ttfat = ttft + assumed reasoning tokens / output speed; e2e_500 = ttfat + 500 answer tokens /
/// output speed; both from medians.
final class ModelColumns {
  private static final int ANSWER_TOKENS = 500;

  private ModelColumns() {}

  static void put(RowBuilder row, Reasoning reasoning) {
    Integer assumed = reasoning.assumedTokens();
    Double ttft = row.given("ttft_p50_ms");
    Double speed = row.given("output_speed_p50_tps");
    if (assumed == null) {
      String why =
          Reasoning.UNCONFIGURED_PARSER.equals(reasoning.tiedReading())
              ? "ttft and ttfo are tied on a reasoning model: configure its reasoning parser on the server"
              : "whether reasoning is streamed, hidden or absent is undetermined: declare reasoning in the cell";
      row.unmeasured("aa_assumed_reasoning_tokens", why)
          .unmeasured("aa_ttfat_ms", why)
          .unmeasured("aa_e2e_500_ms", why);
      return;
    }
    row.integer("aa_assumed_reasoning_tokens", assumed);
    if (ttft == null || speed == null) {
      row.unmeasured("aa_ttfat_ms", "ttft or output speed is unmeasured")
          .unmeasured("aa_e2e_500_ms", "ttft or output speed is unmeasured");
      return;
    }
    double ttfat = ttft + 1_000.0 * assumed / speed;
    row.number("aa_ttfat_ms", ttfat, "")
        .number("aa_e2e_500_ms", ttfat + 1_000.0 * ANSWER_TOKENS / speed, "");
  }
}
