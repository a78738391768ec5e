package io.perftune.verb.aggregate;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.Atlas;
import io.perftune.atlas.CellResult;
import io.perftune.config.Schema;
import io.perftune.config.Tables;
import io.perftune.value.Campaign;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Status;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/// Joins the rows of all cells into atlas.jsonl and says how much of the campaign they cover.
///
/// Either every row is fit to be read and the atlas is replaced, or nothing is written and every
/// fault is named with its file and row.
public final class AtlasAggregate implements Verb {
  private final Function<Path, Campaign> configuration;
  private final Schema schema = Tables.schema(Tables.ATLAS);

  /// @param configuration reads a campaign's frozen config.yaml
  public AtlasAggregate(Function<Path, Campaign> configuration) {
    this.configuration = requireNonNull(configuration, "configuration is null");
  }

  @Override
  public String name() {
    return "atlas_aggregate";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    CampaignDirectory directory = Places.campaign(input, context);
    Campaign campaign = configuration.apply(directory.config());
    List<Problem> problems = new ArrayList<>();
    List<CellResult> results = CellResults.read(directory, problems);
    Atlas atlas = atlas(campaign, directory, results, problems);
    AtomicFiles.write(directory.atlas(), atlas.lines());
    AtomicFiles.write(directory.summary(), Summary.markdown(directory.id(), campaign, atlas));
    return new Outcome.Done(
        reply(directory, campaign, atlas), digest(directory, atlas), gaps(campaign, results));
  }

  /// The atlas, or everything that is wrong: what could not be read and what must not be.
  private Atlas atlas(
      Campaign campaign,
      CampaignDirectory directory,
      List<CellResult> results,
      List<Problem> problems) {
    try {
      Atlas atlas = Atlas.of(campaign, directory.id(), schema, results);
      if (problems.isEmpty()) {
        return atlas;
      }
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    throw new ProblemException(problems);
  }

  private static ObjectNode reply(CampaignDirectory directory, Campaign campaign, Atlas atlas) {
    ObjectNode json =
        Json.object()
            .put("campaign_dir", directory.root().toString())
            .put("atlas_path", directory.atlas().toString())
            .put("row_count", atlas.rows().size())
            .put("cell_count", campaign.cells().size());
    json.set("coverage", atlas.coverage().toJson());
    return json;
  }

  private static String digest(CampaignDirectory directory, Atlas atlas) {
    return "%s%nWrote %d rows to %s"
        .formatted(atlas.coverage().headerLine(), atlas.rows().size(), directory.atlas())
        .replace("\r\n", "\n");
  }

  /// What keeps the campaign from being whole, cell by cell; warnings, because coverage counts
  /// them.
  private static List<Problem> gaps(Campaign campaign, List<CellResult> results) {
    return campaign.cells().stream()
        .map(cell -> gap(cell.cellId(), results))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Problem> gap(String cellId, List<CellResult> results) {
    Status status =
        results.stream()
            .filter(result -> result.cellId().equals(cellId))
            .map(CellResult::status)
            .findFirst()
            .orElse(Status.FAILED);
    String what =
        switch (status) {
          case FULL -> "";
          case PARTIAL -> "is partial: some of its points are not full";
          case FAILED -> "failed or never ran";
          case EVICTED -> "was ended before its end, or is still running";
        };
    return what.isEmpty()
        ? List.of()
        : List.of(
            new Problem(
                "cell-" + status.label(),
                "Cell %s %s.".formatted(cellId, what),
                "cells/" + cellId,
                "Run it with cell_run, then aggregate again."));
  }
}
