package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.engine.local.LivingProcess;
import io.perftune.value.Json;
import io.perftune.value.UtcStamp;
import io.perftune.verb.ToolVersion;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One run of a cell, as its run.json keeps it: schemas/run.schema.json.
///
/// @param arguments what the call asked for beside its campaign and cell, as words; without a
///   secret
/// @param end null while it has none
public record RunRecord(
    String runId,
    Place place,
    List<String> arguments,
    Holder holder,
    Instant startedAt,
    @Nullable End end) {
  /// How long a process that was started may take to say that it runs.
  private static final Duration STARTING = Duration.ofMinutes(2);

  private static final RandomGenerator RANDOM = new SecureRandom();

  public RunRecord {
    requireNonNull(runId, "runId is null");
    requireNonNull(place, "place is null");
    arguments = List.copyOf(arguments);
    requireNonNull(holder, "holder is null");
    requireNonNull(startedAt, "startedAt is null");
  }

  /// Which cell is run.
  public record Place(String campaignId, String cellId) {
    public Place {
      requireNonNull(campaignId, "campaignId is null");
      requireNonNull(cellId, "cellId is null");
    }
  }

  /// The process that runs it.
  ///
  /// @param pid null until a process that was started has said that it runs
  /// @param start tells this process from a later one of the same number
  /// @param detached the process is the run's own, and nobody's call
  public record Holder(String host, @Nullable Long pid, @Nullable Instant start, boolean detached) {
    public Holder {
      requireNonNull(host, "host is null");
    }

    /// This very process.
    public static Holder here(String host, boolean detached) {
      ProcessHandle self = ProcessHandle.current();
      return new Holder(host, self.pid(), self.info().startInstant().orElse(null), detached);
    }

    private boolean alive() {
      return pid != null && start != null && LivingProcess.of(pid, start).isPresent();
    }
  }

  /// How it ended.
  ///
  /// @param returncode as cell_run gave it or would have
  /// @param status the cell's status then; null where nothing was measured
  public record End(Instant at, int returncode, @Nullable String status) {
    public End {
      requireNonNull(at, "at is null");
    }
  }

  /// An id that no other run has, and that sorts by time: `20260101T120000Z-0423f1c`.
  public static String newId(Instant now) {
    return "%s-%03d%04x"
        .formatted(UtcStamp.of(now), now.toEpochMilli() % 1_000, RANDOM.nextInt(1 << 16));
  }

  /// The same run in the hands of a process.
  public RunRecord heldBy(Holder process) {
    return new RunRecord(runId, place, arguments, process, startedAt, end);
  }

  /// The same run, ended.
  public RunRecord ended(End how) {
    return new RunRecord(runId, place, arguments, holder, startedAt, how);
  }

  /// How it stands, seen from a machine.
  public RunState state(String host, Instant now) {
    if (end != null) {
      return RunState.ended(end.returncode());
    }
    if (!holder.host().equals(host)) {
      return RunState.ELSEWHERE;
    }
    boolean starting =
        holder.pid() == null && Duration.between(startedAt, now).compareTo(STARTING) < 0;
    return starting || holder.alive() ? RunState.RUNNING : RunState.LOST;
  }

  ObjectNode json() {
    Instant start = holder.start();
    ObjectNode json =
        Json.object()
            .put("run_id", runId)
            .put("campaign_id", place.campaignId())
            .put("cell_id", place.cellId());
    json.set("arguments", Json.strings(arguments));
    json.put("host", holder.host())
        .put("pid", holder.pid())
        .put("process_start", start == null ? null : start.toString())
        .put("detached", holder.detached())
        .put("started_at", startedAt.toString())
        .put("ended_at", end == null ? null : end.at().toString())
        .put("returncode", end == null ? null : end.returncode())
        .put("status", end == null ? null : end.status());
    return json.put("tool_version", ToolVersion.current());
  }

  static RunRecord of(JsonNode json) {
    String ended = Json.text(json, "ended_at");
    String start = Json.text(json, "process_start");
    return new RunRecord(
        json.required("run_id").asString(),
        new Place(json.required("campaign_id").asString(), json.required("cell_id").asString()),
        json.required("arguments").valueStream().map(JsonNode::asString).toList(),
        new Holder(
            json.required("host").asString(),
            Json.integer(json, "pid"),
            start == null ? null : Instant.parse(start),
            json.required("detached").booleanValue()),
        Instant.parse(json.required("started_at").asString()),
        ended == null
            ? null
            : new End(
                Instant.parse(ended),
                json.required("returncode").intValue(),
                Json.text(json, "status")));
  }
}
