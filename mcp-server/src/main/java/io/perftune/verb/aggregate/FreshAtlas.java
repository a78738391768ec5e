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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/// An atlas.jsonl that is what the cells of its campaign hold now.
///
/// @param sha256 of the file
public record FreshAtlas(List<Row> rows, Coverage coverage, String sha256) {
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
    List<Row> rows = AtlasFile.rows(directory);
    byte[] file = Files.readAllBytes(directory.atlas());
    Atlas now = Aggregation.of(directory, campaign).atlas();
    if (!Arrays.equals(file, now.lines().getBytes(StandardCharsets.UTF_8))) {
      throw new ProblemException(
          new Problem(
              "atlas-stale",
              "atlas.jsonl is not made from what the cells hold now (rows in it: %s, in the cells: %s)."
                  .formatted(String.valueOf(rows.size()), String.valueOf(now.rows().size())),
              "atlas.jsonl",
              "Run atlas_aggregate again."));
    }
    return new FreshAtlas(rows, now.coverage(), Digest.sha256(file));
  }
}
