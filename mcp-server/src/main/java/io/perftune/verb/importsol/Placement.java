package io.perftune.verb.importsol;

import static java.util.Objects.requireNonNull;

import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.CellLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts a file into a cell's directory; what lay there under its name is kept in superseded/.
final class Placement {
  private final CellDirectory cell;
  private final String name;
  private final byte[] bytes;

  Placement(CellDirectory cell, String name, byte[] bytes) {
    this.cell = requireNonNull(cell, "cell is null");
    this.name = requireNonNull(name, "name is null");
    this.bytes = bytes.clone();
  }

  /// What was done, or would be.
  ///
  /// @param earlier where the earlier file lies now; null where there was none
  record Placed(String outcome, @Nullable Path earlier) {}

  /// Touches nothing.
  Placed preview() {
    if (!Files.exists(target())) {
      return new Placed("would_place", null);
    }
    return new Placed(same() ? "unchanged" : "would_replace", null);
  }

  /// Places it. The earlier file is copied before it is replaced, so that a crash loses neither.
  ///
  /// @throws io.perftune.value.ProblemException where the cell is busy, or the disk refuses
  Placed place(Context context) {
    String host = HostName.of(context);
    try (CellLock _ = CellLock.take(cell, host)) {
      if (!Files.exists(target())) {
        AtomicFiles.write(target(), bytes);
        return new Placed("placed", null);
      }
      if (same()) {
        return new Placed("unchanged", null);
      }
      Path kept = cell.keep(List.of(target()), CampaignDirectory.stamp(context.clock().instant()));
      AtomicFiles.write(target(), bytes);
      return new Placed("replaced", kept.resolve(name));
    }
  }

  private Path target() {
    return cell.root().resolve(name);
  }

  private boolean same() {
    return Arrays.equals(CampaignDirectory.bytes(target()), bytes);
  }
}
