package io.perftune.report.content;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// What the completeness page tells of.
record Completeness(
    Subject subject, Grounding grounding, List<OmittedPage> omitted, List<PartialPage> partial) {
  Completeness {
    requireNonNull(subject, "subject is null");
    requireNonNull(grounding, "grounding is null");
    omitted = List.copyOf(omitted);
    partial = List.copyOf(partial);
  }
}
