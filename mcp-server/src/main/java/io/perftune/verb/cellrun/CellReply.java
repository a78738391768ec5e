package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.value.AaWorkload;
import io.perftune.value.ContextLine;
import io.perftune.value.Json;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.value.Preflight;
import io.perftune.value.Problem;
import io.perftune.value.Row;
import io.perftune.value.ShellCommand;
import io.perftune.value.Status;
import io.perftune.value.Trial;
import io.perftune.verb.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What cell_run answers: the plan, the commands, and the points with the context that makes them
/// comparable.
final class CellReply {
  private final CellCall call;
  private final Decision decision;
  private final List<Problem> problems;
  private final @Nullable Preflight seen;

  /// @param problems what limits the run; read when an answer is made
  CellReply(CellCall call, Decision decision, List<Problem> problems) {
    this(call, decision, problems, null);
  }

  /// @param seen what this call saw of the endpoint; null where it did not ask it
  CellReply(CellCall call, Decision decision, List<Problem> problems, @Nullable Preflight seen) {
    this.call = requireNonNull(call, "call is null");
    this.decision = requireNonNull(decision, "decision is null");
    this.problems = requireNonNull(problems, "problems is null");
    this.seen = seen;
  }

  /// The plan, and nothing touched.
  Outcome planned() {
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(decision.changed());
    all.addAll(standing());
    return new Outcome.Done(json(null, Map.of(), all), planText() + commandText(), all);
  }

  /// The plan, and why nothing of it was done.
  Outcome refused(List<Problem> why) {
    List<Problem> all = new ArrayList<>(why);
    all.addAll(problems);
    all.addAll(standing());
    return new Outcome.Refused(json(null, Map.of(), all), planText(), all);
  }

  /// What the endpoint showed, and nothing measured; refused where load would be.
  Outcome looked(Preflight preflight) {
    List<Problem> all = new ArrayList<>(preflight.refusals(call.cell().cellId()));
    boolean fit = all.isEmpty();
    all.addAll(problems);
    ObjectNode json = json(null, Map.of(), all);
    return fit
        ? new Outcome.Done(json, preflight.text(), all)
        : new Outcome.Refused(json, preflight.text(), all);
  }

  /// What is to be said of the points that this call does not measure.
  private List<Problem> standing() {
    List<Problem> standing = new ArrayList<>(Caveats.crossCheck(call, decision::keeps));
    Set<Integer> open =
        decision.open().points().stream().map(PointPlan::concurrency).collect(Collectors.toSet());
    standing.addAll(Caveats.unmeasured(call, open));
    return standing;
  }

  /// What was measured; done where every point of this call is full.
  ///
  /// @param status what status.json says of the whole cell
  Outcome ended(ObjectNode status, Map<Integer, Row> rows) {
    Status ended = Status.labelled(status.required("status").asString());
    ObjectNode json = json(ended, rows, problems);
    String text = (seen == null ? "" : seen.text() + "\n") + table(ended, rows);
    boolean full =
        decision.whole().points().stream()
            .map(point -> rows.get(point.concurrency()))
            .allMatch(row -> row != null && Status.FULL.label().equals(row.text("status")));
    return full ? new Outcome.Done(json, text, problems) : new Outcome.Failed(json, text, problems);
  }

  private String planText() {
    Plan open = decision.open();
    String text = open.text();
    String kept =
        decision.whole().points().stream()
            .map(PointPlan::key)
            .filter(decision::keeps)
            .map(Trial::place)
            .collect(Collectors.joining(", "));
    return kept.isEmpty() ? text : text + "\n  kept as measured: " + kept;
  }

  /// What a run would start, in order: a burn-in, where one is due, and the points.
  private List<PointPlan> starts() {
    List<PointPlan> points = new ArrayList<>(decision.whole().points());
    PointPlan burnIn = CellSettle.burnIn(call, decision.open());
    if (burnIn != null) {
      points.addFirst(burnIn);
    }
    return points;
  }

  private String commandText() {
    StringBuilder text = new StringBuilder();
    for (PointPlan point : starts()) {
      text.append("\n").append(ShellCommand.line(point.run().argv()));
      if (point.run().configFile() != null) {
        text.append("\nwith --config ").append(point.run().configFile().strip());
      }
    }
    return text.toString();
  }

  private ObjectNode json(@Nullable Status status, Map<Integer, Row> rows, List<Problem> said) {
    AaWorkload aa = call.cell().aa();
    ObjectNode json =
        Json.object()
            .put("campaign_dir", call.directory().root().toString())
            .put("cell_id", call.cell().cellId())
            .put("backend", "aa")
            .put("aa_shape", aa.shape().label())
            .put("aa_mode", aa.mode().label())
            .put("engine", aa.engine())
            .put("status", status == null ? null : status.label())
            .put("row_count", rows.size());
    ArrayNode points = json.putArray("points");
    int trials = aa.load().trials();
    for (PointPlan point : decision.whole().points()) {
      if (point.trial() == 1) {
        points.add(point(point, trials, rows.get(point.concurrency())));
      }
    }
    // After a run a burn-in is done, and its command stands in commands/.
    List<PointPlan> started = status == null ? starts() : decision.whole().points();
    ArrayNode commands = json.putArray("commands");
    started.forEach(point -> commands.add(Json.strings(point.run().argv())));
    json.set("problems", Json.problems(said));
    json.put("context_line", rows.isEmpty() ? null : context(rows));
    json.set("next_lever", call.campaign().nextLever());
    json.set("plan", decision.open().cost());
    json.set("preflight", seen == null ? null : seen.json());
    return json;
  }

  /// The declared context that all rows share; what they do not share stands in the rows.
  private static String context(Map<Integer, Row> rows) {
    return ContextLine.of(Tables.table(Tables.ATLAS), List.copyOf(rows.values())).text();
  }

  /// One concurrency; its command is that of the first trial.
  private static ObjectNode point(PointPlan plan, int trials, @Nullable Row row) {
    ObjectNode point =
        Json.object()
            .put("concurrency", plan.concurrency())
            .put("status", row == null ? null : row.text("status"))
            .put("requests", trials * plan.load().requests())
            .put("requests_failed", row == null ? null : row.integer("requests_failed"));
    for (String column :
        List.of("ttft_p50_ms", "ttfo_p50_ms", "ttfo_coverage", "output_speed_p50_tps")) {
      point.put(column, row == null ? null : row.number(column));
    }
    point.set("command", Json.strings(plan.run().argv()));
    return point;
  }

  private String table(Status status, Map<Integer, Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append("Cell %s is %s.%n".formatted(call.cell().cellId(), status.label()));
    rows.forEach((concurrency, row) ->
        text.append(
            "  c=%d %s: ttft p50 %s ms, ttfo p50 %s ms (coverage %s), output speed p50 %s tokens/s, n=%s, %%SoL %s%n"
                .formatted(
                    concurrency,
                    row.text("status"),
                    shown(row, "ttft_p50_ms"),
                    shown(row, "ttfo_p50_ms"),
                    shown(row, "ttfo_coverage"),
                    shown(row, "output_speed_p50_tps"),
                    row.integer("n"),
                    shown(row, "sol_pct"))));
    if (!rows.isEmpty()) {
      text.append("  ").append(context(rows)).append('\n');
    }
    text.append("Next: atlas_aggregate --campaign ").append(call.directory().id());
    return text.toString().replace("\r\n", "\n");
  }

  /// The figure, or why there is none.
  private static String shown(Row row, String column) {
    Double value = row.number(column);
    return value == null
        ? "none (" + row.whyNull(column) + ")"
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
