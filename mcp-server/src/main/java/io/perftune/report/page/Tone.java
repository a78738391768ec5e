package io.perftune.report.page;

/// How a statement or an entry is meant; a back end adds colour, the words say it already.
public enum Tone {
  PLAIN,
  GOOD,
  CAUTION,
  BAD,
  /// Nothing was measured here.
  ABSENT
}
