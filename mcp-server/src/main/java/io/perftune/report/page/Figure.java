package io.perftune.report.page;

import org.jspecify.annotations.Nullable;

/// A picture of data, in one of the forms that every back end draws.
public sealed interface Figure permits Chart, Bars, Timeline {
  /// Unique in the document, `[a-z0-9-]`.
  String id();

  /// What it shows, in a few words.
  String title();

  /// What the picture shows, for a reader who cannot see it.
  String alternative();

  /// What is equal over everything in it.
  String context();

  /// What must be known to read it; null where nothing must.
  @Nullable String remark();
}
