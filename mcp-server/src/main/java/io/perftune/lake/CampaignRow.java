package io.perftune.lake;

import io.perftune.config.Tables;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The one row of campaign_v1: what the campaign declared, what the report found, and what the gate
/// would have refused.
///
/// It names no person and no machine: operator and publisher stay null, unless the caller of the
/// publish fills them in.
public final class CampaignRow {
  private final Evidence evidence;
  private final JsonNode status;
  private final ObjectNode row = Json.object();

  private CampaignRow(Evidence evidence) {
    this.evidence = evidence;
    ObjectNode reported = evidence.reportStatus();
    this.status = reported != null && madeFrom(evidence, reported) ? reported : Json.object();
  }

  /// The row, `publish_id` aside.
  ///
  /// @param gaps what the gate found and the caller let pass
  public static ObjectNode of(Evidence evidence, List<Problem> gaps) {
    CampaignRow builder = new CampaignRow(evidence);
    for (Table.Column column : Tables.table(Tables.CAMPAIGN).columns()) {
      builder.row.putNull(column.name());
    }
    builder.row.remove("publish_id");
    builder.identify();
    builder.report();
    builder.source();
    builder.row.set("recorded_gaps", builder.recorded(gaps));
    return builder.row;
  }

  /// A report of other rows finds nothing about these.
  private static boolean madeFrom(Evidence evidence, JsonNode report) {
    return evidence.hashes().atlas().equals(Json.text(report, "atlas_sha256"));
  }

  private void identify() {
    ObjectNode campaign = evidence.campaign();
    JsonNode identity = campaign.path("provenance").path("identity");
    row.put("campaign_id", evidence.campaignId())
        .put("slug", made("slug", "name"))
        .put("cluster_context", contexts())
        .put("config_yaml_sha256", evidence.hashes().config())
        .put("source_md_sha256", evidence.hashes().source())
        .put("cell_count", campaign.path("cells").size())
        .put("backends", backends())
        .put("atlas_row_count", evidence.rows().size())
        .put(
            "verdict_tier",
            Objects.requireNonNullElse(Json.text(evidence.verdict(), "tier"), "draft"))
        .put("experiment_id", made("experiment_id", "experiment_id"))
        .put("experiment_family", first(made("family", "family"), Json.text(identity, "family")))
        .put("evidence_bundle_path", made("evidence_bundle_path", "evidence_bundle_path"))
        .put("title", Json.text(identity, "title"))
        .put("experiment_status", Json.text(identity, "status"))
        .put(
            "tags",
            identity
                .path("tags")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.joining(",")))
        .put("hypothesis", Json.text(identity, "hypothesis"))
        .put("next_lever", nextLever(campaign.path("next_lever")))
        .put("close_reason", Json.text(campaign, "close_reason"));
  }

  private void report() {
    Boolean complete = Json.bool(status, "sol_complete");
    row.put("sol_complete", complete)
        .put("sol_per_arm_complete", perArm(complete))
        .put("dcgm_grounded", Json.bool(status, "dcgm_grounded"))
        .put("plot_ready_points", plotReady())
        .put("omitted_pages", pages("omitted_pages"))
        .put("partial_pages", pages("partial_pages"))
        .put("focus", RooflineRules.focus(evidence))
        .put("sol_rigor", Json.text(status, "sol_rigor"));
  }

  /// Null where the report does not say.
  private @Nullable Boolean perArm(@Nullable Boolean complete) {
    JsonNode uncovered = status.path("arms_uncovered");
    if (complete == null || !uncovered.isArray()) {
      return null;
    }
    return complete && uncovered.isEmpty();
  }

  private @Nullable String pages(String list) {
    return status.path(list).isArray() ? String.join(",", RooflineRules.pages(status, list)) : null;
  }

  private void source() {
    JsonNode served = evidence.campaign().path("provenance").path("source").path(0);
    JsonNode git = evidence.provenance().path("code_git");
    row.put("vllm_repo", Json.text(served, "repo"))
        .put("vllm_branch", Json.text(served, "branch"))
        .put("vllm_commit", Json.text(served, "commit"))
        .put("vllm_image", Json.text(served, "image"))
        .put("vllm_image_digest", Json.text(served, "image_digest"))
        .put("vllm_pip_version", Json.text(served, "pip_version"))
        .put("delivery", Json.text(served, "delivery"))
        .put("overlay_mode", Json.text(served, "overlay_mode"))
        .put("code_repo", Json.text(git, "repo"))
        .put("code_sha", Json.text(git, "commit"));
  }

  private ObjectNode recorded(List<Problem> gaps) {
    ObjectNode recorded = Json.object();
    if (!gaps.isEmpty()) {
      recorded.set("gate", Json.problems(gaps));
    }
    ObjectNode arms = RooflineRules.optedOut(evidence.campaign());
    if (!arms.isEmpty()) {
      recorded.set("roofline_gap_arms", arms);
    }
    return recorded;
  }

  /// Full or partial points with ttft and request throughput.
  private long plotReady() {
    return evidence.measured().stream()
        .filter(row ->
            row.number("ttft_p50_ms") != null && row.number("request_throughput_avg") != null)
        .count();
  }

  private String backends() {
    TreeSet<String> backends = new TreeSet<>();
    for (Row measured : evidence.rows()) {
      backends.add(String.valueOf(measured.text("backend")));
    }
    return String.join(",", backends);
  }

  private @Nullable String contexts() {
    TreeSet<String> contexts = new TreeSet<>();
    for (JsonNode cell : evidence.campaign().path("cells")) {
      String context = Json.text(cell.path("aa"), "kube_context");
      if (context != null) {
        contexts.add(context);
      }
    }
    return contexts.isEmpty() ? null : String.join(",", contexts);
  }

  /// What campaign_init settled on, else what the file declares.
  private @Nullable String made(String settled, String declared) {
    return first(
        Json.text(evidence.provenance(), settled), Json.text(evidence.campaign(), declared));
  }

  private static @Nullable String nextLever(JsonNode lever) {
    if (lever.isObject()) {
      return Json.line(lever);
    }
    return lever.isString() ? lever.stringValue() : null;
  }

  private static @Nullable String first(@Nullable String preferred, @Nullable String other) {
    return preferred == null ? other : preferred;
  }
}
