package io.perftune.verb.cellrun;

import io.perftune.value.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether there is room for what a run may write.
final class DiskRoom {
  private DiskRoom() {}

  /// The problem of a disk that is too small for the run; empty where it is large enough.
  static Optional<Problem> problem(Path directory, long needed) {
    try {
      return problem(directory, needed, Files.getFileStore(directory).getUsableSpace());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Problem> problem(Path directory, long needed, long usable) {
    return needed <= usable
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "disk-too-small",
                "The run may write %d MB, and %d MB are free."
                    .formatted(Math.ceilDiv(needed, 1_000_000), usable / 1_000_000),
                directory.toString(),
                "Free space, lower the request count, or put the campaigns elsewhere with --campaigns-dir."));
  }
}
