package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.Planner;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;

/// One call of cell_run, resolved: whose cell, which cell, how it would be planned.
///
/// @param cell with the call's overrides
/// @param fresh measure complete points again
record CellCall(
    CampaignDirectory directory, Campaign campaign, Cell cell, Planner planner, boolean fresh) {
  CellCall {
    requireNonNull(directory, "directory is null");
    requireNonNull(campaign, "campaign is null");
    requireNonNull(cell, "cell is null");
    requireNonNull(planner, "planner is null");
  }

  CellDirectory cellDirectory() {
    return directory.cell(cell.cellId());
  }

  Journal journal() {
    return new Journal(cellDirectory().journal());
  }

  CellHistory history() {
    return CellHistory.read(journal());
  }

  /// What is kept and what is measured, by what the journal says now.
  Decision decide() {
    CellHistory history = history();
    return Decision.of(cell, planner, history, fresh, concurrency -> intact(history, concurrency));
  }

  private boolean intact(CellHistory history, int concurrency) {
    return history
        .full(concurrency)
        .filter(ended ->
            ended
                .rawSha256()
                .equals(PointRunner.rawSha256(cellDirectory(), concurrency, Planner.TRIAL)))
        .isPresent();
  }
}
