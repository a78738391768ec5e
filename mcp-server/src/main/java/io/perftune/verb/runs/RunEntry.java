package io.perftune.verb.runs;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A run as replies tell of it.
public record RunEntry(CellRuns runs, RunRecord run) {
  public RunEntry {
    requireNonNull(runs, "runs is null");
    requireNonNull(run, "run is null");
  }

  /// For machines.
  ///
  /// @param host from which it is seen
  public ObjectNode json(String host, Clock clock) {
    Instant now = clock.instant();
    RunState state = run.state(host, now);
    Advance advance = runs.advance(run.runId()).orElse(null);
    RunRecord.End end = run.end();
    ObjectNode json =
        Json.object()
            .put("run_id", run.runId())
            .put("state", state.label())
            .put("campaign_id", run.place().campaignId())
            .put("cell_id", run.place().cellId())
            .put("detached", run.holder().detached());
    json.set("arguments", Json.strings(run.arguments()));
    json.put("started_at", run.startedAt().toString())
        .put("ended_at", end == null ? null : end.at().toString())
        .put("elapsed_s", seconds(elapsed(state, advance, now)))
        .put("requests_done", advance == null ? null : Math.round(advance.done()))
        .put("requests", advance == null ? null : Math.round(advance.total()))
        .put("message", advance == null ? null : advance.message())
        .put("time_left_s", state.going() && advance != null ? seconds(advance.left(now)) : null);
    Path log = runs.log(run.runId());
    return json.put("returncode", end == null ? null : end.returncode())
        .put("status", end == null ? null : end.status())
        .put("host", run.holder().host())
        .put("pid", run.holder().pid())
        .put("path", runs.directory(run.runId()).toString())
        .put("log_path", Files.exists(log) ? log.toString() : null);
  }

  /// For a reader, one line.
  public String line(String host, Clock clock) {
    Instant now = clock.instant();
    RunState state = run.state(host, now);
    Optional<Advance> advance = runs.advance(run.runId());
    StringBuilder line = new StringBuilder();
    line.append(
        "%s  %s  %s %s"
            .formatted(run.runId(), state.label(), run.place().campaignId(), run.place().cellId()));
    RunRecord.End end = run.end();
    if (end != null) {
      line.append("  returncode ").append(end.returncode());
      line.append(end.status() == null ? "" : ", " + end.status());
    }
    Duration elapsed = elapsed(state, advance.orElse(null), now);
    line.append(elapsed == null ? "" : "  after " + elapsed.toSeconds() + " s");
    advance.ifPresent(how -> line.append("  ").append(how.message()));
    Duration left = advance.map(how -> how.left(now)).orElse(null);
    if (state.going() && left != null) {
      line.append(", about %d s left".formatted(left.toSeconds()));
    }
    return line.toString();
  }

  /// To its end, or to now while it goes on; of one that was lost, as far as it said.
  private @Nullable Duration elapsed(RunState state, @Nullable Advance advance, Instant now) {
    RunRecord.End end = run.end();
    Instant until = end == null ? now : end.at();
    if (state == RunState.LOST) {
      until = advance == null ? null : advance.at();
    }
    return until == null ? null : Duration.between(run.startedAt(), until);
  }

  private static @Nullable Double seconds(@Nullable Duration duration) {
    return duration == null
        ? null
        : Double.valueOf(String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1e3));
  }
}
