package io.perftune.verb;

import io.perftune.value.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether there is room for what is about to be written.
public final class DiskRoom {
  private DiskRoom() {}

  /// The problem of a disk that is too small; empty where it is large enough.
  ///
  /// @param directory where it will be written; it need not be there yet
  /// @param needed in bytes
  /// @param remedy what can be done beside freeing space
  public static Optional<Problem> problem(Path directory, long needed, String remedy) {
    Path there = directory.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return problem(there, needed, Files.getFileStore(there).getUsableSpace(), remedy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Problem> problem(Path directory, long needed, long usable, String remedy) {
    return needed <= usable
        ? Optional.empty()
        : Optional.of(
            new Problem(
                "disk-too-small",
                "Up to %d MB may be written, and %d MB are free."
                    .formatted(Math.ceilDiv(needed, 1_000_000), usable / 1_000_000),
                directory.toString(),
                "Free space there, or " + remedy));
  }
}
