package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A row, or a cell without rows, that is set beside nothing.
///
/// @param concurrency null for a cell without rows
/// @param why one clause
public record Apart(String campaignId, String cellId, @Nullable Long concurrency, String why) {
  public Apart {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(cellId, "cellId is null");
    requireNonNull(why, "why is null");
  }

  static Apart of(MeasuredCampaign measured, Row row, String why) {
    return new Apart(
        measured.campaignId(),
        String.valueOf(row.text("cell_id")),
        row.integer("concurrency"),
        why);
  }

  ObjectNode toJson() {
    return Json.object()
        .put("campaign_id", campaignId)
        .put("cell_id", cellId)
        .put("concurrency", concurrency)
        .put("why", why);
  }

  /// `<cell> c=<concurrency> of <campaign>`.
  public String place() {
    return cellId + (concurrency == null ? "" : " c=" + concurrency) + " of " + campaignId;
  }
}
