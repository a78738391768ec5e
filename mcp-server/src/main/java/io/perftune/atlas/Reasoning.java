package io.perftune.atlas;

import io.perftune.value.Preflight;
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

  private static final String UNDETERMINED = "undetermined";

  static final String HIDDEN_BY_PROVIDER = "hidden_by_provider";

  /// What is known of a model beside its records.
  ///
  /// @param declared true, false or undisclosed
  /// @param parser the declared reasoning_parser; `none` where it is off
  /// @param probe what a preflight saw; null where there was none
  record Known(String declared, String parser, Preflight.@Nullable Seen probe) {
    /// A server whose parser is off shows the reasoning in its answers: there is nothing to hide.
    private boolean hidden() {
      return probe != null && probe.hidden() && !parser.equals("none");
    }

    /// The probe saw thoughts, or usage told it of some.
    private boolean thinks() {
      return probe != null && (probe.reasoningText() || positive(probe.reasoningTokens()));
    }

    /// The probe's reasoning came in a field of its own, so a parser works.
    private boolean parsed() {
      return probe != null && String.valueOf(probe.reasoningSurface()).startsWith("reasoning");
    }
  }

  /// Reads the records of successful requests.
  ///
  /// A tie on a model that reasons, by its declaration, the server's usage or a probe, is a missing
  /// parser unless a probe showed that the provider hides the reasoning, or that a parser works.
  static Reasoning of(List<RequestRecord> ok, Known known) {
    boolean streamed = ok.stream().anyMatch(record -> positive(record.tokens().reasoning()));
    boolean counted =
        known.thinks() || ok.stream().anyMatch(record -> positive(record.server().reasoning()));
    Boolean tied = tied(ok);
    String reading = null;
    if (Boolean.TRUE.equals(tied)) {
      reading = streamed ? UNDETERMINED : reading(counted, known);
    }
    return new Reasoning(
        streamed, field(ok, streamed, known), tied, reading, assumed(streamed, counted, known));
  }

  /// As the engine tells; where it does not, as far as the probe showed and the records agree.
  private static @Nullable String field(List<RequestRecord> ok, boolean streamed, Known known) {
    String told = field(ok);
    if (told != null || known.probe() == null || streamed != known.parsed()) {
      return told;
    }
    return known.probe().reasoningSurface();
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

  /// What a tie without reasoning text means.
  private static String reading(boolean counted, Known known) {
    if (known.hidden()) {
      return HIDDEN_BY_PROVIDER;
    }
    if (known.parsed()) {
      return UNDETERMINED;
    }
    if (counted) {
      return UNCONFIGURED_PARSER;
    }
    return switch (known.declared()) {
      case "true" -> UNCONFIGURED_PARSER;
      case "false" -> "not_a_reasoning_model";
      default -> UNDETERMINED;
    };
  }

  private static @Nullable Integer assumed(boolean streamed, boolean counted, Known known) {
    if (streamed) {
      return ASSUMED_WHEN_STREAMED;
    }
    boolean none = known.declared().equals("false") && !counted;
    return none || known.hidden() ? 0 : null;
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
