package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// A whole report, ready to be drawn.
///
/// @param subtitles lines below the title: the campaign, its date, what the caller added
/// @param source the last line: which data it was made from
public record Document(String title, List<String> subtitles, List<Page> pages, String source) {
  public Document {
    requireNonNull(title, "title is null");
    subtitles = List.copyOf(subtitles);
    pages = List.copyOf(pages);
    requireNonNull(source, "source is null");
  }
}
