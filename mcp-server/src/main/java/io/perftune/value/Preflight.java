package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What an endpoint showed of itself before any load was sent to it.
///
/// @param done false where the cell asked for no preflight: then nothing below was seen
/// @param at ISO 8601, UTC
/// @param endpoint whom it asked
/// @param findings in the order in which they were made
public record Preflight(
    boolean done,
    String at,
    String endpoint,
    String model,
    Seen seen,
    Cost cost,
    List<Finding> findings) {
  /// Output tokens that the at-least-N probe and its control may have (AA's client uses as many).
  public static final int BUDGET = 512;

  /// Output tokens of the probe of the field that carries the cap: the least that some gateways
  /// accept.
  public static final int CAP = 16;

  /// The finding of a request not to think.
  public static final String DISABLE_THINKING = "disable_thinking";

  public Preflight {
    requireNonNull(at, "at is null");
    requireNonNull(endpoint, "endpoint is null");
    requireNonNull(model, "model is null");
    requireNonNull(seen, "seen is null");
    requireNonNull(cost, "cost is null");
    findings = List.copyOf(findings);
  }

  /// The record of a preflight that the cell did not want.
  public static Preflight skipped(String at, AaWorkload aa) {
    return new Preflight(
        false,
        at,
        aa.endpoint().origin() + aa.endpoint().path(),
        aa.endpoint().model(),
        new Seen(aa.output().capField(), AtLeast.NOT_ASKED, null, null, false),
        Cost.NONE,
        List.of(
            new Finding(
                "preflight",
                "not_done",
                "The cell says preflight: false, so nothing about the endpoint was verified.",
                null,
                Effect.NONE)));
  }

  /// What the run and its rows go by.
  ///
  /// @param capField the request field that carries the cap: max_completion_tokens or max_tokens
  /// @param reasoningSurface reasoning_content, reasoning, inline_think, none_seen; null where no
  ///   answer was seen
  /// @param reasoningTokens the most that usage reported of an answer; null where it reported none
  /// @param hidden usage counted reasoning of an answer that showed none of it
  public record Seen(
      String capField,
      AtLeast atLeast,
      @Nullable String reasoningSurface,
      @Nullable Integer reasoningTokens,
      boolean hidden) {
    public Seen {
      requireNonNull(capField, "capField is null");
      requireNonNull(atLeast, "atLeast is null");
    }

    /// True where the answers held reasoning text, tagged or in a field of its own.
    public boolean reasoningText() {
      return reasoningSurface != null && !reasoningSurface.equals("none_seen");
    }
  }

  /// Whether min_tokens with ignore_eos makes an answer as long as was asked.
  public enum AtLeast {
    HONOURED,
    IGNORED,
    REJECTED,
    UNDETERMINED,
    NOT_ASKED;

    /// As files have it: `not_asked`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What the preflight itself sent and got.
  ///
  /// @param inputTokens o200k_base, without the server's template
  /// @param outputTokens the server's count, else o200k_base of what was read
  public record Cost(int requests, int inputTokens, int outputTokens) {
    /// No preflight.
    public static final Cost NONE = new Cost(0, 0, 0);

    private static final int QUESTIONS = 100;

    /// What the preflight of a workload sends at the most.
    public static Cost atMost(AaWorkload aa) {
      if (!aa.checks().preflight()) {
        return NONE;
      }
      int forced = aa.output().extraOutputControls() ? 1 : 0;
      return new Cost(4 + forced, QUESTIONS, 2 * CAP + BUDGET + forced * BUDGET);
    }

    /// In words; empty where nothing is sent.
    String text() {
      return requests == 0
          ? ""
          : "preflight, never counted: up to %d small requests, %,d input tokens and %,d output tokens"
              .formatted(requests, inputTokens, outputTokens);
    }
  }

  /// What a finding does to the run.
  public enum Effect {
    NONE,
    LABEL,
    REFUSE;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One thing that was looked at.
  ///
  /// @param name `context_length`
  /// @param verdict one word
  /// @param detail a sentence with the figures
  /// @param remedy what to do about it; null where there is nothing to do
  public record Finding(
      String name, String verdict, String detail, @Nullable String remedy, Effect effect) {
    public Finding {
      requireNonNull(name, "name is null");
      requireNonNull(verdict, "verdict is null");
      requireNonNull(detail, "detail is null");
      requireNonNull(effect, "effect is null");
    }

    private Problem problem(String cellId) {
      return new Problem(
          "preflight-" + name.replace('_', '-'),
          detail,
          cellId,
          remedy == null ? "Keep it beside every figure of this cell." : remedy);
    }
  }

  /// The finding of a name.
  public Optional<Finding> finding(String name) {
    return findings.stream().filter(finding -> finding.name().equals(name)).findFirst();
  }

  /// Why no load may be sent; empty where it may.
  public List<Problem> refusals(String cellId) {
    return problems(cellId, Effect.REFUSE);
  }

  /// What limits the figures of the run.
  public List<Problem> labels(String cellId) {
    return problems(cellId, Effect.LABEL);
  }

  private List<Problem> problems(String cellId, Effect effect) {
    return findings.stream()
        .filter(finding -> finding.effect() == effect)
        .map(finding -> finding.problem(cellId))
        .toList();
  }

  /// A few lines for a person.
  public String text() {
    if (!done) {
      return "Preflight: not done (preflight: false).";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "Preflight of %s: %d requests, %,d input tokens, %,d output tokens."
            .formatted(endpoint, cost.requests, cost.inputTokens, cost.outputTokens));
    for (Finding finding : findings) {
      text.append("\n  ").append(finding.name).append(' ').append(finding.verdict).append(": ");
      text.append(finding.detail);
    }
    return text.toString();
  }

  /// Reads what [#json] wrote.
  ///
  /// @throws tools.jackson.core.JacksonException where a member is missing or has another type
  public static Preflight of(JsonNode json) {
    JsonNode cost = json.required("cost");
    return new Preflight(
        json.required("done").booleanValue(),
        json.required("at").asString(),
        json.required("endpoint").asString(),
        json.required("model").asString(),
        new Seen(
            json.required("max_tokens_field").asString(),
            AtLeast.valueOf(json.required("at_least_n").asString().toUpperCase(Locale.ROOT)),
            Json.text(json, "reasoning_surface"),
            count(json, "reasoning_tokens"),
            json.required("reasoning_hidden").booleanValue()),
        new Cost(
            cost.required("requests").intValue(),
            cost.required("input_tokens").intValue(),
            cost.required("output_tokens").intValue()),
        json.required("findings").valueStream().map(Preflight::finding).toList());
  }

  private static @Nullable Integer count(JsonNode json, String name) {
    Long number = Json.integer(json, name);
    return number == null ? null : Math.toIntExact(number);
  }

  private static Finding finding(JsonNode json) {
    return new Finding(
        json.required("name").asString(),
        json.required("verdict").asString(),
        json.required("detail").asString(),
        Json.text(json, "remedy"),
        Effect.valueOf(json.required("effect").asString().toUpperCase(Locale.ROOT)));
  }

  /// As preflight.json carries it.
  public ObjectNode json() {
    ObjectNode json =
        Json.object()
            .put("done", done)
            .put("at", at)
            .put("endpoint", endpoint)
            .put("model", model)
            .put("max_tokens_field", seen.capField)
            .put("at_least_n", seen.atLeast.label())
            .put("reasoning_surface", seen.reasoningSurface)
            .put("reasoning_tokens", seen.reasoningTokens)
            .put("reasoning_hidden", seen.hidden);
    json.putObject("cost")
        .put("requests", cost.requests)
        .put("input_tokens", cost.inputTokens)
        .put("output_tokens", cost.outputTokens);
    ArrayNode all = json.putArray("findings");
    for (Finding finding : findings) {
      all.addObject()
          .put("name", finding.name)
          .put("verdict", finding.verdict)
          .put("detail", finding.detail)
          .put("remedy", finding.remedy)
          .put("effect", finding.effect.label());
    }
    return json;
  }
}
