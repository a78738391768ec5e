package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.capture.RawResults;
import io.perftune.plan.Planner;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Preflight;
import io.perftune.value.ProblemException;
import io.perftune.value.Trial;
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
/// @param over what lies in the cell's directory is another run's and counts for nothing
record CellCall(
    CampaignDirectory directory,
    Campaign campaign,
    Cell cell,
    Planner planner,
    boolean fresh,
    boolean over) {
  CellCall {
    requireNonNull(directory, "directory is null");
    requireNonNull(campaign, "campaign is null");
    requireNonNull(cell, "cell is null");
    requireNonNull(planner, "planner is null");
  }

  /// The same call, once what lay there was moved aside.
  CellCall cleared() {
    return new CellCall(directory, campaign, cell, planner, fresh, false);
  }

  /// The same call with what a preflight found.
  CellCall resolved(Preflight preflight) {
    return new CellCall(directory, campaign, cell.resolved(preflight), planner, fresh, over);
  }

  CellDirectory cellDirectory() {
    return directory.cell(cell.cellId());
  }

  Journal journal() {
    return new Journal(cellDirectory().journal());
  }

  CellHistory history() {
    return over ? CellHistory.NONE : CellHistory.read(journal());
  }

  /// The concurrencies that the campaign file asks of the cell, whatever this call asks.
  List<Integer> configured() {
    return campaign.cell(cell.cellId()).map(Cell::concurrencies).orElse(List.of());
  }

  /// What is kept and what is measured, by what the journal says now.
  Decision decide() {
    CellHistory history = history();
    if (fresh || history.ended().isEmpty()) {
      return Decision.of(cell, planner, history, fresh, Decision.Intact.NOTHING);
    }
    MeasuredPoints results = MeasuredPoints.load(cellDirectory(), history.ended().keySet());
    Decision.Intact intact =
        new Decision.Intact(
            trial -> intact(history, results, trial),
            concurrency -> intact(history, results, concurrency));
    return Decision.of(cell, planner, history, false, intact);
  }

  /// How many trials a point is to have: as this call says where it asks for the point, else as the
  /// campaign file says; 0 where neither names it.
  int trials(int concurrency) {
    if (cell.concurrencies().contains(concurrency)) {
      return cell.aa().load().trials();
    }
    return campaign
        .cell(cell.cellId())
        .filter(own -> own.concurrencies().contains(concurrency))
        .map(own -> own.aa().load().trials())
        .orElse(0);
  }

  /// Whether what a full trial left, and the records that were made of it, are what the journal
  /// says.
  private boolean intact(CellHistory history, MeasuredPoints results, Trial trial) {
    Path raw = cellDirectory().raw(trial.concurrency(), trial.number());
    return history
        .full(trial)
        .filter(ended -> results.sha256(trial).equals(ended.hashes().requests()))
        .filter(ended -> holds(raw, ended.hashes().raw()))
        .isPresent();
  }

  private static boolean intact(CellHistory history, MeasuredPoints results, int concurrency) {
    CellHistory.MadeRow row = history.rows().get(concurrency);
    return row != null && row.sha256().equals(results.rowSha256(concurrency));
  }

  /// Files that cannot be read are not those that were.
  private static boolean holds(Path raw, String sha256) {
    try {
      return RawResults.sha256(raw).equals(sha256);
    } catch (ProblemException _) {
      return false;
    }
  }
}
