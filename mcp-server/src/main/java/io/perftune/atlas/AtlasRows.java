package io.perftune.atlas;

import io.perftune.value.AaShape;
import io.perftune.value.Cell;
import io.perftune.value.Digest;
import io.perftune.value.EngineMetrics;
import io.perftune.value.Json;
import io.perftune.value.Preflight;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Makes the row of a measured point; each group of columns has a class of its own.
public final class AtlasRows {
  /// Said of every figure of a server inside a cluster that was not warmed up before.
  public static final String FIRST_AFTER_DEPLOY = "first-after-deploy numbers are not to be quoted";

  /// Said of a point that was measured elsewhere.
  private static final String IMPORTED =
      "imported from an AIPerf export: what it does not say is null.";

  /// The member of `extra` with the differences; absent where there are none.
  private static final String CROSS_CHECK = "cross_check";

  private final Table table;

  /// @param table atlas_v1
  public AtlasRows(Table table) {
    this.table = table;
  }

  /// The row of one point: the union over its trials.
  ///
  /// Samples are of all requests of the trials that did not fail, totals and throughputs too: a
  /// throughput divides by the sum of the trials' durations, because nothing was asked between
  /// them.
  public Row row(RowContext context, JudgedPoint point) {
    Cell cell = context.cell();
    RowBuilder row = new RowBuilder(table);
    Figures figures = Figures.of(point.counted());
    PointStatus status = point.status();
    row.text("campaign_id", context.campaignId())
        .text("cell_id", cell.cellId())
        .integer("concurrency", point.plan().concurrency())
        .text("status", status.status().label())
        .text("status_reason", status.reason(), "status is full");
    DeclaredColumns.put(row, table, cell, context);
    Reasoning reasoning = reasoning(row, context, figures);
    WorkloadColumns.put(
        row,
        cell,
        point,
        new WorkloadColumns.Seen(figures, reasoning, minimumIgnored(context.before().seen())));
    LatencyColumns.put(row, figures);
    SpeedColumns.put(row, cell, figures);
    ModelColumns.put(row, reasoning);
    IntervalColumns.put(row, figures, point);
    ClientColumns.put(row, figures, point.clients());
    ServerColumns.put(row, point.server());
    SolColumns sol = new SolColumns(context.grounding().roof(), cell, point.server(), figures);
    sol.put(row, cell);
    List<String> differences = new ArrayList<>(point.differences());
    differences.addAll(sol.impossible(row));
    origin(row, context, point, figures);
    row.text("notes", notes(row, context, point, sol))
        .set("extra", extra(context, point, differences));
    return row.build();
  }

  private static boolean minimumIgnored(Preflight.@Nullable Seen seen) {
    return seen != null && seen.atLeast() == Preflight.AtLeast.IGNORED;
  }

  private static Reasoning reasoning(RowBuilder row, RowContext context, Figures figures) {
    ObjectNode declared = context.cell().declared();
    Reasoning reasoning =
        Reasoning.of(
            figures.ok(),
            new Reasoning.Known(
                declared.required("reasoning").asString(),
                declared.required("reasoning_parser").asString(),
                context.before().seen()));
    if (figures.ok().isEmpty()) {
      row.unmeasured("reasoning_surface", "no request succeeded");
    } else if (reasoning.field() != null) {
      row.text("reasoning_surface", reasoning.field());
    } else if (reasoning.streamed()) {
      row.unmeasured(
          "reasoning_surface", "reasoning text came, but AIPerf does not tell in which field");
    } else {
      row.text("reasoning_surface", Reasoning.NONE_SEEN);
    }
    Boolean tied = reasoning.tied();
    if (tied == null) {
      row.unmeasured("ttft_ttfo_tied", "no request has both ttft and ttfo");
    } else {
      row.bool("ttft_ttfo_tied", tied);
    }
    row.text("tied_reading", reasoning.tiedReading(), "ttft and ttfo are not tied");
    return reasoning;
  }

  private void origin(RowBuilder row, RowContext context, JudgedPoint point, Figures figures) {
    Cell cell = context.cell();
    row.text("variant_key", variant(cell))
        .text("raw_path", point.rawPath(), "the engine left nothing")
        .text(
            "raw_sha256", point.combined(trial -> trial.raw().sha256()), "the engine left nothing")
        .text(
            "command_sha256",
            point.combined(AtlasRows::command),
            "the imported export names no command")
        .text("config_sha256", context.configSha256())
        .text("captured_at", start(figures), "no request succeeded")
        .text("tool_version", context.versions().tool());
  }

  private static @Nullable String command(JudgedTrial trial) {
    return trial.plan().run().argv().isEmpty()
        ? null
        : Digest.sha256(Json.line(Json.strings(trial.plan().run().argv())));
  }

  private static @Nullable String start(Figures figures) {
    return figures.ok().stream()
        .min(java.util.Comparator.comparingLong(record -> record.timing().startNs()))
        .map(record -> Json.text(record.toJson("", ""), "start_utc"))
        .orElse(null);
  }

  private static String notes(
      RowBuilder row, RowContext context, JudgedPoint point, SolColumns sol) {
    Cell cell = context.cell();
    ClientVerdict client = ClientVerdict.of(point.clients(), row.given("itl_p50_ms"));
    String first =
        cell.endpointKind().equals("in_cluster")
            ? context.before().settled().firstAfterDeploy()
            : null;
    return Stream.of(
            cell.declared().path("notes").asString(""),
            point.plan().run().imported() ? IMPORTED : null,
            first,
            context.before().settled().failures(),
            thinkingNotDisabled(context.before().preflight()),
            client.hostStall(),
            SolColumns.abovePeak(row),
            sol.tokenizer(row))
        .filter(note -> note != null && !note.isBlank())
        .collect(Collectors.joining(" "));
  }

  private static @Nullable String thinkingNotDisabled(@Nullable Preflight preflight) {
    return preflight == null
        ? null
        : preflight
            .finding(Preflight.DISABLE_THINKING)
            .filter(finding -> finding.effect() == Preflight.Effect.LABEL)
            .map(Preflight.Finding::detail)
            .orElse(null);
  }

  /// The cell's own extras, what was looked at before the load, where the engine's summary or the
  /// hardware's peak contradicts this row, and what was accepted at each position of a draft.
  private static ObjectNode extra(RowContext context, JudgedPoint point, List<String> differences) {
    ObjectNode positions = point.server().positions();
    Cell cell = context.cell();
    ObjectNode extra = Json.object();
    extra.setAll((ObjectNode) cell.declared().required("extras").deepCopy());
    AaShape shape = cell.aa().shape();
    extra.put("aa_shape", shape.label()).put("aa_mode", cell.aa().mode().label());
    Preflight preflight = context.before().preflight();
    if (preflight != null) {
      extra
          .put("preflight", preflight.done() ? "done" : "not_done")
          .put("at_least_n", preflight.seen().atLeast().label());
    }
    if (!differences.isEmpty()) {
      extra.set(CROSS_CHECK, Json.strings(differences));
    }
    if (!positions.isEmpty()) {
      extra.set(EngineMetrics.ACCEPTED_PER_POSITION, positions);
    }
    return extra;
  }

  /// What two rows must share to be one configuration: everything declared but the shape and the
  /// notes, and the endpoint.
  private String variant(Cell cell) {
    ObjectNode key = Json.object();
    for (Table.Column column : table.columns()) {
      if (column.declared() && !column.name().equals("notes")) {
        key.set(column.name(), cell.declared().path(column.name()).deepCopy());
      }
    }
    key.put("endpoint", cell.aa().endpoint().origin().toString())
        .put("served_model", cell.aa().endpoint().model())
        .put("engine", cell.aa().engine())
        .put("mode", cell.aa().mode().label())
        .set("extra_body", cell.aa().output().extraBody());
    return Digest.sha256(Json.line(key)).substring(0, 16);
  }
}
