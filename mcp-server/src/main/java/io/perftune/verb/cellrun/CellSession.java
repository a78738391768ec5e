package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.AtlasRows;
import io.perftune.atlas.JudgedPoint;
import io.perftune.atlas.JudgedTrial;
import io.perftune.atlas.PointStatus;
import io.perftune.atlas.Roof;
import io.perftune.atlas.RowContext;
import io.perftune.atlas.Settled;
import io.perftune.config.Tables;
import io.perftune.engine.local.EngineProgram;
import io.perftune.engine.local.RawScrub;
import io.perftune.plan.prompts.PromptFile;
import io.perftune.value.Digest;
import io.perftune.value.EngineRun;
import io.perftune.value.Json;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Preflight;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.value.Secret;
import io.perftune.value.Status;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import io.perftune.verb.Context;
import io.perftune.verb.ModelConfigs;
import io.perftune.verb.Outcome;
import io.perftune.verb.ToolVersion;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The run of a cell while its lock is held: status.json goes first and comes last, and every point
/// is durable before the next begins.
final class CellSession {
  private final CellCall call;
  private final Means means;
  private final Context context;
  private final CellDirectory cell;
  private final Journal journal;
  private final PointRows trials;

  /// What a run needs beside its plan.
  ///
  /// @param file the user's own prompts; null where the cell names none
  /// @param key null where the endpoint gets none
  /// @param keyName the variable that holds the key, or would
  /// @param headerVariables what the cell's header values name, by variable
  /// @param keepStreams the received bytes stay when the point is measured
  record Means(
      EngineProgram program,
      @Nullable PromptFile file,
      @Nullable Secret key,
      String keyName,
      Map<String, Secret> headerVariables,
      boolean keepStreams) {
    Means {
      requireNonNull(program, "program is null");
      requireNonNull(keyName, "keyName is null");
      headerVariables = Map.copyOf(headerVariables);
    }

    /// The variables that the load generator alone is given.
    Map<String, String> secrets() {
      Map<String, String> secrets = new TreeMap<>();
      headerVariables.forEach((name, value) -> secrets.put(name, value.reveal()));
      if (key != null) {
        secrets.put(EngineRun.KEY_VARIABLE, key.reveal());
      }
      return secrets;
    }

    boolean secret() {
      return key != null || !headerVariables.isEmpty();
    }

    /// Takes every credential out of a text.
    UnaryOperator<String> scrub() {
      UnaryOperator<String> scrub = key == null ? UnaryOperator.identity() : key::scrub;
      for (Secret value : headerVariables.values()) {
        UnaryOperator<String> before = scrub;
        scrub = text -> value.scrub(before.apply(text));
      }
      return scrub;
    }

    /// The program as the journal names it.
    CellHistory.Engine engine() {
      return new CellHistory.Engine(program.origin(), program.version());
    }
  }

  CellSession(CellCall call, Means means, Context context) {
    this.call = requireNonNull(call, "call is null");
    this.means = requireNonNull(means, "means is null");
    this.context = requireNonNull(context, "context is null");
    this.cell = call.cellDirectory();
    this.journal = call.journal();
    this.trials = new PointRows(call);
  }

  /// Runs it.
  ///
  /// @param problems what is known before; what is found is added
  /// @param seen what this call saw of the endpoint before; null where it did not ask it
  Outcome run(List<Problem> problems, @Nullable Preflight seen) throws InterruptedException {
    Decision decision = call.decide();
    CellReply reply = new CellReply(call, decision, problems, seen);
    if (!decision.changed().isEmpty()) {
      return reply.refused(decision.changed());
    }
    CellStatus status = new CellStatus(call, context.clock());
    ObjectNode ended =
        decision.nothingToDo() && status.standing()
            ? status.stored()
            : measured(decision, status, problems);
    Map<Integer, Row> rows = rows(problems);
    problems.addAll(Caveats.ofRows(call, rows.values()));
    problems.addAll(Caveats.crossCheck(call, _ -> true));
    problems.addAll(Caveats.unmeasured(call, Set.of()));
    return reply.ended(ended, rows);
  }

  /// Takes a point that was measured elsewhere: what the point had goes aside, and the export is
  /// copied, judged and recorded as one that was made here.
  ObjectNode imported(PointPlan point, Arrival arrival, List<Problem> problems) {
    endOrphans();
    CellStatus status = new CellStatus(call, context.clock());
    removeStatus();
    String broken = null;
    try {
      Plan plan = call.planner().costed(call.cell(), List.of(point));
      Decision decision =
          new Decision(plan, plan, Set.of(), Set.of(point.concurrency()), List.of());
      MeasuredPoints results = makeRoom(decision);
      journal.add(SettleHistory.settled(point.key(), Settled.UNTOLD));
      journal.add(CellHistory.started(point, null));
      record(point, arrival.take(), results, problems);
    } catch (ProblemException e) {
      problems.addAll(0, e.problems());
      broken = e.problems().getFirst().message();
    }
    ObjectNode ended = status.summed(call.history(), broken);
    tryToWrite(status, ended, problems);
    return ended;
  }

  /// Brings what was measured elsewhere into the cell.
  @FunctionalInterface
  interface Arrival {
    PointRunner.Result take();
  }

  /// The rows that stand; none where they cannot be read, which is a problem.
  private Map<Integer, Row> rows(List<Problem> problems) {
    try {
      return MeasuredPoints.load(cell, call.history().ended().keySet()).rows();
    } catch (ProblemException e) {
      problems.addAll(e.problems());
      return Map.of();
    }
  }

  /// Measures what is open, and leaves a true status.json however that ends.
  private ObjectNode measured(Decision decision, CellStatus status, List<Problem> problems)
      throws InterruptedException {
    removeStatus();
    String broken = null;
    try {
      measureOpen(decision, problems);
    } catch (InterruptedException e) {
      status.write(status.evicted(call.history()));
      throw e;
    } catch (ProblemException e) {
      problems.addAll(0, e.problems());
      broken = e.problems().getFirst().message();
    } catch (RuntimeException e) {
      tryToWrite(status, status.summed(call.history(), "a defect, " + e), problems);
      throw e;
    }
    ObjectNode ended = status.summed(call.history(), broken);
    tryToWrite(status, ended, problems);
    return ended;
  }

  /// A status that cannot be written stays away, which says that the run did not come to its end.
  private static void tryToWrite(CellStatus status, ObjectNode said, List<Problem> problems) {
    try {
      status.write(said);
    } catch (ProblemException e) {
      problems.addAll(e.problems());
    }
  }

  private void endOrphans() {
    CellStart.endOrphans(call.journal());
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
    scrubLeftovers(decision);
    Set<Trial> aside = new TreeSet<>(decision.dropped());
    decision.open().points().forEach(point -> aside.add(point.key()));
    MeasuredPoints.setAside(cell, aside, call.directory().id(), cell.superseded(stamp));
    CellHistory before = call.history();
    SpecWindows.of(before, aside::contains).save(new CellDirectory(cell.superseded(stamp)));
    for (Trial trial : aside) {
      if (before.nextAttempt(trial) > 1) {
        journal.add(CellHistory.superseded(trial, stamp));
      }
      cell.supersede(trial.concurrency(), trial.number(), stamp);
    }
    return remake(decision);
  }

  /// Makes the rows of the points that are open anew of the trials of theirs that still stand.
  private MeasuredPoints remake(Decision decision) {
    CellHistory history = call.history();
    MeasuredPoints results = MeasuredPoints.load(cell, history.ended().keySet());
    for (int concurrency : decision.remade()) {
      results.removeRow(concurrency);
      history
          .trials(concurrency)
          .forEach((number, ended) -> {
            Trial trial = new Trial(concurrency, number);
            trials.kept(trial, ended, results.records(trial));
          });
      trials.point(concurrency).map(this::row).ifPresent(results::put);
    }
    results.save(call.directory().id());
    SpecWindows.of(history, _ -> true).save(cell);
    for (int concurrency : decision.remade()) {
      if (!history.trials(concurrency).isEmpty()) {
        journal.add(CellHistory.remade(concurrency, made(results, concurrency)));
      }
    }
    return results;
  }

  /// The row as the journal knows it.
  private static CellHistory.MadeRow made(MeasuredPoints results, int concurrency) {
    Row row = requireNonNull(results.rows().get(concurrency), "the point has no row");
    return new CellHistory.MadeRow(
        Status.labelled(String.valueOf(row.text("status"))),
        row.text("status_reason"),
        results.rowSha256(concurrency));
  }

  /// Takes the key out of what a killed predecessor's child wrote after nobody could.
  private void scrubLeftovers(Decision decision) {
    if (means.secret() && !decision.open().points().isEmpty()) {
      RawScrub.scrub(cell.commands(), means.scrub());
      decision
          .open()
          .points()
          .forEach(
              point -> RawScrub.scrub(cell.raw(point.concurrency(), point.trial()), means.scrub()));
    }
  }

  /// Not that of an earlier call in the same second.
  private String stamp() {
    Instant now = context.clock().instant();
    String stamp = CampaignDirectory.stamp(now);
    return Files.exists(cell.superseded(stamp)) ? stamp + "-" + now.toEpochMilli() % 1_000 : stamp;
  }

  /// Measures the open points in order and stops at one that fails.
  private void measureOpen(Decision decision, List<Problem> problems) throws InterruptedException {
    MeasuredPoints results = makeRoom(decision);
    Prompts prompts = Prompts.of(means.file(), decision.open(), call.history());
    PointRunner runner =
        new PointRunner(
            call.directory(),
            cell,
            LoadSource.engine(call.cell(), cell, means, context),
            prompts,
            means,
            new EngineScrapes(call, means, context));
    RunProgress progress = new RunProgress(decision.open(), context.progress(), cell);
    CellSettle settle = new CellSettle(call, means, context, progress);
    settle.before(decision.open(), runner, prompts, problems);
    for (PointPlan point : decision.open().points()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("cancelled before " + point.key().place());
      }
      settle.before(point);
      PointRunner.Result result =
          runner.measure(point, journal, (done, elapsed) -> progress.report(point, done, elapsed));
      Status status = record(point, result, results, problems);
      progress.ended(point);
      if (status == Status.FAILED) {
        break;
      }
    }
  }

  /// Makes a measured trial durable: its requests and its point's row first, the journal's word
  /// last.
  private Status record(
      PointPlan point, PointRunner.Result result, MeasuredPoints results, List<Problem> problems) {
    problems.addAll(result.problems());
    result.problems().forEach(problem -> context.progress().warn(problem.line()));
    JudgedTrial judged = trials.measured(result.measured(), means.engine());
    results.put(point.key(), judged.records());
    results.put(row(trials.point(point.concurrency()).orElseThrow()));
    results.save(call.directory().id());
    PointStatus status = judged.status();
    journal.add(
        CellHistory.ended(
            point,
            new CellHistory.Ended(
                point.attempt(),
                point.hash(),
                new CellHistory.Verdict(status.status(), status.reason(), judged.differences()),
                means.engine(),
                new CellHistory.Hashes(
                    judged.raw().sha256(),
                    results.sha256(point.key()),
                    judged.raw().datasetSha256()),
                judged.observed()),
            made(results, point.concurrency())));
    SpecWindows.of(call.history(), _ -> true).save(cell);
    if (status.status() != Status.FULL) {
      Problem problem = notFull(point, status);
      problems.add(problem);
      context.progress().warn(problem.line());
    }
    return status.status();
  }

  private Row row(JudgedPoint point) {
    JsonNode verdict = call.campaign().json().at("/provenance/verdict");
    RowContext rows =
        new RowContext(
            call.directory().id(),
            call.cell(),
            new RowContext.Grounding(
                Json.bool(verdict, "same_node"),
                Json.text(verdict, "baseline"),
                Roof.of(call.cell(), ModelConfigs.frozen(call.directory(), call.cell().cellId()))),
            Digest.sha256(CampaignDirectory.bytes(call.directory().config())),
            before(point),
            new RowContext.Versions(ToolVersion.current(), trials.versions(point.concurrency())));
    return new AtlasRows(Tables.table(Tables.ATLAS)).row(rows, point);
  }

  /// An imported point was not measured after this cell's preflight.
  private RowContext.Before before(JudgedPoint point) {
    return new RowContext.Before(
        SettleHistory.read(journal).of(point),
        trials.imported(point.concurrency()) ? null : CellPreflight.stored(cell));
  }

  private Problem notFull(PointPlan point, PointStatus status) {
    String reason = String.valueOf(status.reason());
    boolean rejected = reason.contains("min_tokens") || reason.contains("ignore_eos");
    return new Problem(
        "point-" + status.status().label(),
        "Point %s is %s: %s.".formatted(point.key().place(), status.status().label(), reason),
        point.key().place(),
        rejected
            ? "If the endpoint refuses min_tokens or ignore_eos, set aa.extra_output_controls: false in a new campaign; the answer length then is a cap and the rows say so."
            : "See %s, mend the cause, and call again: full points are kept."
                .formatted(cell.command(point.concurrency(), point.trial(), ".stdout")));
  }
}
