package io.perftune.roofline;

import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/// Both sweeps of a bundle, each in ascending order.
public record Sweep(List<SweepPoint> decode, List<SweepPoint> prefill) {
  private static final Comparator<SweepPoint> LENGTHS =
      Comparator.comparingInt(SweepPoint::isl).thenComparingInt(SweepPoint::osl);

  private static final Comparator<SweepPoint> ORDER =
      Comparator.comparingInt(SweepPoint::concurrency).thenComparing(LENGTHS);

  public Sweep {
    decode = decode.stream().sorted(ORDER).toList();
    prefill = prefill.stream().sorted(ORDER).toList();
  }

  /// The sweeps in the two files' texts.
  ///
  /// @param problems receives everything that is wrong; then the sweeps are not to be used
  public static Sweep read(String decode, String prefill, List<Problem> problems) {
    return new Sweep(
        SweepFile.read(Phase.DECODE, decode, problems),
        SweepFile.read(Phase.PREFILL, prefill, problems));
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

  /// The decode points by their pair of lengths, each in ascending order: a concurrency stands in a
  /// group once, as in a cell of the atlas. The group of most points comes first, then the shorter
  /// ones.
  public List<List<SweepPoint>> decodeByLengths() {
    Map<List<Integer>, List<SweepPoint>> groups = new LinkedHashMap<>();
    for (SweepPoint point : decode) {
      groups.computeIfAbsent(List.of(point.isl(), point.osl()), _ -> new ArrayList<>()).add(point);
    }
    return groups.values().stream()
        .sorted(
            Comparator.<List<SweepPoint>>comparingInt(group -> -group.size())
                .thenComparing(List::getFirst, LENGTHS))
        .toList();
  }
}
