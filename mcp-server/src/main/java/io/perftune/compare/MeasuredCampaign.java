package io.perftune.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.RequestRecord;
import io.perftune.value.Row;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// One of the two campaigns, as it stands in a comparison.
///
/// @param campaign config.yaml with every default
/// @param provenance provenance.json; empty where there is none
/// @param rows the rows of atlas_v1 that take part
/// @param silent cells that are configured and have no row
/// @param requests the records behind the rows
public record MeasuredCampaign(
    String campaignId,
    ObjectNode campaign,
    ObjectNode provenance,
    List<Row> rows,
    List<String> silent,
    Requests requests) {
  public MeasuredCampaign {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(campaign, "campaign is null");
    requireNonNull(provenance, "provenance is null");
    rows = List.copyOf(rows);
    silent = List.copyOf(silent);
    requireNonNull(requests, "requests is null");
  }

  /// Where the records of a point come from.
  @FunctionalInterface
  public interface Requests {
    /// All records of the point, warm-up included; empty where none were kept.
    List<RequestRecord> of(String cellId, int concurrency);
  }
}
