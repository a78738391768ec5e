package io.perftune.verb.dataset;

import static java.util.Objects.requireNonNull;

import io.perftune.plan.prompts.Dataset;
import io.perftune.plan.prompts.DatasetManifest;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.workspace.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A dataset on disk, and its manifest beside it.
///
/// @param fresh whether this call wrote it; otherwise the same bytes were there
record DatasetFile(Path file, Path manifestFile, DatasetManifest manifest, boolean fresh) {
  DatasetFile {
    requireNonNull(file, "file is null");
    requireNonNull(manifestFile, "manifestFile is null");
    requireNonNull(manifest, "manifest is null");
  }

  /// Writes both, each whole or not at all.
  ///
  /// @throws ProblemException where the file is there with other bytes
  static DatasetFile write(Dataset dataset, Path file) {
    String name = file.getFileName().toString();
    Path beside = file.resolveSibling(name.replaceFirst("\\.jsonl$", ".manifest.json"));
    boolean fresh = !Files.exists(file);
    DatasetManifest manifest = fresh ? written(dataset, file) : same(dataset, file);
    AtomicFiles.write(beside, Json.pretty(manifest.json()));
    return new DatasetFile(file, beside, manifest, fresh);
  }

  private static DatasetManifest written(Dataset dataset, Path file) {
    List<DatasetManifest> manifest = new ArrayList<>();
    AtomicFiles.write(file, out -> manifest.add(dataset.write(out)));
    return manifest.getFirst();
  }

  private static DatasetManifest same(Dataset dataset, Path file) {
    try {
      DatasetManifest manifest = dataset.write(OutputStream.nullOutputStream());
      if (!sha256(file).equals(manifest.sha256())) {
        throw new ProblemException(
            new Problem(
                "dataset-exists",
                "%s is there with other content than this call makes.".formatted(file),
                file.toString(),
                "Name another directory with --out; nothing is ever overwritten."));
      }
      return manifest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Digest.algorithm();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return Digest.hex(digest.digest());
  }
}
