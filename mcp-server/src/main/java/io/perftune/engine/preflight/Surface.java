package io.perftune.engine.preflight;

import io.perftune.tokens.O200k;
import io.perftune.value.AaWorkload;
import io.perftune.value.Preflight;
import io.perftune.value.Preflight.Effect;
import io.perftune.value.Preflight.Finding;
import io.perftune.wire.ChatAnswer;
import io.perftune.wire.ChatUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where the probes' answers show reasoning, and what their usage tells.
final class Surface {
  private static final String NONE_SEEN = "none_seen";

  /// Usage may count a closing token or two that are not text.
  private static final int SLACK = 8;

  private Surface() {}

  static Preflight.Seen seen(
      String capField, Preflight.AtLeast atLeast, List<Probe.Reading> answers, O200k o200k) {
    return new Preflight.Seen(
        capField,
        atLeast,
        answers.isEmpty() ? null : surface(answers),
        reasoningTokens(answers),
        answers.stream().anyMatch(answer -> hides(answer, o200k)));
  }

  /// A field of its own wins over tags in the content.
  private static String surface(List<Probe.Reading> answers) {
    List<String> surfaces =
        answers.stream().map(answer -> answer.stream().texts().reasoningField()).toList();
    return surfaces.stream()
        .filter(surface -> surface.startsWith("reasoning"))
        .findFirst()
        .or(() -> surfaces.stream().filter(surface -> !surface.equals(NONE_SEEN)).findFirst())
        .orElse(NONE_SEEN);
  }

  private static @Nullable Integer reasoningTokens(List<Probe.Reading> answers) {
    return answers.stream()
        .map(answer -> answer.stream().usage().reasoning())
        .filter(Objects::nonNull)
        .max(Integer::compare)
        .orElse(null);
  }

  /// Whether usage counts thoughts that the text, whole as it is, cannot hold.
  private static boolean hides(Probe.Reading answer, O200k o200k) {
    ChatAnswer.Texts texts = answer.stream().texts();
    Integer thought = answer.stream().usage().reasoning();
    Integer output = answer.counted();
    return thought != null
        && thought > 0
        && output != null
        && !answer.stopped()
        && texts.reasoningField().equals(NONE_SEEN)
        && o200k.count(texts.answer()) <= 2 * Math.max(0, output - thought) + SLACK;
  }

  static List<Finding> findings(AaWorkload aa, List<Probe.Reading> answers, O200k o200k) {
    List<Finding> findings = new ArrayList<>();
    String surface = surface(answers);
    Integer tokens = reasoningTokens(answers);
    boolean hidden = answers.stream().anyMatch(answer -> hides(answer, o200k));
    findings.add(
        new Finding(
            "reasoning_surface",
            surface,
            described(surface, tokens, hidden),
            null,
            hidden ? Effect.LABEL : Effect.NONE));
    boolean thinks = !surface.equals(NONE_SEEN) || (tokens != null && tokens > 0);
    if (aa.output().asksNotToThink()) {
      findings.add(disabled(thinks));
    }
    boolean usage =
        answers.stream().anyMatch(answer -> !answer.stream().usage().equals(ChatUsage.NONE));
    findings.add(
        new Finding(
            "usage",
            usage ? "present" : "absent",
            usage ? "The server counts tokens." : "The server sends no token counts.",
            null,
            usage ? Effect.NONE : Effect.LABEL));
    boolean cached = answers.stream().anyMatch(answer -> answer.stream().usage().cached() != null);
    findings.add(
        new Finding(
            "cached_tokens",
            cached ? "reported" : "not_reported",
            cached
                ? "usage tells how much of a prompt came out of the prefix cache."
                : "usage does not tell how much of a prompt came out of a prefix cache.",
            null,
            Effect.NONE));
    return findings;
  }

  private static String described(String surface, @Nullable Integer tokens, boolean hidden) {
    String counted =
        tokens == null
            ? "usage does not count reasoning"
            : "usage counts up to %d reasoning tokens".formatted(tokens);
    if (hidden) {
      return "The provider hides the reasoning: no text of it came, and %s.".formatted(counted);
    }
    return surface.equals(NONE_SEEN)
        ? "No reasoning text was seen; %s.".formatted(counted)
        : "Reasoning text comes as %s; %s.".formatted(surface, counted);
  }

  private static Finding disabled(boolean thinks) {
    return thinks
        ? new Finding(
            Preflight.DISABLE_THINKING,
            "ignored",
            "aa.extra_body asks the model not to think, and it thinks all the same.",
            "Take chat_template_kwargs out and declare reasoning: true, or use the key that this model's chat template knows.",
            Effect.LABEL)
        : new Finding(
            Preflight.DISABLE_THINKING,
            "obeyed",
            "aa.extra_body asks the model not to think, and no reasoning was seen.",
            null,
            Effect.NONE);
  }
}
