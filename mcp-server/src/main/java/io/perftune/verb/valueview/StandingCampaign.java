package io.perftune.verb.valueview;

import static java.util.Objects.requireNonNull;

import io.perftune.lever.Levers;
import io.perftune.value.Campaign;
import io.perftune.value.Lever;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.verb.CampaignTables;
import io.perftune.verb.aggregate.FreshAtlas;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// What one campaign adds to the frontier.
///
/// @param rows of its atlas
/// @param levers ranked
/// @param unread why nothing, or only what its file declares, could be read; empty where all could
record StandingCampaign(String id, List<Row> rows, List<Lever> levers, List<Problem> unread) {
  StandingCampaign {
    requireNonNull(id, "id is null");
    rows = List.copyOf(rows);
    levers = List.copyOf(levers);
    unread = List.copyOf(unread);
  }

  /// Reads a campaign; what is wrong with it is said, not thrown.
  static StandingCampaign read(
      CampaignDirectory directory, Function<Path, Campaign> configuration) {
    Campaign campaign;
    try {
      campaign = configuration.apply(directory.config());
    } catch (ProblemException e) {
      return new StandingCampaign(directory.id(), List.of(), List.of(), e.problems());
    }
    try {
      FreshAtlas atlas = FreshAtlas.read(directory, campaign);
      CampaignTables tables = CampaignTables.of(directory, campaign, atlas.rows());
      return new StandingCampaign(
          directory.id(),
          atlas.rows(),
          Levers.of(campaign, atlas.rows(), tables.roofline(), tables.sol()),
          List.of());
    } catch (ProblemException e) {
      return declaredOnly(directory, campaign, e.problems());
    } catch (IOException e) {
      return declaredOnly(
          directory, campaign, CampaignDirectory.unreadable(directory.atlas(), e).problems());
    }
  }

  private static StandingCampaign declaredOnly(
      CampaignDirectory directory, Campaign campaign, List<Problem> problems) {
    return new StandingCampaign(
        directory.id(), List.of(), Levers.of(campaign, List.of(), List.of(), List.of()), problems);
  }
}
