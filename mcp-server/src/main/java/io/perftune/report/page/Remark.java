package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

/// A statement about the data: an observation, or a warning by its tone.
public record Remark(Tone tone, String text) {
  public Remark {
    requireNonNull(tone, "tone is null");
    requireNonNull(text, "text is null");
  }

  /// An observation.
  public static Remark plain(String text) {
    return new Remark(Tone.PLAIN, text);
  }

  /// A warning.
  public static Remark caution(String text) {
    return new Remark(Tone.CAUTION, text);
  }
}
