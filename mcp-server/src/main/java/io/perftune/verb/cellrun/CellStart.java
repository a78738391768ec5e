package io.perftune.verb.cellrun;

import io.perftune.engine.local.ChildProcess;
import io.perftune.engine.local.RawScrub;
import io.perftune.verb.CellHistory;
import io.perftune.verb.Context;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;

/// What is done to a cell's directory before it is measured, while its lock is held.
public final class CellStart {
  private CellStart() {}

  /// Ends the children of a run that was killed.
  public static void endOrphans(Journal journal) {
    ChildProcess children = new ChildProcess();
    for (CellHistory.Child child : CellHistory.read(journal).children()) {
      children.endOrphan(child.pid(), child.start());
    }
    CellHistory.Child burnIn = SettleHistory.read(journal).child();
    if (burnIn != null) {
      children.endOrphan(burnIn.pid(), burnIn.start());
    }
  }

  /// Begins a run that has nothing to do with the one before in the same directory: that one is
  /// ended, cleaned of its key, and kept as evidence.
  ///
  /// @param config becomes the campaign's file
  /// @return the call, whose cell now has no history
  static CellCall over(CellCall call, String config, CellSession.Means means, Context context) {
    CellDirectory cell = call.cellDirectory();
    endOrphans(call.journal());
    if (means.secret()) {
      RawScrub.scrub(cell.commands(), means.scrub());
      RawScrub.scrub(cell.root().resolve("raw"), means.scrub());
    }
    cell.setAside(CampaignDirectory.stamp(context.clock().instant()));
    AtomicFiles.write(call.directory().config(), config);
    return call.cleared();
  }
}
