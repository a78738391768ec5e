package io.perftune.lake.store;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/// A finished local file that is to become an object.
///
/// @param sha256 of all its bytes, lower-case hex
public record StagedFile(Path path, long bytes, String sha256) {
  public StagedFile {
    requireNonNull(path, "path is null");
    requireNonNull(sha256, "sha256 is null");
  }
}
