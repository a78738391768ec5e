package io.perftune.verb.publish;

import io.perftune.config.Schema;
import io.perftune.config.Tables;
import io.perftune.lake.Evidence;
import io.perftune.lake.Hashes;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Reads what a campaign directory says for itself; nothing that cannot be read is passed over.
final class CampaignEvidence {
  private static final String AGGREGATE = "Run atlas_aggregate again.";

  private final CampaignDirectory directory;

  private CampaignEvidence(CampaignDirectory directory) {
    this.directory = directory;
  }

  /// The evidence.
  ///
  /// @throws ProblemException for a missing or broken file, and for atlas rows that are broken,
  ///   foreign or there twice
  static Evidence read(CampaignDirectory directory, Campaign campaign) throws IOException {
    CampaignEvidence reader = new CampaignEvidence(directory);
    reader.need(directory.atlas(), AGGREGATE);
    reader.need(directory.source(), "Restore it: campaign_init wrote it.");
    reader.need(directory.provenance(), "Restore it: campaign_init wrote it.");
    return new Evidence(
        directory.id(),
        campaign.json(),
        reader.rows(),
        Files.exists(directory.reportStatus())
            ? reader.object(directory.reportStatus(), "Run report_render again.")
            : null,
        reader.object(directory.provenance(), "Restore it: campaign_init wrote it."),
        new Evidence.FileHashes(
            Hashes.of(directory.atlas()),
            Hashes.of(directory.config()),
            Hashes.of(directory.source())));
  }

  private List<Row> rows() throws IOException {
    Schema schema = Tables.schema(Tables.ATLAS);
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    new JsonLines(directory.atlas(), "atlas.jsonl", AGGREGATE)
        .forEach((line, where) -> {
          Row row = new Row(line);
          List<Problem> broken = Tables.problems(schema, row, where);
          problems.addAll(broken);
          if (broken.isEmpty()) {
            check(row, where, keys).ifPresentOrElse(problems::add, () -> rows.add(row));
          }
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return rows;
  }

  private java.util.Optional<Problem> check(Row row, String where, Set<String> keys) {
    String campaign = String.valueOf(row.text("campaign_id"));
    if (!campaign.equals(directory.id())) {
      return java.util.Optional.of(
          new Problem(
              "foreign-row", "The row belongs to campaign " + campaign + ".", where, AGGREGATE));
    }
    if (!keys.add(RequestRows.point(row.columns()))) {
      return java.util.Optional.of(
          new Problem(
              "duplicate-row",
              "Cell %s at concurrency %d is there twice."
                  .formatted(row.text("cell_id"), row.integer("concurrency")),
              where,
              AGGREGATE));
    }
    return java.util.Optional.empty();
  }

  private ObjectNode object(Path file, String remedy) throws IOException {
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

  private void need(Path file, String remedy) {
    if (!Files.exists(file)) {
      String name = String.valueOf(file.getFileName());
      throw new ProblemException(
          new Problem("missing-file", "The campaign has no " + name + ".", name, remedy));
    }
  }
}
