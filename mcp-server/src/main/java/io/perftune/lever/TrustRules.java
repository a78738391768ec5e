package io.perftune.lever;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Rules about what must be mended before anything is concluded.
final class TrustRules {
  private static final double PEAK_PCT = 100;
  private static final List<String> SHARES =
      List.of(
          "sol_pct",
          "hbm_delivered_pct",
          "compute_pct",
          "dram_active_pct",
          "tensor_active_pct",
          "pct_sol");

  static final Rule CLIENT_LIMITED =
      new Rule(
          "client-limited",
          Rule.Kind.TRUST,
          new Rule.Words(
              "client_verdict is noisy or saturated",
              "the client says so itself; what it measured there may be its own limit, so no other"
                  + " rule reads such a point",
              "Mend the client: a machine of its own nearer to the endpoint, fewer cell runs beside it,"
                  + " more processors",
              "the same point again with client_verdict ok"),
          1,
          TrustRules::clientLimited);

  static final Rule ABOVE_PEAK =
      new Rule(
          "above-peak",
          Rule.Kind.TRUST,
          new Rule.Words(
              format(ROOT, "a share of a hardware peak is above %.0f %%", PEAK_PCT),
              "nothing runs faster than its peak: a descriptor is wrong, or the bytes are counted for"
                  + " steps that speculation saved",
              "Mend the descriptors: quant, hardware, number of GPUs, KV dtype, speculative decoding,"
                  + " clocks",
              "the figure at <where> is below 100 % with descriptors that the engine's own log"
                  + " confirms"),
          1,
          TrustRules::abovePeak);

  static final Rule REASONING_UNPARSED =
      new Rule(
          "reasoning-unparsed",
          Rule.Kind.TRUST,
          new Rule.Words(
              "TTFT and TTFO are tied, and tied_reading is unconfigured_parser",
              "thinking then passes for answer, and no TTFO of the model is known",
              "Configure the reasoning parser of the serving engine",
              "reasoning_surface at <where> is reasoning_content or reasoning, and ttfo_p50_ms is above"
                  + " ttft_p50_ms"),
          1,
          TrustRules::unparsed);

  static final Rule FLOOR_UNMET =
      new Rule(
          "output-floor",
          Rule.Kind.TRUST,
          new Rule.Words(
              "output_control is cap or unverified, or floor_met_share is below 1",
              "the workload asks for at least so many answer tokens; shorter answers make throughput"
                  + " and latency figures of another workload",
              "Have at-least-N honoured: min_tokens and ignore_eos where the engine takes them, prompts"
                  + " that ask for more elsewhere",
              "output_control at <where> is guaranteed and floor_met_share is 1"),
          2,
          TrustRules::floorUnmet);

  private TrustRules() {}

  private static List<Finding> clientLimited(Figures figures) {
    return figures.clientLimited().stream()
        .map(row ->
            finding(
                row,
                "client_verdict " + Figures.text(row, "client_verdict"),
                "the point can be concluded from; until then nothing can"))
        .toList();
  }

  private static List<Finding> abovePeak(Figures figures) {
    List<Finding> findings = new ArrayList<>();
    Stream.of(figures.trusted(), figures.roofline(), figures.sol())
        .flatMap(List::stream)
        .forEach(row -> {
          for (String column : SHARES) {
            Double share = Figures.number(row, column);
            if (share != null && share > PEAK_PCT) {
              findings.add(
                  finding(
                      row,
                      format(ROOT, "%s is %.1f", column, share),
                      format(
                          ROOT,
                          "figures against the peak that can be believed; by the data they are too"
                              + " high by x%.2f at least",
                          share / PEAK_PCT)));
            }
          }
        });
    return findings;
  }

  private static List<Finding> unparsed(Figures figures) {
    return figures.trusted().stream()
        .filter(row -> "unconfigured_parser".equals(Figures.text(row, "tied_reading")))
        .map(row ->
            finding(
                row,
                "TTFT and TTFO tied, reasoning_parser " + Figures.text(row, "reasoning_parser"),
                "TTFO known: it can only be later than now"))
        .toList();
  }

  private static List<Finding> floorUnmet(Figures figures) {
    List<Finding> findings = new ArrayList<>();
    for (Row row : figures.trusted()) {
      String control = Figures.text(row, "output_control");
      Double met = Figures.number(row, "floor_met_share");
      boolean loose = "cap".equals(control) || "unverified".equals(control);
      if (loose || (met != null && met < 1)) {
        String share =
            met == null ? "" : format(ROOT, ", floor met by %.0f %% of the requests", 100 * met);
        findings.add(
            finding(
                row,
                "output_control " + control + share,
                "figures that compare with other endpoints of the same shape"));
      }
    }
    return findings;
  }

  private static Finding finding(Row row, String figure, String unlock) {
    return new Finding(Figures.where(row), figure, unlock, null);
  }
}
