package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Status;
import io.perftune.verb.ToolVersion;
import io.perftune.workspace.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a cell ended, as status.json says it.
final class CellStatus {
  private final CellCall call;
  private final Clock clock;
  private final Instant startedAt;

  CellStatus(CellCall call, Clock clock) {
    this.call = requireNonNull(call, "call is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.startedAt = clock.instant();
  }

  /// Writes the status that the points add up to: full when all are, failed when all failed or none
  /// ran, else partial.
  void write(CellHistory history) {
    List<Status> points = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (int concurrency : expected(history)) {
      CellHistory.Ended ended = history.ended().get(concurrency);
      points.add(ended == null ? Status.FAILED : ended.status());
      String reason = ended == null ? "not measured" : ended.reason();
      if (reason != null) {
        reasons.add("c=" + concurrency + ": " + reason);
      }
    }
    write(sum(points), reasons.isEmpty() ? null : String.join("; ", reasons), history);
  }

  static Status sum(List<Status> points) {
    if (points.stream().allMatch(Status.FAILED::equals)) {
      return Status.FAILED;
    }
    return points.stream().allMatch(Status.FULL::equals) ? Status.FULL : Status.PARTIAL;
  }

  void write(Status status, @Nullable String reason, CellHistory history) {
    ObjectNode json =
        Json.object()
            .put("cell_id", call.cell().cellId())
            .put("status", status.label())
            .put("reason", reason);
    Set<Integer> expected = expected(history);
    json.set("concurrencies", Json.integers(expected));
    ArrayNode points = json.putArray("points");
    for (int concurrency : expected) {
      CellHistory.Ended ended = history.ended().get(concurrency);
      points
          .addObject()
          .put("concurrency", concurrency)
          .put("status", ended == null ? Status.FAILED.label() : ended.status().label())
          .put("reason", ended == null ? "not measured" : ended.reason())
          .put("attempt", ended == null ? null : Integer.valueOf(ended.attempt()))
          .put("plan_hash", ended == null ? null : ended.planHash());
    }
    json.put("started_at", startedAt.toString())
        .put("ended_at", clock.instant().toString())
        .put("tool_version", ToolVersion.current());
    AtomicFiles.write(call.cellDirectory().status(), Json.pretty(json));
  }

  /// This call's points, and those that were measured before.
  private Set<Integer> expected(CellHistory history) {
    Set<Integer> expected = new TreeSet<>(call.cell().concurrencies());
    expected.addAll(history.ended().keySet());
    return expected;
  }

  /// What status.json says.
  ObjectNode stored() {
    Path file = call.cellDirectory().status();
    try {
      return (ObjectNode) Json.MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "cannot-read",
              "status.json could not be read: %s.".formatted(e.getMessage()),
              file.toString(),
              "Call again."),
          e);
    }
  }
}
