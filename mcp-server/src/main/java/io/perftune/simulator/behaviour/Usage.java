package io.perftune.simulator.behaviour;

import static java.util.Objects.requireNonNull;

/// What a reply admits of its token counts.
///
/// @param report when it does
/// @param place in which chunk of a stream
/// @param nullOnEachChunk whether each other chunk carries `"usage": null`
/// @param reasoningTokens what `completion_tokens_details.reasoning_tokens` says
/// @param cachedTokens whether `prompt_tokens_details.cached_tokens` is there
public record Usage(
    Report report,
    Place place,
    boolean nullOnEachChunk,
    ReasoningTokens reasoningTokens,
    boolean cachedTokens) {

  /// When a stream carries `usage`.
  public enum Report {
    /// Only with `stream_options.include_usage`
    WHEN_ASKED,
    ALWAYS,
    OFF
  }

  /// The chunk that carries `usage`.
  public enum Place {
    /// A chunk after the finish with `"choices": []`
    OWN_CHUNK,
    /// A chunk after the finish with one choice whose delta is empty
    OWN_CHUNK_WITH_CHOICE,
    /// The chunk that carries `finish_reason`
    FINISH_CHUNK,
    /// A chunk with `"choices": []` before the one with `finish_reason`
    BEFORE_FINISH
  }

  /// What `usage` says of the thoughts.
  public enum ReasoningTokens {
    EXACT,
    /// 0, though thoughts were sent
    ZERO,
    ABSENT
  }

  public static final Usage DEFAULT =
      new Usage(Report.WHEN_ASKED, Place.OWN_CHUNK, false, ReasoningTokens.EXACT, true);

  public Usage {
    requireNonNull(report, "report is null");
    requireNonNull(place, "place is null");
    requireNonNull(reasoningTokens, "reasoningTokens is null");
  }

  public Usage withReport(Report changed) {
    return new Usage(changed, place, nullOnEachChunk, reasoningTokens, cachedTokens);
  }
}
