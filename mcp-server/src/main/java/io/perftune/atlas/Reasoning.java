package io.perftune.atlas;

import io.perftune.value.RequestRecord;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a point shows of the model's reasoning, and how its TTFT and TTFO are to be read.
///
/// @param streamed reasoning text was seen
/// @param field where it came; `none_seen` where the engine tells fields and none had any; null
///   where the engine does not tell
/// @param tied every answered request had its first answer token as its first token; null where
///   nobody answered
/// @param tiedReading what a tie means; null where there is none
/// @param assumedTokens the constant of AA's model; null where the state is undetermined
record Reasoning(
    boolean streamed,
    @Nullable String field,
    @Nullable Boolean tied,
    @Nullable String tiedReading,
    @Nullable Integer assumedTokens) {
  /// What AA assumes a model thinks before it answers, where reasoning is streamed (AA's
  /// methodology; see docs/rows.md).
  static final int ASSUMED_WHEN_STREAMED = 2_000;

  static final String NONE_SEEN = "none_seen";

  static final String UNCONFIGURED_PARSER = "unconfigured_parser";

  /// Reads the records of successful requests.
  ///
  /// A tie on a model that reasons, by its declaration or by the server's usage, is a missing
  /// parser until a probe falsifies that; that the provider hides the reasoning is for such a probe
  /// to say.
  ///
  /// @param declared true, false or undisclosed
  static Reasoning of(List<RequestRecord> ok, String declared) {
    boolean streamed = ok.stream().anyMatch(record -> positive(record.tokens().reasoning()));
    boolean counted = ok.stream().anyMatch(record -> positive(record.server().reasoning()));
    Boolean tied = tied(ok);
    String reading = Boolean.TRUE.equals(tied) ? reading(streamed, counted, declared) : null;
    return new Reasoning(streamed, field(ok), tied, reading, assumed(streamed, declared, counted));
  }

  /// The field of the first request that has reasoning text.
  private static @Nullable String field(List<RequestRecord> ok) {
    List<String> told =
        ok.stream()
            .map(record -> record.tokens().reasoningField())
            .filter(Objects::nonNull)
            .toList();
    return told.isEmpty()
        ? null
        : told.stream().filter(field -> !field.equals(NONE_SEEN)).findFirst().orElse(NONE_SEEN);
  }

  private static String reading(boolean streamed, boolean counted, String declared) {
    if (streamed) {
      return "undetermined";
    }
    if (counted) {
      return UNCONFIGURED_PARSER;
    }
    return switch (declared) {
      case "true" -> UNCONFIGURED_PARSER;
      case "false" -> "not_a_reasoning_model";
      default -> "undetermined";
    };
  }

  private static @Nullable Integer assumed(boolean streamed, String declared, boolean counted) {
    if (streamed) {
      return ASSUMED_WHEN_STREAMED;
    }
    return declared.equals("false") && !counted ? 0 : null;
  }

  private static @Nullable Boolean tied(List<RequestRecord> ok) {
    List<RequestRecord.Timing> answered =
        ok.stream()
            .map(RequestRecord::timing)
            .filter(timing -> timing.ttftMs() != null && timing.ttfoMs() != null)
            .toList();
    return answered.isEmpty()
        ? null
        : answered.stream().allMatch(timing -> Objects.equals(timing.ttftMs(), timing.ttfoMs()));
  }

  private static boolean positive(@Nullable Integer count) {
    return count != null && count > 0;
  }
}
