package io.perftune.lake;

import static java.util.Objects.requireNonNull;

/// A table's file after a publish, or as a publish would leave it.
///
/// @param key the file below the lake's root
/// @param outcome created, replaced, unchanged, skipped; for a preview would_create, would_replace,
///   unchanged, would_skip, would_refuse; would_publish where the lake was not looked at
public record Landed(
    String table, String key, long rows, long bytes, String sha256, String outcome) {
  public Landed {
    requireNonNull(table, "table is null");
    requireNonNull(key, "key is null");
    requireNonNull(sha256, "sha256 is null");
    requireNonNull(outcome, "outcome is null");
  }
}
