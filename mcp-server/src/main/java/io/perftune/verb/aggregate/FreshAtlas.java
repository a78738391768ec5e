package io.perftune.verb.aggregate;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.Atlas;
import io.perftune.value.Campaign;
import io.perftune.value.Coverage;
import io.perftune.value.Digest;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.verb.AtlasFile;
import io.perftune.workspace.CampaignDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// An atlas.jsonl that is what the cells of its campaign hold now.
///
/// @param sha256 of the file
public record FreshAtlas(List<Row> rows, Coverage coverage, String sha256) {
  /// Lines that are made at a time, so that only few are held.
  private static final int LINES = 500;

  public FreshAtlas {
    rows = List.copyOf(rows);
    requireNonNull(coverage, "coverage is null");
    requireNonNull(sha256, "sha256 is null");
  }

  /// Reads it.
  ///
  /// @throws ProblemException where there is none, where it is broken, where the cells' own rows
  ///   are broken, and `atlas-stale` where it is not made from them
  public static FreshAtlas read(CampaignDirectory directory, Campaign campaign) throws IOException {
    if (!Files.exists(directory.atlas())) {
      throw unlike(directory, 0);
    }
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<String> sha256 = other.submit(() -> sha256(directory.atlas()));
      Atlas now = now(directory, campaign);
      if (!holds(directory.atlas(), now.rows())) {
        throw unlike(directory, now.rows().size());
      }
      return new FreshAtlas(now.rows(), now.coverage(), result(sha256));
    }
  }

  /// What atlas_aggregate would write now.
  private static Atlas now(CampaignDirectory directory, Campaign campaign) throws IOException {
    try {
      return Aggregation.of(directory, campaign).atlas();
    } catch (ProblemException e) {
      // What is wrong in the atlas itself is told first.
      List<Row> _ = AtlasFile.rows(directory);
      throw e;
    }
  }

  /// Whether the file is these rows, byte for byte, so that it need not be parsed.
  private static boolean holds(Path file, List<Row> rows) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int from = 0; from < rows.size(); from += LINES) {
        List<Row> some = rows.subList(from, Math.min(from + LINES, rows.size()));
        for (byte[] line : some.parallelStream().map(FreshAtlas::line).toList()) {
          if (!Arrays.equals(line, in.readNBytes(line.length))) {
            return false;
          }
        }
      }
      return in.read() < 0;
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Digest.algorithm();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // The stream takes what it reads into the digest.
      }
    }
    return Digest.hex(digest.digest());
  }

  private static String result(Future<String> sha256) throws IOException {
    try {
      return sha256.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while atlas.jsonl was read");
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] line(Row row) {
    return Atlas.line(row).getBytes(StandardCharsets.UTF_8);
  }

  /// Why the file is no atlas of these cells: what is wrong in it, else that it is another's.
  private static ProblemException unlike(CampaignDirectory directory, int rows) throws IOException {
    int held = AtlasFile.rows(directory).size();
    return new ProblemException(
        new Problem(
            "atlas-stale",
            "atlas.jsonl is not made from what the cells hold now (rows in it: %s, in the cells: %s)."
                .formatted(String.valueOf(held), String.valueOf(rows)),
            "atlas.jsonl",
            "Run atlas_aggregate again."));
  }
}
