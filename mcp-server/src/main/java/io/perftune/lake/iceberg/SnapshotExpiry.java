package io.perftune.lake.iceberg;

import static java.util.Objects.requireNonNull;

import io.perftune.config.LakeCatalog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.exceptions.CommitFailedException;

/// Takes away the snapshots that a catalog's policy no longer keeps, with the files that only they
/// needed.
record SnapshotExpiry(LakeCatalog.Snapshots policy, Instant now) {
  SnapshotExpiry {
    requireNonNull(policy, "policy is null");
    requireNonNull(now, "now is null");
  }

  /// Looks at each table; one that somebody else is changing is left to the next time.
  void run(List<PendingTable> tables) {
    for (PendingTable pending : tables) {
      BaseTable table = pending.committing();
      if (expired(table)) {
        expire(table);
      }
    }
  }

  private long before() {
    return now.minus(Duration.ofDays(policy.maxAgeDays())).toEpochMilli();
  }

  private boolean expired(BaseTable table) {
    int count = 0;
    boolean old = false;
    for (Snapshot snapshot : table.snapshots()) {
      count++;
      old |= snapshot.timestampMillis() < before();
    }
    return count > policy.keep() && old;
  }

  private void expire(BaseTable table) {
    try {
      table.expireSnapshots().expireOlderThan(before()).retainLast(policy.keep()).commit();
    } catch (CommitFailedException _) {
      // Somebody else commits to it; the next publish expires as well.
    }
  }
}
