package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Places;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.Campaigns;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The runs that a call means: all that there are, or those of a campaign, of a cell, or the one
/// that it names.
public final class RunIndex {
  private RunIndex() {}

  /// A run, not read yet.
  public record Found(CampaignDirectory campaign, CellRuns runs, String runId) {
    public Found {
      requireNonNull(campaign, "campaign is null");
      requireNonNull(runs, "runs is null");
      requireNonNull(runId, "runId is null");
    }

    /// Its record.
    public RunRecord record() {
      return runs.read(runId);
    }
  }

  /// The runs, the newest first.
  ///
  /// @param input with `campaign`, `cell`, `run`, `campaigns_dir`, each where it was given
  /// @throws ProblemException `no-run` where a run is named that is not there, or a part of several
  public static List<Found> of(ObjectNode input, Context context) {
    Campaigns campaigns = Places.campaigns(input, context);
    String campaign = Json.text(input, "campaign");
    String cell = Json.text(input, "cell");
    List<Found> found = new ArrayList<>();
    if (campaign == null) {
      campaigns
          .ids()
          .forEach(id -> add(new CampaignDirectory(campaigns.root().resolve(id)), cell, found));
    } else {
      add(campaigns.find(campaign, context.workingDirectory()), cell, found);
    }
    found.sort(Comparator.comparing(Found::runId).reversed());
    String named = Json.text(input, "run");
    return named == null ? found : List.of(named(found, named));
  }

  private static void add(CampaignDirectory campaign, @Nullable String wanted, List<Found> found) {
    for (String cell : campaign.cellsOnDisk()) {
      if (wanted == null || wanted.equals(cell)) {
        CellRuns runs = new CellRuns(campaign.cell(cell));
        runs.ids().forEach(id -> found.add(new Found(campaign, runs, id)));
      }
    }
  }

  private static Found named(List<Found> all, String named) {
    List<Found> those = all.stream().filter(found -> found.runId().contains(named)).toList();
    if (named.isBlank() || those.size() != 1) {
      List<Found> offered = those.isEmpty() ? all : those;
      throw new ProblemException(
          new Problem(
              "no-run",
              those.size() > 1
                  ? "%s means %d runs.".formatted(named, those.size())
                  : "There is no run %s.".formatted(named),
              "run",
              offered.isEmpty()
                  ? "No cell was run yet; cell_run begins a run."
                  : "Name one of: "
                      + String.join(", ", offered.stream().limit(10).map(Found::runId).toList())
                      + "."));
    }
    return those.getFirst();
  }
}
