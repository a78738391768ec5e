package io.perftune.workspace;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The right to change a cell: one holder at a time, on this host released by the system when it
/// dies.
public final class CellLock implements AutoCloseable {
  private static final String NAME = ".lock";

  private final ProcessLock lock;

  private CellLock(ProcessLock lock) {
    this.lock = requireNonNull(lock, "lock is null");
  }

  /// Takes the lock of the cell.
  ///
  /// @throws ProblemException `cell-busy` naming the holder, where another process or call holds it
  public static CellLock take(CellDirectory cell, String host) {
    try {
      Path directory = Files.createDirectories(cell.root());
      return new CellLock(
          ProcessLock.take(directory, NAME, holder(host), before -> busy(cell, before)));
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(cell.root().resolve(NAME), e);
    }
  }

  private static String holder(String host) {
    return Json.line(Json.object().put("pid", ProcessHandle.current().pid()).put("host", host));
  }

  private static ProblemException busy(CellDirectory cell, String holder) {
    return new ProblemException(
        new Problem(
            "cell-busy",
            "Cell %s is being run by another call%s."
                .formatted(cell.cellId(), holder.isBlank() ? "" : " (" + holder.strip() + ")"),
            "cell",
            "Wait for it to end, or cancel it, then call again."));
  }

  @Override
  public void close() {
    lock.close();
  }
}
