package io.perftune.lake;

import io.perftune.value.Arm;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A throughput campaign carries the roofline page for every arm, and speed-of-light evidence rests
/// on DCGM readings.
///
/// An arm is a serving configuration ([Arm]): one sweep is of all cells that measure it, whatever
/// they are called and whichever shapes they ask for, and of no cell of another configuration. A
/// campaign with an AA cell counts as throughput whatever its focus. An arm whose hardware is
/// undisclosed is exempt where it is a public gateway or the simulator; any other needs its sweep
/// on the page, or a reason in `roofline_gap_arms` under the name of one of its cells.
final class RooflineRules {
  private static final String PAGE = "7";

  /// Rigors that rest on DCGM.
  private static final Set<String> DCGM = Set.of("L2", "L3");

  private RooflineRules() {}

  static List<Problem> problems(Evidence evidence) {
    List<Problem> problems = new ArrayList<>();
    if (throughput(evidence)) {
      Map<Arm, List<Row>> sweeps = arms(evidence.measured().stream().filter(Arm::swept));
      arms(evidence.measured().stream().filter(row -> !Arm.swept(row) && !exempt(row)))
          .forEach((arm, rows) -> problems.addAll(arm(evidence, arm, rows, sweeps)));
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

  private static Map<Arm, List<Row>> arms(Stream<Row> rows) {
    Map<Arm, List<Row>> arms = new LinkedHashMap<>();
    rows.forEach(row -> arms.computeIfAbsent(Arm.of(row), _ -> new ArrayList<>()).add(row));
    return arms;
  }

  /// Nothing, or the one problem of an arm without a roofline.
  private static List<Problem> arm(
      Evidence evidence, Arm arm, List<Row> rows, Map<Arm, List<Row>> sweeps) {
    boolean swept = sweeps.keySet().stream().anyMatch(arm::isSweptBy);
    ObjectNode status = evidence.reportStatus();
    boolean drawn = status != null && pages(status, "rendered_pages").contains(PAGE);
    ObjectNode excused = optedOut(evidence.campaign());
    if ((swept && drawn)
        || rows.stream().anyMatch(row -> excused.has(String.valueOf(row.text("cell_id"))))) {
      return List.of();
    }
    String cells = ContextRules.cells(rows);
    return List.of(
        new Problem(
            "roofline-missing",
            "Arm %s (%s) has no prefill/decode roofline, page 7 of the report%s."
                .formatted(
                    cells,
                    rows.getFirst().text("hardware"),
                    swept ? ", though its sweep is imported" : others(arm, sweeps)),
            cells,
            ("%s, say in roofline_gap_arms: {%s: <reason>} why it has none, or publish with"
                    + " --no-strict.")
                .formatted(
                    swept
                        ? "Run report_render again"
                        : "Take its sweep with import_roofline_sweep --campaign <id> --bundle DIR"
                            + " and render the report again",
                    rows.getFirst().text("cell_id"))));
  }

  /// In what the sweeps that there are differ from the arm.
  private static String others(Arm arm, Map<Arm, List<Row>> sweeps) {
    List<String> others = new ArrayList<>();
    sweeps.forEach((sweep, rows) -> {
      List<String> differences = arm.differences(sweep);
      others.add(
          "%s (%s)"
              .formatted(
                  ContextRules.cells(rows),
                  differences.isEmpty()
                      ? "of which model or hardware is not known"
                      : String.join("; ", differences)));
    });
    return others.isEmpty()
        ? ""
        : "; the sweeps that are imported are of others: " + String.join(", ", others);
  }

  private static boolean exempt(Row row) {
    String hardware = String.valueOf(row.text("hardware"));
    return (hardware.equals("undisclosed") && (Statement.gateway(row) || Statement.simulator(row)))
        || (hardware.equals("not_applicable") && Statement.simulator(row));
  }

  /// The members of a list in report_status.json, each a text or an object that names its page.
  static Set<String> pages(JsonNode status, String list) {
    Set<String> pages = new LinkedHashSet<>();
    for (JsonNode entry : status.path(list)) {
      pages.add(entry.isObject() ? String.valueOf(Json.text(entry, "page")) : entry.asString());
    }
    return pages;
  }

  private static boolean grounded(Row row) {
    return row.number("dcgm_dram_active") != null
        || DCGM.contains(String.valueOf(row.text("sol_rigor")));
  }

  private static List<Problem> grounding(Evidence evidence) {
    List<Row> bare =
        evidence.measured().stream()
            .filter(row -> row.number("sol_pct") != null && !grounded(row))
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
            "Capture a sweep with DCGM sampling and take it with import_roofline_sweep, or the"
                + " cells' windows with import_sol, or publish with --allow-ungrounded, which"
                + " records it."));
  }
}
