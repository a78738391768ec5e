package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.capture.AiperfExport;
import io.perftune.plan.Planner;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.ProblemException;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.nio.file.Path;
import java.util.List;

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

  /// The concurrencies that the campaign file asks of the cell, whatever this call asks.
  List<Integer> configured() {
    return campaign.cell(cell.cellId()).map(Cell::concurrencies).orElse(List.of());
  }

  /// What is kept and what is measured, by what the journal says now.
  Decision decide() {
    CellHistory history = history();
    if (fresh || history.ended().isEmpty()) {
      return Decision.of(cell, planner, history, fresh, _ -> false);
    }
    MeasuredPoints results = MeasuredPoints.load(cellDirectory(), history.ended().keySet());
    return Decision.of(
        cell, planner, history, false, concurrency -> intact(history, results, concurrency));
  }

  /// Whether what a full point left, and what was made of it, are what the journal says.
  private boolean intact(CellHistory history, MeasuredPoints results, int concurrency) {
    return history
        .full(concurrency)
        .filter(ended -> results.sha256(concurrency).equals(ended.resultsSha256()))
        .filter(ended -> holds(cellDirectory().raw(concurrency, Planner.TRIAL), ended.rawSha256()))
        .isPresent();
  }

  /// Files that cannot be read are not those that were.
  private static boolean holds(Path raw, String sha256) {
    try {
      return AiperfExport.rawSha256(raw).equals(sha256);
    } catch (ProblemException _) {
      return false;
    }
  }
}
