package io.perftune.engine.preflight;

import io.perftune.value.AaWorkload;
import io.perftune.value.Preflight;
import io.perftune.value.Preflight.Effect;
import io.perftune.value.Preflight.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the request field that really carries the cap, by asking for a long answer under a small
/// one; this is the first chat request, so it also shows whether the endpoint can be used at all.
final class MaxTokensField {
  private static final String COMPLETION = "max_completion_tokens";
  private static final String LEGACY = "max_tokens";

  private final AaWorkload aa;
  private final ProbeAccess access;
  private final Probe probe;
  private final Map<String, Verdict> verdicts = new LinkedHashMap<>();
  private final Map<String, Probe.Reading> readings = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final String name;

  private enum Verdict {
    HONOURED,
    IGNORED,
    REJECTED,
    UNDETERMINED
  }

  /// Asks once or twice.
  MaxTokensField(AaWorkload aa, ProbeAccess access, Probe probe) throws InterruptedException {
    this.aa = aa;
    this.access = access;
    this.probe = probe;
    String first = aa.output().capField();
    String found = tried(first) ? first : null;
    if (found == null && findings.isEmpty()) {
      String second = first.equals(COMPLETION) ? LEGACY : COMPLETION;
      found = tried(second) ? second : null;
    }
    this.name = aa.output().auto() ? resolved(found) : first;
    if (findings.isEmpty()) {
      conclude(first, found);
    }
  }

  /// The field to use.
  String name() {
    return name;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /// Whether load with that field would be answered.
  boolean usable() {
    return findings.stream().noneMatch(finding -> finding.effect() == Effect.REFUSE);
  }

  /// The one that works, else one that at least is not refused.
  private String resolved(@Nullable String found) {
    if (found != null) {
      return found;
    }
    return verdicts.getOrDefault(COMPLETION, Verdict.REJECTED) == Verdict.REJECTED
            && verdicts.getOrDefault(LEGACY, Verdict.REJECTED) != Verdict.REJECTED
        ? LEGACY
        : COMPLETION;
  }

  /// Whether the field works, or may; what keeps the endpoint from being used is a finding.
  private boolean tried(String field) throws InterruptedException {
    Probe.Reading reading = probe.ask(new Probe.Question(Probe.LONG, field, Preflight.CAP, false));
    readings.put(field, reading);
    if (reading.answer() instanceof ProbeAnswer.None none) {
      refuse(none.verdict(), none.detail(), none.remedy());
      return false;
    }
    if (!reading.ok() && !reading.rejected()) {
      refused((ProbeAnswer.Http) reading.answer(), reading);
      return false;
    }
    Verdict verdict = verdict(reading);
    verdicts.put(field, verdict);
    return verdict == Verdict.HONOURED || verdict == Verdict.UNDETERMINED;
  }

  private static Verdict verdict(Probe.Reading reading) {
    if (!reading.ok()) {
      return Verdict.REJECTED;
    }
    Integer counted = reading.counted();
    int most = counted == null ? 2 * Preflight.CAP : Preflight.CAP;
    if (reading.stopped() || reading.tokens() > most) {
      return Verdict.IGNORED;
    }
    return "length".equals(reading.stream().ending().finishReason())
            || reading.tokens() >= 3 * Preflight.CAP / 4
        ? Verdict.HONOURED
        : Verdict.UNDETERMINED;
  }

  private void refused(ProbeAnswer.Http answer, Probe.Reading reading) {
    String said = "%s answered %s.".formatted(aa.endpoint().origin(), probe.words(reading));
    switch (answer.status()) {
      case 401, 403 ->
          refuse(
              "not_authorised",
              said,
              access.key() == null
                  ? "No key was sent; put one into %s and name it in aa.api_key_env."
                      .formatted(access.keyName())
                  : "The key of %s is not accepted; export a valid one, or name another variable in aa.api_key_env."
                      .formatted(access.keyName()));
      case 404 ->
          refuse("not_found", said, "Correct aa.url, aa.endpoint, or the served name in aa.model.");
      case 429 -> refuse("rate_limited", said, "Wait, or raise the key's limits.");
      default ->
          refuse(
              answer.status() < 400 ? "redirected" : "failed",
              said,
              answer.status() < 400
                  ? "Give the address it leads to as aa.url: no redirect is followed."
                  : "Look at the server's log and call again when it answers.");
    }
  }

  private void refuse(String verdict, String detail, String remedy) {
    findings.add(new Finding("access", verdict, detail, remedy, Effect.REFUSE));
  }

  private void conclude(String first, @Nullable String found) {
    if (verdicts.values().stream().allMatch(verdict -> verdict == Verdict.REJECTED)) {
      refuse(
          "rejected",
          "%s refuses a plain chat request: %s.".formatted(aa.endpoint().origin(), words(first)),
          aa.output().extraBody().isEmpty()
              ? "Correct aa.endpoint, or the served name in aa.model."
              : "Correct aa.model, or what aa.extra_body adds to every request.");
      return;
    }
    findings.add(
        new Finding(
            "access",
            "granted",
            access.key() == null ? "It answers without a key." : "It answers, and takes the key.",
            null,
            Effect.NONE));
    findings.add(field(first, found));
  }

  private String words(String field) {
    Probe.Reading reading = readings.get(field);
    return reading == null ? "not asked" : probe.words(reading);
  }

  private Finding field(String first, @Nullable String found) {
    Verdict declared = verdicts.getOrDefault(first, Verdict.UNDETERMINED);
    if (found == null) {
      return new Finding(
          "max_tokens_field",
          "none_works",
          "Neither max_completion_tokens nor max_tokens caps the answer: %s.".formatted(all()),
          "Expect answers of any length; requests end by aa.timeouts.request_s at the latest.",
          Effect.LABEL);
    }
    if (found.equals(first) || aa.output().auto()) {
      boolean sure = verdicts.get(found) == Verdict.HONOURED;
      return new Finding(
          "max_tokens_field",
          sure ? name : "undetermined",
          sure
              ? "%s caps the answer: %s.".formatted(name, all())
              : "Whether %s caps the answer cannot be told: the answer ended by itself."
                  .formatted(name),
          null,
          sure ? Effect.NONE : Effect.LABEL);
    }
    String remedy = "Set aa.max_tokens_field: %s, or auto, in a new campaign.".formatted(found);
    return declared == Verdict.REJECTED
        ? new Finding(
            "max_tokens_field",
            "rejected",
            "The endpoint refuses %s: %s.".formatted(first, words(first)),
            remedy,
            Effect.REFUSE)
        : new Finding(
            "max_tokens_field",
            "ignored",
            "%s has no effect, %s has: %s.".formatted(first, found, all()),
            remedy,
            Effect.LABEL);
  }

  /// `max_completion_tokens ignored, max_tokens honoured`.
  private String all() {
    List<String> all = new ArrayList<>();
    verdicts.forEach(
        (field, verdict) -> all.add(field + " " + verdict.name().toLowerCase(Locale.ROOT)));
    return String.join(", ", all);
  }
}
