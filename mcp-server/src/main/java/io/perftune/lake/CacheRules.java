package io.perftune.lake;

import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.List;
import java.util.Locale;

/// A row that is declared cold was measured cold: at most 1 % of its prompt tokens came from the
/// server's prefix cache.
final class CacheRules {
  private static final double COLD_SHARE = 0.01;

  private CacheRules() {}

  static List<Problem> problems(Evidence evidence) {
    return evidence.measured().stream()
        .filter(CacheRules::warmedCold)
        .map(CacheRules::problem)
        .toList();
  }

  private static boolean warmedCold(Row row) {
    Double share = row.number("cached_token_share");
    return "cold".equals(row.text("cache_mode")) && share != null && share > COLD_SHARE;
  }

  private static Problem problem(Row row) {
    return new Problem(
        "cache-not-cold",
        String.format(
            Locale.ROOT,
            "cache_mode is cold, but %.1f %% of the prompt tokens came from the cache.",
            100 * row.value("cached_token_share").doubleValue()),
        Evidence.place(row),
        "Declare cache_mode: warm, or measure with prompts that the server has not seen.");
  }
}
