package io.perftune.report.content;

import io.perftune.value.Campaign;
import io.perftune.value.Row;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What a campaign is about, and so which evidence it owes: `throughput`, `latency`, `mixed` or
/// `accuracy`.
public final class Focus {
  private Focus() {}

  /// As declared; else found from the rows, by the first rule that says something.
  ///
  /// 1. A row of the Artificial Analysis workload: `throughput`, because its figures are output
  ///    speeds.
  /// 2. The rows' tiers: all `latency`, all `throughput`, or `mixed` where both occur.
  /// 3. Their concurrencies: `latency` where every one is 1, `throughput` where every one is above
  ///    it, else `mixed`.
  ///
  /// Without rows it is `throughput`, the focus that owes most. `accuracy` is only ever declared:
  /// no row holds a score from which it could be found.
  public static String of(Campaign campaign, List<Row> rows) {
    String declared = campaign.text("focus");
    if (declared != null) {
      return declared;
    }
    if (rows.isEmpty() || rows.stream().anyMatch(row -> "aa".equals(row.text("dataset")))) {
      return "throughput";
    }
    Set<String> tiers =
        rows.stream()
            .map(row -> String.valueOf(row.text("tier")))
            .filter(tier -> tier.equals("latency") || tier.equals("throughput"))
            .collect(Collectors.toSet());
    return mixed(tiers.isEmpty() ? byConcurrency(rows) : tiers);
  }

  private static Set<String> byConcurrency(List<Row> rows) {
    return rows.stream()
        .map(row -> row.integer("concurrency"))
        .map(concurrency -> concurrency != null && concurrency == 1 ? "latency" : "throughput")
        .collect(Collectors.toSet());
  }

  private static String mixed(Set<String> kinds) {
    return kinds.size() > 1 ? "mixed" : kinds.iterator().next();
  }
}
