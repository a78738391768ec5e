package io.perftune.report.content;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/// The points that no other beats in both of two figures, of which more is better.
///
/// A point is beaten by one that is at least as good in both and better in one; so of two equal
/// points both stay.
///
/// @param front by the first figure, ascending
/// @param dominated in the order in which they came
record ParetoFront<T>(List<T> front, List<T> dominated) {
  ParetoFront {
    front = List.copyOf(front);
    dominated = List.copyOf(dominated);
  }

  static <T> ParetoFront<T> of(List<T> members, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    List<T> sorted = new ArrayList<>(members);
    sorted.sort(Comparator.comparingDouble(x).thenComparingDouble(y).reversed());
    List<T> front = new ArrayList<>();
    double highest = Double.NEGATIVE_INFINITY;
    double across = Double.NaN;
    for (T member : sorted) {
      double up = y.applyAsDouble(member);
      double here = x.applyAsDouble(member);
      if (up > highest || (up == highest && here == across)) {
        front.add(member);
        highest = up;
        across = here;
      }
    }
    Set<T> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(front);
    return new ParetoFront<>(
        front.reversed(), members.stream().filter(member -> !kept.contains(member)).toList());
  }
}
