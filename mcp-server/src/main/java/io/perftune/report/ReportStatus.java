package io.perftune.report;

import static java.util.Objects.requireNonNull;

import io.perftune.report.content.Grounding;
import io.perftune.report.content.OmittedPage;
import io.perftune.value.Coverage;
import io.perftune.value.Json;
import io.perftune.value.Lever;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What report_status.json says of a report: from which atlas it was made, which pages it has and
/// lacks, and what its figures rest on.
///
/// @param campaignId whose report it is
/// @param atlasRows rows that it was made from
/// @param nextLever as declared; a JSON null where none is
/// @param suggestedLevers what the figures suggest, ranked
public record ReportStatus(
    String campaignId,
    String atlasSha256,
    int atlasRows,
    String focus,
    Grounding grounding,
    Coverage coverage,
    Pages pages,
    JsonNode nextLever,
    List<Lever> suggestedLevers) {
  public ReportStatus {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(atlasSha256, "atlasSha256 is null");
    requireNonNull(focus, "focus is null");
    requireNonNull(grounding, "grounding is null");
    requireNonNull(coverage, "coverage is null");
    requireNonNull(pages, "pages is null");
    nextLever = nextLever.deepCopy();
    suggestedLevers = List.copyOf(suggestedLevers);
  }

  /// The whole status, as schemas/report_status.schema.json describes it.
  public ObjectNode toJson() {
    ObjectNode json = Json.object();
    json.put("campaign_id", campaignId);
    json.put("atlas_path", "atlas.jsonl");
    json.put("atlas_sha256", atlasSha256);
    json.putObject("generated_from").put("atlas_rows", atlasRows);
    json.setAll(renderStatus());
    json.set("partial_pages", Json.strings(pages.partial()));
    json.set("coverage", coverage.toJson());
    json.set("next_lever", nextLever);
    ArrayNode suggested = json.putArray("suggested_levers");
    suggestedLevers.forEach(lever -> suggested.add(lever.toJson()));
    return json;
  }

  /// The part of it that report_render replies.
  public ObjectNode renderStatus() {
    ObjectNode json = Json.object();
    json.put("focus", focus);
    json.put("sol_complete", grounding.solComplete());
    json.put("sol_rigor", grounding.solRigor());
    json.put("dcgm_grounded", grounding.dcgmGrounded());
    json.put("plot_ready_points", coverage.plotReadyPoints());
    json.set("rendered_pages", Json.strings(pages.rendered()));
    json.set("omitted_pages", omitted());
    json.put("arms_total", grounding.armsTotal());
    json.set("arms_uncovered", Json.strings(grounding.armsUncovered()));
    return json;
  }

  private ArrayNode omitted() {
    ArrayNode array = Json.array();
    for (OmittedPage page : pages.omitted()) {
      array
          .addObject()
          .put("page", page.page())
          .put("why", page.why())
          .put("how_to_fix", page.howToFix());
    }
    return array;
  }

  /// Which pages there are.
  public record Pages(List<String> rendered, List<OmittedPage> omitted, List<String> partial) {
    public Pages {
      rendered = List.copyOf(rendered);
      omitted = List.copyOf(omitted);
      partial = List.copyOf(partial);
    }
  }
}
