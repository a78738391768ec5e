package io.perftune.lake;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A campaign that calls itself a verdict rests on repeats, one node, a named baseline, the data of
/// its claims, and clean pinned source.
final class VerdictRules {
  private static final int TRIALS = 3;
  private static final Set<String> DECODE_METRICS = Set.of("tpot", "itl");

  private final Evidence evidence;
  private final JsonNode verdict;
  private final List<Problem> problems = new ArrayList<>();

  private VerdictRules(Evidence evidence) {
    this.evidence = evidence;
    this.verdict = evidence.verdict();
  }

  static List<Problem> problems(Evidence evidence) {
    if (!"verdict".equals(Json.text(evidence.verdict(), "tier"))) {
      return List.of();
    }
    VerdictRules rules = new VerdictRules(evidence);
    rules.trials();
    rules.sameNode();
    rules.baseline();
    rules.claims();
    rules.source();
    return rules.problems;
  }

  private void trials() {
    for (Row row : evidence.measured()) {
      Long trials = Objects.requireNonNull(row.integer("trials"), "trials is required");
      if (trials < TRIALS) {
        problems.add(
            gap(
                    "A verdict needs at least 3 trials; this point has " + trials + ".",
                    "Call cell_run with --trials 3, then aggregate again: trials that are complete are"
                        + " kept.")
                .at(Evidence.place(row)));
      }
    }
  }

  private void sameNode() {
    if (!verdict.path("same_node").asBoolean(false) && !everyRow("same_node")) {
      need("that the arms ran on the same node", "Declare provenance.verdict.same_node: true.");
    }
  }

  private void baseline() {
    if (blank(Json.text(verdict, "baseline")) && !everyRow("baseline")) {
      need("a named baseline", "Declare provenance.verdict.baseline.");
    }
  }

  private void claims() {
    if (verdict.path("latency_claim").asBoolean(false) && !decodeMeasured()) {
      need(
          "tpot or itl for its latency claim",
          "Declare provenance.verdict.decode_metric: tpot or itl, and measure it in every row.");
    }
    if (verdict.path("which_kernel_claim").asBoolean(false)
        && !present(verdict.path("per_kernel_ref"))) {
      need(
          "per-kernel data for its kernel claim",
          "Bring the per-kernel data and declare provenance.verdict.per_kernel_ref.");
    }
  }

  private boolean decodeMeasured() {
    String metric = Json.text(verdict, "decode_metric");
    return metric != null
        && DECODE_METRICS.contains(metric)
        && evidence.measured().stream()
            .allMatch(
                row -> row.number("tpot_median_ms") != null || row.number("itl_p50_ms") != null);
  }

  /// The served source where the campaign declares one, else the checkout that holds the campaign
  /// file.
  private void source() {
    JsonNode declared = evidence.campaign().path("provenance").path("source");
    boolean clean =
        declared.isEmpty()
            ? pinned(evidence.provenance().path("config_git"))
            : declared.valueStream().allMatch(VerdictRules::pinned);
    if (!clean) {
      need(
          "a clean, pinned source commit",
          "Commit the source and declare its full commit with dirty: false in provenance.source.");
    }
  }

  private static boolean pinned(JsonNode source) {
    String commit = Json.text(source, "commit");
    return commit != null
        && commit.matches("[0-9a-f]{40}([0-9a-f]{24})?")
        && Boolean.FALSE.equals(Json.bool(source, "dirty"));
  }

  private boolean everyRow(String column) {
    return !evidence.measured().isEmpty()
        && evidence.measured().stream().allMatch(row -> present(row.value(column)));
  }

  private static boolean present(JsonNode value) {
    return value.isBoolean()
        ? value.booleanValue()
        : value.isString() && !value.asString().isBlank();
  }

  private void need(String what, String remedy) {
    problems.add(gap("A verdict needs " + what + ".", remedy).at("provenance.verdict"));
  }

  private static Problem gap(String message, String remedy) {
    return Problem.of("verdict", message, remedy);
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isBlank();
  }
}
