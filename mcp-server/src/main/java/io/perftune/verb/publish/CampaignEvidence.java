package io.perftune.verb.publish;

import io.perftune.lake.Evidence;
import io.perftune.value.Campaign;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.aggregate.FreshAtlas;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a campaign directory says for itself; nothing that cannot be read is passed over.
final class CampaignEvidence {
  private CampaignEvidence() {}

  /// The evidence.
  ///
  /// @throws ProblemException for a missing or broken file, and for atlas rows that are broken,
  ///   foreign, there twice, or not what the cells hold now
  static Evidence read(CampaignDirectory directory, Campaign campaign) throws IOException {
    need(directory.source(), "Restore it: campaign_init wrote it.");
    need(directory.provenance(), "Restore it: campaign_init wrote it.");
    FreshAtlas atlas = FreshAtlas.read(directory, campaign);
    return new Evidence(
        directory.id(),
        campaign.json(),
        atlas.rows(),
        Files.exists(directory.reportStatus())
            ? object(directory.reportStatus(), "Run report_render again.")
            : null,
        object(directory.provenance(), "Restore it: campaign_init wrote it."),
        new Evidence.FileHashes(
            atlas.sha256(),
            Digest.sha256(CampaignDirectory.bytes(directory.config())),
            Digest.sha256(CampaignDirectory.bytes(directory.source()))));
  }

  private static ObjectNode object(Path file, String remedy) throws IOException {
    String name = String.valueOf(file.getFileName());
    @Nullable JacksonException cause = null;
    try {
      if (Json.MAPPER.readTree(Files.readString(file)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      cause = e;
    }
    Problem problem = new Problem("malformed-file", name + " holds no JSON object.", name, remedy);
    throw cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
  }

  private static void need(Path file, String remedy) {
    if (!Files.exists(file)) {
      String name = String.valueOf(file.getFileName());
      throw new ProblemException(
          new Problem("missing-file", "The campaign has no " + name + ".", name, remedy));
    }
  }
}
