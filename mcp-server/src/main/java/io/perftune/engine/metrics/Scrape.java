package io.perftune.engine.metrics;

import org.jspecify.annotations.Nullable;

/// A metrics page as it was read, or why there is none.
///
/// @param text null where it was not read
/// @param unmeasured why; null where it was
public record Scrape(@Nullable String text, @Nullable String unmeasured) {
  public Scrape {
    if ((text == null) == (unmeasured == null)) {
      throw new IllegalArgumentException("a scrape has a text or a reason, not both");
    }
  }

  static Scrape failed(String why) {
    return new Scrape(null, why);
  }
}
