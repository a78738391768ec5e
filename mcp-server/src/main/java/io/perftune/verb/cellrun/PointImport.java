package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.CrossCheck;
import io.perftune.atlas.JudgedTrial;
import io.perftune.capture.AiperfExport;
import io.perftune.capture.AiperfSetup;
import io.perftune.capture.Capture;
import io.perftune.engine.local.EngineProgram;
import io.perftune.plan.Planner;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.EngineRun;
import io.perftune.value.Json;
import io.perftune.value.Measured;
import io.perftune.value.Observed;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.RequestRecord;
import io.perftune.value.Status;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import io.perftune.verb.Context;
import io.perftune.verb.HostName;
import io.perftune.verb.Outcome;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A point of a cell that AIPerf measured elsewhere: its export is read and judged before anything
/// is touched, then copied and recorded by the session that every run takes.
public final class PointImport {
  private static final List<String> FILES =
      List.of("profile_export.jsonl", "profile_export_aiperf.json");

  private final CellCall call;
  private final Source source;
  private final Capture capture;
  private final PointPlan plan;

  private PointImport(CellCall call, Source source, Capture capture) {
    this.call = call;
    this.source = source;
    this.capture = capture;
    Trial trial = new Trial(source.concurrency(), 1);
    PointPlan own = call.planner().point(call.cell(), trial, call.history().nextAttempt(trial));
    this.plan = AiperfSetup.read(source.export()).plan(own);
  }

  /// What is imported.
  ///
  /// @param remarks what the caller of the import should know of it
  public record Source(Path export, int concurrency, List<Problem> remarks) {
    public Source {
      requireNonNull(export, "export is null");
      remarks = List.copyOf(remarks);
    }
  }

  /// Reads the export.
  ///
  /// @throws ProblemException where it cannot be read, holds no request, or the point is complete
  ///   already
  public static PointImport of(
      CampaignDirectory directory, Campaign campaign, Cell cell, Source source) {
    if (cell.aa().load().inputFile() != null) {
      throw refusal("input-file", "Cell %s replays input_file.".formatted(cell.cellId()), "cell");
    }
    Capture capture = AiperfExport.read(source.export(), source.concurrency(), 1);
    if (capture.records().isEmpty()) {
      throw refusal("no-requests", "The export holds no profiling request.", "export");
    }
    Seeds seeds = Seeds.of(campaign.text("seed"), cell.aa().mode(), directory.id(), cell.cellId());
    Planner planner =
        new Planner(List.of("aiperf"), seeds, directory.cell(cell.cellId()), false, null);
    CellCall call = new CellCall(directory, campaign, cell, planner, false, false);
    PointImport point = new PointImport(call, source, capture);
    point.refuseFull();
    return point;
  }

  private static ProblemException refusal(String code, String message, String where) {
    return new ProblemException(
        new Problem(
            code, message, where, "Import an AIPerf export into a cell that says what was run."));
  }

  private void refuseFull() {
    if (call.history().full(plan.key()).isPresent()) {
      throw new ProblemException(
          new Problem(
              "point-full",
              "Point c=%d is full already.".formatted(source.concurrency()),
              "concurrency",
              "Keep it, import into another cell, or measure it again with cell_run --fresh."));
    }
  }

  public PointPlan plan() {
    return plan;
  }

  /// What taking it would make of the point; nothing is touched.
  public Outcome shown() {
    List<Problem> problems = new ArrayList<>(source.remarks());
    problems.addAll(capture.problems());
    return done(judged(), null, problems);
  }

  /// Takes it, while the cell is locked.
  public Outcome take(Context context) {
    List<Problem> problems = new ArrayList<>(source.remarks());
    EngineProgram program =
        new EngineProgram(
            List.of("aiperf"), CellHistory.Engine.ofImport(null).origin(), version(), List.of());
    CellSession session =
        new CellSession(
            call, new CellSession.Means(program, null, null, "none", Map.of(), false), context);
    try (CellLock _ = CellLock.take(call.cellDirectory(), HostName.of(context))) {
      refuseFull();
      ObjectNode status = session.imported(plan, this::copied, problems);
      return done(judged(), Json.text(status, "status"), problems);
    }
  }

  private @Nullable String version() {
    return capture.summary() == null ? null : capture.summary().version();
  }

  private Path raw() {
    return call.cellDirectory().raw(source.concurrency(), 1);
  }

  private PointRunner.Result copied() {
    for (String name : FILES) {
      Path file = source.export().resolve(name);
      if (Files.exists(file)) {
        AtomicFiles.write(raw().resolve(name), out -> Files.copy(file, out));
      }
    }
    if (!AiperfExport.rawSha256(raw()).equals(capture.rawSha256())) {
      throw refusal("export-changed", "The export changed while it was read.", "export");
    }
    return new PointRunner.Result(measured(), capture.problems());
  }

  private Measured measured() {
    return new Measured(
        plan,
        new EngineRun.End(0, EngineRun.Cause.EXITED, ""),
        capture.records(),
        capture.summary(),
        Observed.clientOnly(null, "the point was measured elsewhere and imported"),
        new Measured.Raw(
            call.directory().root().relativize(raw()).toString(), capture.rawSha256(), null, null));
  }

  private JudgedTrial judged() {
    return JudgedTrial.of(measured(), call.cell().aa().output().extraOutputControls());
  }

  private Outcome done(JudgedTrial judged, @Nullable String cell, List<Problem> problems) {
    judged
        .differences()
        .forEach(difference -> problems.add(CrossCheck.problem(plan.key(), difference)));
    long ok = capture.records().stream().filter(RequestRecord::ok).count();
    Status status = judged.status().status();
    ObjectNode json =
        Json.object()
            .put("campaign_dir", call.directory().root().toString())
            .put("cell_id", call.cell().cellId())
            .put("concurrency", source.concurrency())
            .put("status", status.label())
            .put("status_reason", judged.status().reason())
            .put("cell_status", cell)
            .put("requests", capture.records().size())
            .put("requests_failed", capture.records().size() - ok)
            .put("raw_path", judged.raw().path());
    String digest =
        "%s c=%d: %s, %d of %d requests succeeded."
            .formatted(
                call.cell().cellId(),
                source.concurrency(),
                status.label(),
                ok,
                plan.load().requests());
    return status == Status.FULL
        ? new Outcome.Done(json, digest, problems)
        : new Outcome.Failed(json, digest, problems);
  }
}
