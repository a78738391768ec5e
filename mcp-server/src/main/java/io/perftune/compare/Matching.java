package io.perftune.compare;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Which rows of two campaigns belong side by side; every row of both is in exactly one list.
///
/// Rows of one workload are paired where each side has a single one, else by their cell's id, else
/// by a configuration that each side has once. Where several could be meant, none is paired.
///
/// @param unmatched comparable rows without a counterpart
/// @param excluded rows that stand for nothing, such as failed ones, and cells without rows
record Matching(List<Pair> pairs, List<Apart> unmatched, List<Apart> excluded) {
  Matching {
    pairs = List.copyOf(pairs);
    unmatched = List.copyOf(unmatched);
    excluded = List.copyOf(excluded);
  }

  static Matching of(MeasuredCampaign a, MeasuredCampaign b) {
    Side left = new Side(a);
    Side right = new Side(b);
    List<Pair> pairs = new ArrayList<>();
    left.comparable()
        .forEach((workload, rows) ->
            pairs.addAll(pairs(rows, right.comparable().getOrDefault(workload, List.of()))));
    pairs.forEach(pair -> {
      left.paired(pair.a());
      right.paired(pair.b());
    });
    List<Apart> unmatched = new ArrayList<>(left.unmatched(right));
    unmatched.addAll(right.unmatched(left));
    List<Apart> excluded = new ArrayList<>(left.excluded());
    excluded.addAll(right.excluded());
    return new Matching(pairs, unmatched, excluded);
  }

  /// The pairs among rows of one workload.
  private static List<Pair> pairs(List<Row> a, List<Row> b) {
    if (a.size() == 1 && b.size() == 1) {
      return List.of(new Pair(a.getFirst(), b.getFirst()));
    }
    List<Row> fromA = new ArrayList<>(a);
    List<Row> fromB = new ArrayList<>(b);
    List<Pair> pairs = new ArrayList<>(take(fromA, fromB, same("cell_id")));
    pairs.addAll(take(fromA, fromB, same("variant_key")));
    return pairs;
  }

  private static BiPredicate<Row, Row> same(String column) {
    return (one, other) -> one.value(column).equals(other.value(column));
  }

  /// Pairs what is the same on both sides and there once on each, and takes it out.
  private static List<Pair> take(List<Row> fromA, List<Row> fromB, BiPredicate<Row, Row> same) {
    Map<Row, Row> found = new LinkedHashMap<>();
    for (Row row : fromA) {
      List<Row> there = fromB.stream().filter(other -> same.test(row, other)).toList();
      long here = fromA.stream().filter(other -> same.test(row, other)).count();
      if (there.size() == 1 && here == 1) {
        found.put(row, there.getFirst());
      }
    }
    fromA.removeAll(found.keySet());
    fromB.removeAll(found.values());
    return found.entrySet().stream().map(pair -> new Pair(pair.getKey(), pair.getValue())).toList();
  }
}
