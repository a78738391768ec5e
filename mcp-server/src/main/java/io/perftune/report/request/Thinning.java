package io.perftune.report.request;

import java.util.ArrayList;
import java.util.List;

/// Leaves out members of a list, evenly and always the same ones.
public final class Thinning {
  private Thinning() {}

  /// At most `limit` members in their order, the first and the last among them; of n members the
  /// k-th kept is the one at round(k (n - 1) / (limit - 1)).
  ///
  /// @param limit at least 2
  public static <T> List<T> evenly(List<T> members, int limit) {
    if (limit < 2) {
      throw new IllegalArgumentException("a limit of " + limit);
    }
    if (members.size() <= limit) {
      return List.copyOf(members);
    }
    List<T> kept = new ArrayList<>(limit);
    for (int k = 0; k < limit; k++) {
      kept.add(members.get((int) Math.round((double) k * (members.size() - 1) / (limit - 1))));
    }
    return List.copyOf(kept);
  }
}
