package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

/// A page that the report lacks.
///
/// @param page the number that readers cite, or a file's name
/// @param why it is missing
/// @param howToFix what would bring it
public record OmittedPage(String page, String why, String howToFix) {
  public OmittedPage {
    requireNonNull(page, "page is null");
    requireNonNull(why, "why is null");
    requireNonNull(howToFix, "howToFix is null");
  }
}
