package io.perftune.verb.aggregate;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.Atlas;
import io.perftune.atlas.CellResult;
import io.perftune.config.Tables;
import io.perftune.value.Campaign;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Status;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import java.util.ArrayList;
import java.util.List;

/// The atlas of what the cells of a campaign hold now, and what keeps it from being whole.
///
/// @param results what the cells left
public record Aggregation(
    CampaignDirectory directory, Campaign campaign, List<CellResult> results, Atlas atlas) {
  public Aggregation {
    requireNonNull(directory, "directory is null");
    requireNonNull(campaign, "campaign is null");
    results = List.copyOf(results);
    requireNonNull(atlas, "atlas is null");
  }

  /// Joins the rows of all cells; writes nothing.
  ///
  /// @throws ProblemException everything that is wrong: what could not be read and what must not be
  public static Aggregation of(CampaignDirectory directory, Campaign campaign) {
    List<Problem> problems = new ArrayList<>();
    List<CellResult> results = CellResults.read(directory, campaign, problems);
    try {
      Atlas atlas = Atlas.of(campaign, directory.id(), Tables.schema(Tables.ATLAS), results);
      if (problems.isEmpty()) {
        return new Aggregation(directory, campaign, results, atlas);
      }
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
    throw new ProblemException(problems);
  }

  /// Replaces atlas.jsonl and summary.md.
  public Aggregation write() {
    AtomicFiles.write(directory.atlas(), atlas.lines());
    AtomicFiles.write(directory.summary(), Summary.markdown(directory.id(), campaign, atlas));
    return this;
  }

  /// What keeps the campaign from being whole, cell by cell; warnings, because coverage counts
  /// them.
  public List<Problem> gaps() {
    return campaign.cells().stream().map(cell -> gap(cell.cellId())).flatMap(List::stream).toList();
  }

  private List<Problem> gap(String cellId) {
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
