package io.perftune.verb.importaiperf;

import io.perftune.capture.AiperfSetup;
import io.perftune.config.CampaignFile;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import io.perftune.verb.cellrun.PointImport;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Makes the export of a user's own AIPerf run a point of a cell, by the same judgement and the
/// same rows as one that was measured here. The export stays as it is, and is copied as it is but
/// for the cell's key where the environment holds it.
public final class ImportAiperf implements Verb {
  @Override
  public String name() {
    return "import_aiperf";
  }

  @Override
  public Safety safety() {
    return Safety.WRITES_ARTIFACTS;
  }

  @Override
  public Outcome run(ObjectNode input, Context context) {
    CampaignDirectory directory = Places.campaign(input, context);
    Campaign campaign = CampaignFile.load(directory.config());
    Cell cell = Places.cell(campaign, input);
    Path export = context.resolve(input.required("export").asString());
    refuseElsewhere(directory, export);
    try (ScrubbedExport scrubbed =
        ScrubbedExport.of(export, cell.aa().endpoint(), context.environment())) {
      PointImport point =
          PointImport.of(
              directory,
              campaign,
              cell,
              new PointImport.Source(
                  scrubbed.path(), input.required("concurrency").intValue(), scrubbed.remarks()));
      List<Problem> wrong =
          Contradictions.of(AiperfSetup.read(scrubbed.path()), cell, point.plan());
      if (!wrong.isEmpty()) {
        throw new ProblemException(wrong);
      }
      return input.path("dry_run").asBoolean(false) ? point.shown() : point.take(context);
    }
  }

  private static void refuseElsewhere(CampaignDirectory directory, Path export) {
    if (!Files.isDirectory(export) || export.startsWith(directory.root())) {
      throw new ProblemException(
          new Problem(
              "no-export",
              Files.isDirectory(export)
                  ? "%s is inside the campaign.".formatted(export)
                  : "%s is no directory.".formatted(export),
              "export",
              "Name a directory outside the campaign that holds profile_export.jsonl."));
    }
  }
}
