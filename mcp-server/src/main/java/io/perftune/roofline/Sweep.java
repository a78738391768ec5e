package io.perftune.roofline;

import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;

/// Both sweeps of a bundle, each in ascending order.
public record Sweep(List<SweepPoint> decode, List<SweepPoint> prefill) {
  private static final Comparator<SweepPoint> ORDER =
      Comparator.comparingInt(SweepPoint::concurrency)
          .thenComparingInt(SweepPoint::isl)
          .thenComparingInt(SweepPoint::osl);

  public Sweep {
    decode = decode.stream().sorted(ORDER).toList();
    prefill = prefill.stream().sorted(ORDER).toList();
  }

  /// The sweeps in the two files' texts.
  ///
  /// @param problems receives everything that is wrong; then the sweeps are not to be used
  public static Sweep read(String decode, String prefill, List<Problem> problems) {
    Sweep sweep =
        new Sweep(
            SweepFile.read(Phase.DECODE, decode, problems),
            SweepFile.read(Phase.PREFILL, prefill, problems));
    sweep.refuseMixedLengths(problems);
    return sweep;
  }

  /// The points whose window is mostly ramp, as the reply lists them.
  public ArrayNode steadyWindowWarnings() {
    ArrayNode warnings = Json.array();
    for (SweepPoint point : decode) {
      if (point.undercounted()) {
        warnings
            .addObject()
            .put("c", point.concurrency())
            .put("num_prompts", point.numPrompts())
            .put("min_required", point.requiredPrompts())
            .put("tag", point.tag());
      }
    }
    return warnings;
  }

  /// An atlas has one row a concurrency.
  private void refuseMixedLengths(List<Problem> problems) {
    for (int i = 1; i < decode.size(); i++) {
      if (decode.get(i).concurrency() == decode.get(i - 1).concurrency()) {
        problems.add(
            new Problem(
                "mixed-lengths",
                "Concurrency %d is there with two lengths.".formatted(decode.get(i).concurrency()),
                decode.get(i).where(),
                "Make a bundle of its own for each pair of input and output length."));
      }
    }
  }
}
