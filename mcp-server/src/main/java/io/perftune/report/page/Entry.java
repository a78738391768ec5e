package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One entry of a table.
///
/// @param text what is shown; a dash where nothing was measured
/// @param detail a second, smaller line: an interval, a ceiling's key, why there is no figure; null
///   where there is none
/// @param number the figure itself, by which a column is sorted; null where the entry is no figure
public record Entry(String text, @Nullable String detail, @Nullable Double number, Tone tone) {
  public Entry {
    requireNonNull(text, "text is null");
    requireNonNull(tone, "tone is null");
  }

  /// A plain text.
  public static Entry of(String text) {
    return new Entry(text, null, null, Tone.PLAIN);
  }

  /// A dash, and why.
  public static Entry absent(@Nullable String why) {
    return new Entry("–", why, null, Tone.ABSENT);
  }
}
