package io.perftune.lake;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A throughput campaign carries the roofline page for every arm, and speed-of-light evidence rests
/// on DCGM readings.
///
/// An arm is a cell. A campaign with an AA cell counts as throughput whatever its focus. An arm
/// whose hardware is undisclosed is exempt where it is a public gateway or the simulator; any other
/// needs the page, or a reason in `roofline_gap_arms`.
final class RooflineRules {
  private static final String PAGE = "7";

  private RooflineRules() {}

  static List<Problem> problems(Evidence evidence) {
    List<Problem> problems = new ArrayList<>();
    if (throughput(evidence)) {
      arms(evidence).forEach((arm, row) -> arm(evidence, arm, row, problems));
    }
    problems.addAll(grounding(evidence));
    return problems;
  }

  /// The arms that were opted out, with their reasons.
  static ObjectNode optedOut(ObjectNode campaign) {
    ObjectNode arms = Json.object();
    for (var arm : Json.members(campaign.path("roofline_gap_arms"))) {
      if (!arm.getValue().asString("").isBlank()) {
        arms.set(arm.getKey(), arm.getValue());
      }
    }
    return arms;
  }

  private static boolean throughput(Evidence evidence) {
    String focus = focus(evidence);
    return "throughput".equals(focus)
        || "mixed".equals(focus)
        || evidence.rows().stream().anyMatch(row -> "aa".equals(row.text("dataset")))
        || evidence
            .campaign()
            .path("cells")
            .valueStream()
            .anyMatch(cell -> "aa".equals(Json.text(cell, "backend")));
  }

  /// The declared focus, else the one that the report found.
  static @Nullable String focus(Evidence evidence) {
    String declared = Json.text(evidence.campaign(), "focus");
    ObjectNode status = evidence.reportStatus();
    return declared != null || status == null ? declared : Json.text(status, "focus");
  }

  private static Map<String, Row> arms(Evidence evidence) {
    Map<String, Row> arms = new LinkedHashMap<>();
    for (Row row : evidence.measured()) {
      arms.putIfAbsent(String.valueOf(row.text("cell_id")), row);
    }
    return arms;
  }

  private static void arm(Evidence evidence, String arm, Row row, List<Problem> problems) {
    if (exempt(row)
        || optedOut(evidence.campaign()).has(arm)
        || covered(evidence.reportStatus(), arm)) {
      return;
    }
    problems.add(
        new Problem(
            "roofline-missing",
            "Arm %s (%s) has no prefill/decode roofline, page 7 of the report."
                .formatted(arm, row.text("hardware")),
            arm,
            ("Take its sweep with import_roofline_sweep --campaign <id> --bundle DIR and render the"
                    + " report again, say in roofline_gap_arms: {%s: <reason>} why it"
                    + " has none, or publish with --no-strict.")
                .formatted(arm)));
  }

  private static boolean exempt(Row row) {
    String hardware = String.valueOf(row.text("hardware"));
    return (hardware.equals("undisclosed") && (Statement.gateway(row) || Statement.simulator(row)))
        || (hardware.equals("not_applicable") && Statement.simulator(row));
  }

  private static boolean covered(@Nullable ObjectNode status, String arm) {
    return status != null
        && pages(status, "rendered_pages").contains(PAGE)
        && !pages(status, "arms_uncovered").contains(arm);
  }

  /// The members of a list in report_status.json, each a text or an object that names its page.
  static Set<String> pages(JsonNode status, String list) {
    Set<String> pages = new LinkedHashSet<>();
    for (JsonNode entry : status.path(list)) {
      pages.add(entry.isObject() ? String.valueOf(Json.text(entry, "page")) : entry.asString());
    }
    return pages;
  }

  private static List<Problem> grounding(Evidence evidence) {
    List<Row> bare =
        evidence.measured().stream()
            .filter(row -> row.number("sol_pct") != null && row.number("dcgm_dram_active") == null)
            .toList();
    ObjectNode status = evidence.reportStatus();
    boolean reported =
        status != null
            && Json.text(status, "sol_rigor") != null
            && !status.path("dcgm_grounded").asBoolean(false);
    if (bare.isEmpty() && !reported) {
      return List.of();
    }
    String where = bare.isEmpty() ? "report_status.json" : ContextRules.cells(bare);
    return List.of(
        new Problem(
            StrictGate.UNGROUNDED,
            "Speed-of-light figures stand without DCGM readings.",
            where,
            "Capture a sweep with DCGM sampling and take it with import_roofline_sweep, or publish"
                + " with --allow-ungrounded, which records it."));
  }
}
