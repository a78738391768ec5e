package io.perftune.verb.exportaiperf;

import io.perftune.capture.export.AiperfFiles;
import io.perftune.capture.export.ExportedRun;
import io.perftune.config.CampaignFile;
import io.perftune.value.AaWorkload;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.RequestRecord;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.Places;
import io.perftune.verb.Safety;
import io.perftune.verb.ToolVersion;
import io.perftune.verb.Verb;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Writes the records of one trial of a point as the files that AIPerf 0.13.0 leaves, whichever
/// engine measured it, so that AIPerf's own readers and plots open it.
public final class ExportAiperf implements Verb {
  @Override
  public String name() {
    return "export_aiperf";
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
    Long trial = Json.integer(input, "trial");
    MeasuredTrial measured =
        MeasuredTrial.of(
            directory.cell(cell.cellId()),
            input.required("concurrency").intValue(),
            trial == null ? null : trial.intValue());
    AaWorkload.Endpoint endpoint = cell.aa().endpoint();
    ExportedRun run =
        new ExportedRun(
            new ExportedRun.Origin(
                directory.id(),
                cell.cellId(),
                measured.row("load_engine", cell.aa().engine()),
                ToolVersion.current()),
            new ExportedRun.Asked(
                endpoint.origin().toString(),
                endpoint.path(),
                endpoint.type(),
                endpoint.model(),
                measured.concurrency(),
                measured.trial()),
            measured.records(),
            measured.complete());
    Path out = context.resolve(input.required("out").asString());
    AiperfFiles files = AiperfFiles.write(run, out);
    ObjectNode reply = reply(directory, run, files);
    return new Outcome.Done(reply, digest(run, out), problems(run.records(), files));
  }

  private static List<Problem> problems(List<RequestRecord> records, AiperfFiles files) {
    List<Problem> problems = new ArrayList<>();
    if (files.summary() == null) {
      problems.add(
          new Problem(
              "no-summary",
              "No request ended well, so there is no summary: AIPerf writes none either.",
              files.rows().toString(),
              "Read the errors in the rows."));
    }
    long truncated =
        records.stream()
            .filter(record -> record.ending().result() == RequestRecord.Result.TRUNCATED)
            .count();
    if (truncated > 0) {
      problems.add(
          new Problem(
              "truncated-as-errors",
              "%d truncated streams are written as errors; AIPerf itself would count them as successes."
                  .formatted(truncated),
              files.rows().toString(),
              "Nothing is to be done: the figures are of whole answers, as in the rows here."));
    }
    return problems;
  }

  private static ObjectNode reply(CampaignDirectory directory, ExportedRun run, AiperfFiles files) {
    Path summary = files.summary();
    return Json.object()
        .put("campaign_dir", directory.root().toString())
        .put("cell_id", run.origin().cellId())
        .put("concurrency", run.asked().concurrency())
        .put("trial", run.asked().trial())
        .put("rows_path", files.rows().toString())
        .put("summary_path", summary == null ? null : summary.toString())
        .put("request_count", run.records().stream().filter(RequestRecord::ok).count())
        .put("error_request_count", run.records().stream().filter(one -> !one.ok()).count())
        .put("aiperf_version", AiperfFiles.VERSION);
  }

  private static String digest(ExportedRun run, Path out) {
    return "%s c=%d trial %d: %d requests as an AIPerf %s export in %s."
        .formatted(
            run.origin().cellId(),
            run.asked().concurrency(),
            run.asked().trial(),
            run.records().size(),
            AiperfFiles.VERSION,
            out);
  }
}
