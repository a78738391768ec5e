package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

/// A page that shows only part of what was measured.
///
/// @param page the number that readers cite
/// @param shows which part, and where the rest is
public record PartialPage(String page, String shows) {
  public PartialPage {
    requireNonNull(page, "page is null");
    requireNonNull(shows, "shows is null");
  }
}
