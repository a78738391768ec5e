package io.perftune.verb.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.compare.MeasuredCampaign;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.verb.aggregate.FreshAtlas;
import io.perftune.workspace.CampaignDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// Reads the two campaigns of a comparison; what is wrong with either is told at once.
///
/// @param configuration reads a campaign's frozen config.yaml
/// @param flags that a remedy's command needs to find the campaigns; empty, or with a space before
record ComparedCampaigns(Function<Path, Campaign> configuration, String flags) {
  ComparedCampaigns {
    requireNonNull(configuration, "configuration is null");
    requireNonNull(flags, "flags is null");
  }

  /// A campaign as it was read.
  private record Read(
      CampaignDirectory directory, Campaign campaign, ObjectNode provenance, List<Row> rows) {
    /// The cells that are configured or have rows.
    Set<String> cells() {
      Set<String> cells = new TreeSet<>();
      campaign.cells().stream().map(Cell::cellId).forEach(cells::add);
      rows.stream().map(row -> String.valueOf(row.text("cell_id"))).forEach(cells::add);
      return cells;
    }

    MeasuredCampaign campaign(@Nullable String cell) {
      List<Row> taking =
          rows.stream().filter(row -> cell == null || cell.equals(row.text("cell_id"))).toList();
      Set<String> measured =
          taking.stream()
              .map(row -> String.valueOf(row.text("cell_id")))
              .collect(Collectors.toSet());
      List<String> silent =
          campaign.cells().stream()
              .map(Cell::cellId)
              .filter(id -> (cell == null || cell.equals(id)) && !measured.contains(id))
              .toList();
      return new MeasuredCampaign(
          directory.id(),
          campaign.json(),
          provenance,
          taking,
          silent,
          new CellRecords(directory)::of);
    }
  }

  /// Both campaigns.
  ///
  /// @param cell the one cell that takes part; null for all
  /// @throws ProblemException for a campaign that cannot be read or is not aggregated, and
  ///   `no-cell` where one of them has no such cell
  List<MeasuredCampaign> campaigns(List<CampaignDirectory> directories, @Nullable String cell) {
    List<Read> read = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (CampaignDirectory directory : directories) {
      try {
        read.add(read(directory));
      } catch (ProblemException e) {
        e.problems().forEach(problem -> problems.add(named(directory, problem)));
      }
    }
    for (Read campaign : read) {
      if (cell != null && !campaign.cells().contains(cell)) {
        problems.add(
            new Problem(
                "no-cell",
                "The campaign %s has no cell %s.".formatted(campaign.directory().id(), cell),
                "--cell",
                "Name a cell that both have, or leave --cell out. It has: %s."
                    .formatted(String.join(", ", campaign.cells()))));
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return read.stream().map(campaign -> campaign.campaign(cell)).toList();
  }

  private Read read(CampaignDirectory directory) {
    Campaign campaign = configuration.apply(directory.config());
    try {
      List<Row> rows = FreshAtlas.read(directory, campaign).rows();
      return new Read(directory, campaign, provenance(directory), rows);
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(directory.atlas(), e);
    }
  }

  /// The problem with its campaign, and with the whole command where it is to be aggregated.
  private Problem named(CampaignDirectory directory, Problem problem) {
    String where = directory.id() + (problem.where() == null ? "" : ": " + problem.where());
    String remedy =
        problem.remedy().contains("atlas_aggregate")
            ? "Run: bin/perftunereport atlas_aggregate --campaign %s%s"
                .formatted(directory.id(), flags)
            : problem.remedy();
    return new Problem(problem.code(), problem.message(), where, remedy);
  }

  /// Where the campaign came from; empty where the file is not there, so that a verdict lacks it.
  private static ObjectNode provenance(CampaignDirectory directory) {
    if (!Files.exists(directory.provenance())) {
      return Json.object();
    }
    try {
      if (Json.MAPPER.readTree(CampaignDirectory.bytes(directory.provenance()))
          instanceof ObjectNode object) {
        return object;
      }
      throw malformed(null);
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private static ProblemException malformed(@Nullable JacksonException cause) {
    Problem problem =
        new Problem(
            "malformed-file",
            "provenance.json holds no JSON object.",
            "provenance.json",
            "Restore it: campaign_init wrote it.");
    return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
  }
}
