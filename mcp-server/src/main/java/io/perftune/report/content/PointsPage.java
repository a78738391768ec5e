package io.perftune.report.content;

import io.perftune.report.page.Page;
import io.perftune.report.page.Remark;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The page of all points: every configured one stands in its table, also one that failed or was
/// never run.
final class PointsPage {
  static final String ID = "points";

  private PointsPage() {}

  static Page of(Points points) {
    List<Measure> measures =
        List.of(
            Measure.STATUS,
            Measure.REQUESTS,
            Measure.TTFT,
            Measure.TTFO,
            Measure.ITL,
            Measure.SPEED,
            Measure.OUTPUT,
            Measure.REQUEST_RATE,
            Measure.SOL,
            Measure.INPUT_TOKENS,
            Measure.OUTPUT_TOKENS,
            Measure.AA_TTFAT,
            Measure.AA_E2E,
            Measure.CLIENT);
    Remark modelled =
        Remark.plain(
            "TTFT counts the first token of any kind, a reasoning token too; TTFO is the first"
                + " answer token, as measured. TTFAT and E2E 500 are what Artificial Analysis'"
                + " formula gives for these medians, not measurements.");
    return new Page(
        ID,
        "All points",
        null,
        remarks(points, modelled),
        List.of(),
        List.of(PointTable.of("Every configured point", points.all(), measures, figures())));
  }

  private static List<Remark> remarks(Points points, Remark modelled) {
    String sizes = Shapes.sizes(points.all());
    return sizes.isEmpty() ? List.of() : List.of(Remark.plain(sizes + "."), modelled);
  }

  private static Map<String, String> figures() {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("ttft_p50_ms", "TTFT p50");
    figures.put("ttfo_p50_ms", "TTFO p50");
    figures.put("itl_p50_ms", "ITL p50");
    figures.put("output_speed_p50_tps", "output speed p50");
    figures.put("output_tps", "output");
    figures.put("request_throughput_avg", "requests");
    figures.put("mean_input_tokens", "mean input");
    figures.put("mean_output_tokens", "mean output");
    figures.put("aa_ttfat_ms", "AA-modelled TTFAT");
    figures.put("aa_e2e_500_ms", "AA-modelled E2E 500");
    return figures;
  }
}
