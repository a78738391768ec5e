package io.perftune.report.page;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/// One entry of a table.
///
/// @param text what is shown; a dash where nothing was measured
/// @param detail a second, smaller line: an interval, a ceiling's key, why there is no figure; null
///   where there is none
/// @param number the figure itself, by which a column is sorted; null where the entry is no figure
/// @param shade how far the figure is on its scale, 0 to 1, for a heat table; null elsewhere
public record Entry(
    String text,
    @Nullable String detail,
    @Nullable Double number,
    Tone tone,
    @Nullable Double shade) {
  public Entry {
    requireNonNull(text, "text is null");
    requireNonNull(tone, "tone is null");
  }

  /// An entry without a shade.
  public Entry(String text, @Nullable String detail, @Nullable Double number, Tone tone) {
    this(text, detail, number, tone, null);
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
