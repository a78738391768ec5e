package io.perftune.report.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An empirical distribution: which share of the values is at most so large.
///
/// @param n values behind it
/// @param steps ascending; all of them, or a bounded number of them, evenly by rank
public record Ecdf(int n, List<Step> steps) {
  public Ecdf {
    steps = List.copyOf(steps);
  }

  /// The distribution of the values.
  ///
  /// @param limit of steps, at least 2
  static Ecdf of(double[] values, int limit) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    List<Step> steps = new ArrayList<>();
    for (int rank = 0; rank < sorted.length; rank++) {
      boolean last = rank == sorted.length - 1 || sorted[rank + 1] != sorted[rank];
      if (last) {
        steps.add(new Step(sorted[rank], (rank + 1.0) / sorted.length));
      }
    }
    return new Ecdf(sorted.length, Thinning.evenly(steps, limit));
  }

  /// One step up.
  ///
  /// @param share of the values at most `value`, above 0 up to 1
  public record Step(double value, double share) {}
}
