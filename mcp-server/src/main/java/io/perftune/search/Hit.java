package io.perftune.search;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// A place that answers a query.
///
/// @param line the first line with most of the asked words, counted from 1
/// @param heading the headings above it; null where there are none
/// @param score by BM25, comparable within one answer only
/// @param snippet the line and those around it, each with its number before it
public record Hit(TextFile file, int line, @Nullable String heading, double score, String snippet) {
  public Hit {
    requireNonNull(file, "file is null");
    requireNonNull(snippet, "snippet is null");
  }
}
