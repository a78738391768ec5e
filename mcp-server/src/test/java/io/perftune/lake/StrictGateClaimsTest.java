package io.perftune.lake;

import static io.perftune.lake.GateDraft.first;
import static io.perftune.lake.GateDraft.gap;
import static io.perftune.lake.GateDraft.roofline;
import static io.perftune.lake.GateDraft.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class StrictGateClaimsTest {
  static Stream<Arguments> lever() {
    String declare =
        " Declare next_lever: {change, unlock, gate}, or \"frontier-exhausted: <evidence>\".";
    String noEvidence =
        "next_lever: next_lever says frontier-exhausted, but no row has a sol_pct to show it."
            + " Measure one: declare hardware and model_config in the cells, or import a sweep with"
            + " import_roofline_sweep; else declare next_lever: {change, unlock, gate}.";
    Consumer<ObjectNode> light = row -> row.put("sol_pct", 81.0).put("dcgm_dram_active", 0.8);
    return Stream.of(
        gap(
            draft -> draft.campaign.putNull("next_lever"),
            "next_lever: No next lever is declared." + declare),
        gap(
            draft -> draft.campaign.put("next_lever", "try harder"),
            "next_lever: next_lever is \"try harder\", which names no change, unlock and gate."
                + declare),
        gap(
            draft ->
                ((ObjectNode) draft.campaign.required("next_lever"))
                    .put("gate", " ")
                    .remove("unlock"),
            "next_lever: next_lever names no unlock. Declare next_lever.unlock.",
            "next_lever: next_lever names no gate. Declare next_lever.gate."),
        gap(
            draft -> draft.campaign.put("next_lever", "frontier-exhausted: 81 % of HBM"),
            noEvidence),
        gap(
            draft -> {
              draft.campaign.put("next_lever", "frontier-exhausted:");
              draft.each(light);
            },
            "next_lever: next_lever says frontier-exhausted without evidence."
                + " Write \"frontier-exhausted: <evidence>\"."),
        gap(
            draft -> {
              draft
                  .campaign
                  .put("next_lever", "frontier-exhausted: x")
                  .put("close_reason", "infra-wall");
              draft.each(light);
            },
            "next_lever: next_lever says frontier-exhausted, but close_reason infra-wall leaves a"
                + " lever open. Declare the walled lever as next_lever: {change, unlock, gate}."),
        gap(draft -> {
          draft.campaign.put("next_lever", "frontier-exhausted: 81 % of HBM");
          draft.each(light);
        }),
        gap(
            draft -> {
              draft.campaign.put("next_lever", "frontier-exhausted: 81 % of HBM");
              draft.each(light);
              draft.campaign.putArray("levers").addObject().put("change", "x").put("state", "open");
              draft
                  .report
                  .putArray("suggested_levers")
                  .addObject()
                  .put("rule", "no-frontier")
                  .put("unlock", "throughput up");
            },
            "next_lever: next_lever says frontier-exhausted, but levers has an open one: x."
                + " Pull it and record it as won or refuted, or declare it as next_lever.",
            "next_lever: next_lever says frontier-exhausted, but the figures suggest a lever by rule"
                + " no-frontier: throughput up. Declare it as next_lever, or refute it in levers with"
                + " rule: no-frontier and why."),
        gap(draft -> {
          draft.campaign.put("next_lever", "frontier-exhausted: 81 % of HBM");
          draft.each(light);
          draft.campaign.putArray("levers").addObject().put("change", "x").put("state", "won");
          draft.report.putArray("suggested_levers");
        }),
        gap(
            draft -> draft.campaign.put("close_reason", "bored"),
            "close_reason: close_reason is \"bored\"."
                + " Use beat-target, measured-plateau or infra-wall, or leave it out."),
        gap(draft -> draft.campaign.put("close_reason", "beat-target")));
  }

  private static Consumer<GateDraft> verdict(Consumer<GateDraft> change) {
    return draft -> {
      draft
          .verdict()
          .put("tier", "verdict")
          .put("same_node", true)
          .put("baseline", "r1")
          .put("latency_claim", true)
          .put("decode_metric", "itl")
          .put("which_kernel_claim", true)
          .put("per_kernel_ref", "profiles/r1.csv");
      draft.each(row -> row.put("trials", 3));
      change.accept(draft);
    };
  }

  static Stream<Arguments> verdicts() {
    String clean =
        "provenance.verdict: A verdict needs a clean, pinned source commit. Commit the source and"
            + " declare its full commit with dirty: false in provenance.source.";
    return Stream.of(
        gap(verdict(_ -> {})),
        gap(
            verdict(draft -> draft.rows.getFirst().put("trials", 2)),
            "aa-1k c=1: A verdict needs at least 3 trials; this point has 2."
                + " Call cell_run with --trials 3, then aggregate again: trials that are complete are"
                + " kept."),
        gap(
            verdict(draft -> draft.verdict().putNull("same_node")),
            "provenance.verdict: A verdict needs that the arms ran on the same node."
                + " Declare provenance.verdict.same_node: true."),
        gap(
            verdict(draft -> draft.verdict().put("baseline", " ")),
            "provenance.verdict: A verdict needs a named baseline."
                + " Declare provenance.verdict.baseline."),
        gap(
            verdict(draft -> draft.verdict().put("decode_metric", "ttft")),
            "provenance.verdict: A verdict needs tpot or itl for its latency claim. Declare"
                + " provenance.verdict.decode_metric: tpot or itl, and measure it in every row."),
        gap(
            verdict(
                draft -> draft.verdict().put("decode_metric", "ttft").put("latency_claim", false))),
        gap(
            verdict(draft -> draft.verdict().put("per_kernel_ref", false)),
            "provenance.verdict: A verdict needs per-kernel data for its kernel claim."
                + " Bring the per-kernel data and declare provenance.verdict.per_kernel_ref."),
        gap(
            verdict(
                draft -> ((ObjectNode) draft.provenance.required("config_git")).put("dirty", true)),
            clean),
        gap(
            verdict(
                draft -> ((ObjectNode) draft.provenance.required("config_git")).putNull("commit")),
            clean),
        gap(verdict(draft -> source(draft, "main", false)), clean),
        gap(verdict(draft -> source(draft, "e".repeat(40), true)), clean),
        gap(verdict(draft -> source(draft, "e".repeat(40), false))));
  }

  private static void source(GateDraft draft, String commit, boolean dirty) {
    ((ObjectNode) draft.campaign.required("provenance"))
        .putArray("source")
        .addObject()
        .put("commit", commit)
        .put("dirty", dirty);
  }

  static Stream<Arguments> rooflines() {
    Consumer<ObjectNode> known = row -> row.put("hardware", "h100-sxm");
    String arm = roofline("aa-1k, aa-10k, aa-100k", "h100-sxm", "");
    String ungrounded =
        ": Speed-of-light figures stand without DCGM readings."
            + " Capture a sweep with DCGM sampling and take it with import_roofline_sweep, or the cells'"
            + " windows with import_sol, or publish with --allow-ungrounded, which records it.";
    return Stream.of(
        gap(rows(known), arm),
        gap(
            draft -> {
              draft.each(known);
              draft.campaign.put("focus", "latency");
            },
            arm),
        gap(draft -> {
          draft.each(known);
          ((ObjectNode) draft.campaign.required("roofline_gap_arms"))
              .put("aa-10k", "the sweep pod is gone");
        }),
        gap(
            draft -> {
              draft.each(known);
              ((ObjectNode) draft.campaign.required("roofline_gap_arms")).put("aa-1k", " ");
            },
            arm),
        gap(
            draft -> {
              draft.each(known);
              draft.report.putArray("rendered_pages").add("7");
            },
            arm),
        gap(draft -> {
          draft.each(known);
          draft.report.putArray("rendered_pages").add("7");
          draft.sweep("a-name-of-its-own-decode", row -> row.put("model", "example-8b"));
        }),
        gap(
            draft -> {
              draft.each(known);
              draft.sweep("dense-decode", _ -> {});
            },
            arm.replace("the report.", "the report, though its sweep is imported.")
                .replace(
                    "Take its sweep with import_roofline_sweep --campaign <id> --bundle DIR and"
                        + " render the report again,",
                    "Run report_render again,")),
        gap(
            draft -> {
              draft.each(known);
              draft.report.putArray("rendered_pages").add("7");
              draft.sweep("aa-1k-decode", row -> row.put("tensor_parallel", 8));
            },
            roofline(
                "aa-1k, aa-10k, aa-100k",
                "h100-sxm",
                "; the sweeps that are imported are of others: aa-1k-decode (tensor_parallel 8, not"
                    + " 1)")),
        gap(
            draft -> {
              draft.each(known);
              draft.report.putArray("rendered_pages").add("7");
              draft.sweep("dense-decode", _ -> {});
              draft.rows.get(1).put("mtp", true);
            },
            roofline(
                "aa-1k",
                "h100-sxm",
                "; the sweeps that are imported are of others: dense-decode (speculative decoding"
                    + " off, not on)")),
        gap(first(row -> row.put("sol_pct", 40.0)), "aa-1k" + ungrounded),
        gap(draft -> draft.report.put("sol_rigor", "L1"), "report_status.json" + ungrounded),
        gap(draft -> draft.report.put("sol_rigor", "L3").put("dcgm_grounded", true)),
        gap(first(row -> row.put("sol_pct", 40.0).put("dcgm_dram_active", 0.4))),
        gap(first(row -> row.put("sol_pct", 40.0).put("sol_rigor", "L3"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"lever", "verdicts", "rooflines"})
  void namesEachGapAndItsRemedy(String name, Consumer<GateDraft> change, List<String> lines) {
    GateDraft draft = new GateDraft();
    change.accept(draft);

    assertThat(draft.lines()).as(name).containsExactlyElementsOf(lines);
  }
}
