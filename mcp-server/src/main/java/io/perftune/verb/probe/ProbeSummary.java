package io.perftune.verb.probe;

import static java.util.Objects.requireNonNull;

import io.perftune.statistics.Sample;
import io.perftune.value.Json;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the requests of a probe add up to.
record ProbeSummary(List<ProbeRequest> requests) {
  private static final String NONE_SEEN = "none_seen";
  private static final String SPLIT =
      "Thoughts stream apart from the answer: TTFT is the start of thinking, TTFO of the answer.";
  private static final String NO_ANSWER =
      "No request got an answer token, so there is no TTFO: give --max-output-tokens, or a real question.";

  ProbeSummary {
    requests = List.copyOf(requests);
  }

  private List<ProbeRequest.Timed> timed() {
    return requests.stream().map(ProbeRequest::timed).filter(Objects::nonNull).toList();
  }

  private <T> List<T> each(Function<ProbeRequest.Timed, @Nullable T> what) {
    return timed().stream().map(what).filter(Objects::nonNull).toList();
  }

  int failed() {
    return requests.size() - timed().size();
  }

  /// Whether any answer held any text.
  boolean anyText() {
    return !each(ProbeRequest.Timed::ttft).isEmpty();
  }

  private @Nullable String surface() {
    return timed().isEmpty()
        ? null
        : timed().stream()
            .map(ProbeRequest.Timed::surface)
            .filter(surface -> !surface.equals(NONE_SEEN))
            .findFirst()
            .orElse(NONE_SEEN);
  }

  private @Nullable Boolean tied() {
    List<Boolean> each = each(ProbeRequest.Timed::tied);
    return each.isEmpty() ? null : (Boolean) !each.contains(false);
  }

  private @Nullable TiedReading reading() {
    if ("inline_think".equals(surface())) {
      return TiedReading.UNCONFIGURED_PARSER;
    }
    if (!Boolean.TRUE.equals(tied())) {
      return null;
    }
    List<Integer> told = each(one -> "usage".equals(one.source()) ? one.reasoningTokens() : null);
    if (!NONE_SEEN.equals(surface()) || told.size() < timed().size()) {
      return TiedReading.UNDETERMINED;
    }
    return told.stream().anyMatch(tokens -> tokens > 0)
        ? TiedReading.HIDDEN_BY_PROVIDER
        : TiedReading.NOT_A_REASONING_MODEL;
  }

  private @Nullable String sentence() {
    TiedReading reading = reading();
    if (!anyText()) {
      return null;
    }
    return reading != null ? reading.sentence() : tied() == null ? NO_ANSWER : SPLIT;
  }

  /// Sets its members in a reply, in the schema's order.
  void into(ObjectNode json) {
    requireNonNull(json, "json is null");
    List<Double> any = each(ProbeRequest.Timed::ttft);
    List<Double> answered = each(ProbeRequest.Timed::ttfo);
    List<Integer> tokens = each(ProbeRequest.Timed::reasoningTokens);
    TreeSet<String> sources = new TreeSet<>(each(ProbeRequest.Timed::source));
    TiedReading reading = anyText() ? reading() : null;
    json.put("succeeded", timed().size())
        .put("failed", failed())
        .put("ttft_p50_ms", Sample.of(any).median())
        .put("ttfo_p50_ms", Sample.of(answered).median())
        .put("ttfo_coverage", any.isEmpty() ? null : (Double) (1.0 * answered.size() / any.size()))
        .put(
            "reasoning_tokens",
            tokens.isEmpty() ? null : (Integer) tokens.stream().mapToInt(Integer::intValue).sum())
        .put("reasoning_tokens_source", sources.isEmpty() ? null : String.join("+", sources))
        .put("reasoning_surface", surface())
        .put("ttft_ttfo_tied", tied())
        .put("tied_reading", reading == null ? null : reading.label())
        .put("reading", sentence());
    ArrayNode each = json.putArray("requests");
    requests.forEach(request -> each.add(request.json()));
  }

  /// The reply for a reader.
  static String text(ObjectNode json) {
    String word = Json.text(json, "tied_reading");
    String sentence = Json.text(json, "reading");
    return """
    %s at %s: %s of %s requests succeeded
    TTFT p50 %s, TTFO p50 %s, TTFO coverage %s
    Reasoning tokens %s (counted by: %s), surface %s
    TTFT and TTFO tied: %s%s
    %s\
    """
        .formatted(
            Json.text(json, "model"),
            Json.text(json, "endpoint"),
            json.required("succeeded"),
            json.required("count"),
            milliseconds(json, "ttft_p50_ms"),
            milliseconds(json, "ttfo_p50_ms"),
            number(json, "ttfo_coverage", "%.2f"),
            shown(json, "reasoning_tokens"),
            shown(json, "reasoning_tokens_source"),
            shown(json, "reasoning_surface"),
            tied(Json.bool(json, "ttft_ttfo_tied")),
            word == null ? "" : " (" + word + ")",
            sentence == null ? "" : sentence)
        .strip();
  }

  private static String tied(@Nullable Boolean tied) {
    return tied == null ? "none" : tied ? "yes" : "no";
  }

  private static String milliseconds(ObjectNode json, String member) {
    return number(json, member, "%.1f ms");
  }

  private static String number(ObjectNode json, String member, String format) {
    Double value = Json.number(json, member);
    return value == null ? "none" : String.format(Locale.ROOT, format, value);
  }

  private static String shown(ObjectNode json, String member) {
    return json.required(member).isNull() ? "none" : json.required(member).asString();
  }
}
