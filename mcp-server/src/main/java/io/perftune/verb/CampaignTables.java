package io.perftune.verb;

import io.perftune.capacity.Capacity;
import io.perftune.value.Campaign;
import io.perftune.value.Row;
import io.perftune.workspace.CampaignDirectory;
import java.util.List;

/// The tables of a campaign beside its atlas and requests, as report and lake carry them.
///
/// @param roofline roofline_v1: the sweeps that were imported
/// @param sol sol_v1: the profiles that were imported
/// @param tpm tpm_v1: tokens per minute at the operating points
/// @param cost cost_v1: the same with prices; empty where none is declared
public record CampaignTables(List<Row> roofline, List<Row> sol, List<Row> tpm, List<Row> cost) {
  public CampaignTables {
    roofline = List.copyOf(roofline);
    sol = List.copyOf(sol);
    tpm = List.copyOf(tpm);
    cost = List.copyOf(cost);
  }

  /// Reads what the cells hold, and computes what follows from the atlas.
  ///
  /// @param atlas the rows of atlas.jsonl
  public static CampaignTables of(CampaignDirectory directory, Campaign campaign, List<Row> atlas) {
    Capacity capacity = Capacity.of(campaign.json(), atlas);
    return new CampaignTables(
        RooflineFiles.rows(directory),
        CellProfiles.rows(directory, campaign),
        capacity.tpm(),
        capacity.cost());
  }
}
