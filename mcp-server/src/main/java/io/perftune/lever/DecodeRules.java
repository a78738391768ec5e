package io.perftune.lever;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rules about the decode step: memory bandwidth and speculation.
final class DecodeRules {
  private static final double LOW_CONCURRENCY = 4;
  private static final double REACHABLE_PCT = 75;
  private static final double MEMORY_BOUND_PCT = 50;
  private static final double FEW_ACCEPTED = 1.5;
  private static final double USUAL_ACCEPTED = 1.7;

  static final Rule FAR_FROM_HBM =
      new Rule(
          "decode-far-from-hbm",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "decode moves less than %.0f %% of the HBM peak at concurrency %.0f or below",
                  REACHABLE_PCT,
                  LOW_CONCURRENCY),
              "a decode step at low concurrency has nothing to wait for but memory; three quarters of"
                  + " the peak is what large copies reach, so what is missing is spent on launches,"
                  + " small kernels, communication or the host",
              "Take the gaps out of the decode step: full CUDA graphs, asynchronous scheduling, fused"
                  + " kernels, or fewer GPUs a replica where the step is mostly communication",
              format(
                  ROOT,
                  "the HBM share at <where> reaches %.0f %%, and output_speed_p50_tps rises there"
                      + " beyond its interval",
                  REACHABLE_PCT)),
          3,
          DecodeRules::farFromHbm);

  static final Rule SPECULATION_ABSENT =
      new Rule(
          "speculation-absent",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(
                  ROOT,
                  "no speculative decoding is declared, and decode is bound by memory at concurrency"
                      + " %.0f or below: %.0f %% of the HBM peak or more",
                  LOW_CONCURRENCY,
                  MEMORY_BOUND_PCT),
              "from half of the peak on, most of a step is the reading of weights, which more tokens a"
                  + " step share; below it other gaps come first",
              "Turn on speculative decoding: the model's own MTP heads, or a draft model",
              format(
                  ROOT,
                  "acceptance_length at <where> is %.1f or more and output_speed_p50_tps rises beyond"
                      + " its interval",
                  FEW_ACCEPTED)),
          3,
          DecodeRules::speculationAbsent);

  static final Rule LOW_ACCEPTANCE =
      new Rule(
          "low-acceptance",
          Rule.Kind.GAIN,
          new Rule.Words(
              format(ROOT, "acceptance_length is below %.1f tokens a step", FEW_ACCEPTED),
              format(
                  ROOT,
                  "a draft of which the first token is accepted seven times in ten gives %.1f; below"
                      + " %.1f the draft's own time eats most of the gain",
                  USUAL_ACCEPTED,
                  FEW_ACCEPTED),
              "Mend the draft or leave it out: fewer speculative tokens, a draft trained for this"
                  + " model and quantisation, the same chat template; else turn speculation off",
              format(
                  ROOT,
                  "acceptance_length at <where> reaches %.1f, or output_speed_p50_tps is higher"
                      + " without speculation",
                  USUAL_ACCEPTED)),
          2,
          DecodeRules::lowAcceptance);

  private DecodeRules() {}

  private static List<Finding> farFromHbm(Figures figures) {
    return figures.decode().stream()
        .filter(at -> at.concurrency() <= LOW_CONCURRENCY && at.pct() < REACHABLE_PCT)
        .map(at ->
            new Finding(
                at.where(),
                format(ROOT, "decode at %.1f %% of the HBM peak", at.pct()),
                format(
                    ROOT,
                    "output speed up: x%.2f at %.0f %% of the HBM peak, x%.2f at most",
                    REACHABLE_PCT / at.pct(),
                    REACHABLE_PCT,
                    100 / at.pct()),
                REACHABLE_PCT / at.pct() - 1))
        .toList();
  }

  private static List<Finding> speculationAbsent(Figures figures) {
    return figures.decode().stream()
        .filter(at -> at.concurrency() <= LOW_CONCURRENCY && at.pct() >= MEMORY_BOUND_PCT)
        .filter(at -> Boolean.FALSE.equals(speculates(at.row())))
        .map(at ->
            new Finding(
                at.where(),
                format(ROOT, "decode at %.1f %% of the HBM peak, one token a step", at.pct()),
                format(
                    ROOT,
                    "output speed up: x%.1f at most while %.1f tokens a step are accepted, less the"
                        + " draft's own time",
                    USUAL_ACCEPTED,
                    USUAL_ACCEPTED),
                // Only the part of the step that waits for memory is shared.
                1 / (1 - at.pct() / 100 * (1 - 1 / USUAL_ACCEPTED)) - 1))
        .toList();
  }

  private static List<Finding> lowAcceptance(Figures figures) {
    List<Finding> findings = new ArrayList<>();
    for (Row row : figures.trusted()) {
      Double accepted = Figures.number(row, "acceptance_length");
      if (accepted != null && accepted >= 1 && accepted < FEW_ACCEPTED) {
        findings.add(
            new Finding(
                Figures.where(row),
                format(ROOT, "%.2f tokens accepted a step", accepted),
                format(
                    ROOT,
                    "output speed up: x%.2f at %.1f tokens a step",
                    USUAL_ACCEPTED / accepted,
                    USUAL_ACCEPTED),
                USUAL_ACCEPTED / accepted - 1));
      }
    }
    return findings;
  }

  /// Whether it speculates, by what was declared and what was seen; null where neither says.
  private static @Nullable Boolean speculates(Row row) {
    Double tokens = Figures.number(row, "num_speculative_tokens");
    Boolean mtp = Figures.bool(row, "mtp");
    if (Boolean.TRUE.equals(mtp)
        || (tokens != null && tokens > 0)
        || Figures.number(row, "acceptance_length") != null) {
      return true;
    }
    return (mtp == null && tokens == null) ? null : false;
  }
}
