package io.perftune.lake;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A campaign ends by naming the next lever, or by evidence that there is none; a close reason, if
/// given, is one of three.
final class LeverRules {
  private static final String EXHAUSTED = "frontier-exhausted:";
  private static final Set<String> CLOSE_REASONS =
      Set.of("beat-target", "measured-plateau", "infra-wall");

  private LeverRules() {}

  static List<Problem> problems(Evidence evidence) {
    List<Problem> problems = new ArrayList<>(lever(evidence));
    String closed = Json.text(evidence.campaign(), "close_reason");
    if (closed != null && !CLOSE_REASONS.contains(closed)) {
      problems.add(
          new Problem(
              "close-reason",
              "close_reason is \"" + closed + "\".",
              "close_reason",
              "Use beat-target, measured-plateau or infra-wall, or leave it out."));
    }
    return problems;
  }

  private static List<Problem> lever(Evidence evidence) {
    JsonNode lever = evidence.campaign().path("next_lever");
    if (lever.isObject()) {
      return parts(lever);
    }
    String text = lever.isString() ? lever.stringValue().strip() : "";
    if (text.startsWith(EXHAUSTED)) {
      return exhausted(evidence, text.substring(EXHAUSTED.length()).strip());
    }
    return List.of(
        gap(
            text.isEmpty()
                ? "No next lever is declared."
                : "next_lever is \"" + text + "\", which names no change, unlock and gate.",
            "Declare next_lever: {change, unlock, gate}, or \"frontier-exhausted: <evidence>\"."));
  }

  private static List<Problem> parts(JsonNode lever) {
    return List.of("change", "unlock", "gate").stream()
        .filter(part -> blank(Json.text(lever, part)))
        .map(part -> gap("next_lever names no " + part + ".", "Declare next_lever." + part + "."))
        .toList();
  }

  private static List<Problem> exhausted(Evidence evidence, String proof) {
    List<Problem> problems = new ArrayList<>();
    if (proof.isEmpty()) {
      problems.add(
          gap(
              "next_lever says frontier-exhausted without evidence.",
              "Write \"frontier-exhausted: <evidence>\"."));
    }
    if ("infra-wall".equals(Json.text(evidence.campaign(), "close_reason"))) {
      problems.add(
          gap(
              "next_lever says frontier-exhausted, but close_reason infra-wall leaves a lever open.",
              "Declare the walled lever as next_lever: {change, unlock, gate}."));
    }
    if (evidence.measured().stream().noneMatch(row -> row.number("sol_pct") != null)) {
      problems.add(
          gap(
              "next_lever says frontier-exhausted, but no row has a sol_pct to show it.",
              "Measure one: declare hardware and model_config in the cells, or import a sweep with"
                  + " import_roofline_sweep; else declare next_lever: {change, unlock, gate}."));
    }
    problems.addAll(open(evidence));
    return problems;
  }

  /// Levers that are open, by the campaign's own record and by what its report found.
  private static List<Problem> open(Evidence evidence) {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode lever : evidence.campaign().path("levers")) {
      if ("open".equals(Json.text(lever, "state"))) {
        problems.add(
            gap(
                "next_lever says frontier-exhausted, but levers has an open one: %s."
                    .formatted(Json.text(lever, "change")),
                "Pull it and record it as won or refuted, or declare it as next_lever."));
      }
    }
    JsonNode report = evidence.reportStatus();
    JsonNode suggested = report == null ? Json.array() : report.path("suggested_levers");
    for (JsonNode lever : suggested) {
      String rule = Json.text(lever, "rule");
      problems.add(
          gap(
              "next_lever says frontier-exhausted, but the figures suggest a lever by rule %s: %s."
                  .formatted(rule, Json.text(lever, "unlock")),
              "Declare it as next_lever, or refute it in levers with rule: " + rule + " and why."));
    }
    return problems;
  }

  private static Problem gap(String message, String remedy) {
    return new Problem("next-lever", message, "next_lever", remedy);
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
