package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.AtlasRows;
import io.perftune.atlas.CrossCheck;
import io.perftune.atlas.RowContext;
import io.perftune.config.Tables;
import io.perftune.engine.local.AiperfEngine;
import io.perftune.engine.local.AiperfProgram;
import io.perftune.engine.local.ChildProcess;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.value.Secret;
import io.perftune.value.Status;
import io.perftune.verb.Context;
import io.perftune.verb.Outcome;
import io.perftune.verb.ToolVersion;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The run of a cell while its lock is held: status.json goes first and comes last, and every point
/// is durable before the next begins.
final class CellSession {
  private final CellCall call;
  private final AiperfProgram program;
  private final @Nullable Secret key;
  private final Context context;
  private final CellDirectory cell;
  private final Journal journal;

  CellSession(CellCall call, AiperfProgram program, @Nullable Secret key, Context context) {
    this.call = requireNonNull(call, "call is null");
    this.program = requireNonNull(program, "program is null");
    this.key = key;
    this.context = requireNonNull(context, "context is null");
    this.cell = call.cellDirectory();
    this.journal = call.journal();
  }

  Outcome run(List<Problem> problems) throws InterruptedException {
    endOrphans();
    Decision decision = call.decide();
    CellReply reply = new CellReply(call, decision, problems);
    if (!decision.changed().isEmpty()) {
      return reply.refused(decision.changed());
    }
    CellStatus status = new CellStatus(call, context.clock());
    if (decision.open().points().isEmpty() && Files.exists(cell.status())) {
      return reply.ended(status.stored(), MeasuredPoints.load(cell, measured()).rows());
    }
    Prompts prompts = prompts(decision);
    removeStatus();
    MeasuredPoints results = makeRoom(decision);
    try {
      problems.addAll(measureOpen(decision, prompts, results));
    } catch (InterruptedException e) {
      status.write(Status.EVICTED, "the run was cancelled", call.history());
      throw e;
    } catch (ProblemException e) {
      status.write(Status.PARTIAL, e.problems().getFirst().message(), call.history());
      throw e;
    }
    status.write(call.history());
    return reply.ended(status.stored(), results.rows());
  }

  private Prompts prompts(Decision decision) {
    List<PointPlan> points = decision.whole().points();
    return new Prompts(
        CellRun.promptFile(call.cell(), points.getFirst(), context), decision.whole());
  }

  private void endOrphans() {
    ChildProcess children = new ChildProcess();
    for (CellHistory.Child child : call.history().children()) {
      children.endOrphan(child.pid(), child.start());
    }
  }

  private void removeStatus() {
    try {
      Files.deleteIfExists(cell.status());
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              "cannot-write",
              "status.json could not be removed: %s.".formatted(e.getMessage()),
              "Make the cell's directory writable, then call again."),
          e);
    }
  }

  /// Moves aside what the open points left before, so that nothing of it can be counted.
  private MeasuredPoints makeRoom(Decision decision) {
    String stamp = stamp();
    for (PointPlan point : decision.open().points()) {
      if (call.history().nextAttempt(point.concurrency()) > 1) {
        journal.add(CellHistory.superseded(point, stamp));
        cell.supersede(point.concurrency(), point.trial(), stamp);
      }
    }
    MeasuredPoints results = MeasuredPoints.load(cell, measured());
    results.save(call.directory().id());
    return results;
  }

  /// Not that of an earlier call in the same second.
  private String stamp() {
    Instant now = context.clock().instant();
    String stamp = CampaignDirectory.stamp(now);
    return Files.exists(cell.root().resolve("superseded").resolve(stamp))
        ? stamp + "-" + now.toEpochMilli() % 1_000
        : stamp;
  }

  private Set<Integer> measured() {
    return new HashSet<>(call.history().ended().keySet());
  }

  /// Measures the open points in order and stops at one that fails.
  private List<Problem> measureOpen(Decision decision, Prompts prompts, MeasuredPoints results)
      throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    PointRunner runner =
        new PointRunner(
            call.directory(), cell, new AiperfEngine(context.environment()), prompts, key);
    RunProgress progress = new RunProgress(decision.open(), context.progress());
    for (PointPlan point : decision.open().points()) {
      PointRunner.Result result =
          runner.measure(point, journal, (done, elapsed) -> progress.report(point, done, elapsed));
      progress.ended(point);
      problems.addAll(result.problems());
      problems.addAll(CrossCheck.problems(result.measured()));
      Row row = row(result);
      results.put(row, result.measured().records());
      results.save(call.directory().id());
      Status status = Status.labelled(String.valueOf(row.text("status")));
      journal.add(
          CellHistory.ended(
              point,
              new CellHistory.Ended(
                  point.attempt(),
                  point.hash(),
                  status,
                  row.text("status_reason"),
                  result.measured().raw().sha256())));
      if (status != Status.FULL) {
        problems.add(notFull(point, status, row));
      }
      if (status == Status.FAILED) {
        break;
      }
    }
    return problems;
  }

  private Row row(PointRunner.Result result) {
    JsonNode verdict = call.campaign().json().at("/provenance/verdict");
    RowContext rows =
        new RowContext(
            call.directory().id(),
            call.cell(),
            Json.bool(verdict, "same_node"),
            Json.text(verdict, "baseline"),
            Digest.sha256(CampaignDirectory.bytes(call.directory().config())),
            new RowContext.Versions(ToolVersion.current(), program.version()));
    return new AtlasRows(Tables.table(Tables.ATLAS)).row(rows, result.measured());
  }

  private Problem notFull(PointPlan point, Status status, Row row) {
    boolean rejected =
        String.valueOf(row.text("status_reason")).contains("min_tokens")
            || String.valueOf(row.text("status_reason")).contains("ignore_eos");
    return new Problem(
        "point-" + status.label(),
        "Point c=%d is %s: %s."
            .formatted(point.concurrency(), status.label(), row.text("status_reason")),
        "c=" + point.concurrency(),
        rejected
            ? "If the endpoint refuses min_tokens or ignore_eos, set aa.extra_output_controls: false in a new campaign; the answer length then is a cap and the rows say so."
            : "See %s, mend the cause, and call again: full points are kept."
                .formatted(cell.command(point.concurrency(), point.trial(), ".stdout")));
  }
}
