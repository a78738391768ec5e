package io.perftune.verb;

import io.perftune.config.Schema;
import io.perftune.config.Tables;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a campaign's atlas.jsonl; nothing that is wrong in it is passed over.
public final class AtlasFile {
  private static final String NAME = "atlas.jsonl";
  private static final String AGGREGATE = "Run atlas_aggregate again.";

  private AtlasFile() {}

  /// All rows, in the order of the file.
  ///
  /// @throws ProblemException where there is no atlas, for a line that is no JSON, and for rows
  ///   that break the schema, are foreign or are there twice: those all at once, each with its line
  public static List<Row> rows(CampaignDirectory directory) throws IOException {
    if (!Files.exists(directory.atlas())) {
      throw new ProblemException(
          new Problem(
              "missing-file",
              "The campaign has no atlas.jsonl.",
              NAME,
              "Run atlas_aggregate first."));
    }
    Schema schema = Tables.schema(Tables.ATLAS);
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Set<List<Object>> keys = new HashSet<>();
    new JsonLines(directory.atlas(), NAME, AGGREGATE)
        .forEach((line, where) -> {
          Row row = new Row(line);
          List<Problem> broken = Tables.problems(schema, row, where);
          problems.addAll(broken);
          if (broken.isEmpty()) {
            check(row, where, directory.id(), keys)
                .ifPresentOrElse(problems::add, () -> rows.add(row));
          }
        });
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return rows;
  }

  private static Optional<Problem> check(
      Row row, String where, String campaignId, Set<List<Object>> keys) {
    String campaign = String.valueOf(row.text("campaign_id"));
    if (!campaign.equals(campaignId)) {
      return Optional.of(
          new Problem(
              "foreign-row", "The row belongs to campaign " + campaign + ".", where, AGGREGATE));
    }
    if (!keys.add(List.of(row.value("cell_id"), row.value("concurrency")))) {
      return Optional.of(
          new Problem(
              "duplicate-row",
              "Cell %s at concurrency %s is there twice."
                  .formatted(row.text("cell_id"), row.text("concurrency")),
              where,
              AGGREGATE));
    }
    return Optional.empty();
  }
}
