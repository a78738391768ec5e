package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Status;
import io.perftune.verb.CellHistory;
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
import tools.jackson.core.JacksonException;
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

  /// What the points add up to: full when all are, failed when all failed or none ran, else
  /// partial.
  ///
  /// @param broken what ended the run before its end; null where nothing did
  ObjectNode summed(CellHistory history, @Nullable String broken) {
    List<Status> points = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    if (broken != null) {
      reasons.add("ended before its end: " + broken);
    }
    for (int concurrency : expected(history)) {
      CellHistory.Ended ended = history.ended().get(concurrency);
      points.add(ended == null ? Status.FAILED : ended.status());
      String reason = ended == null ? "not measured" : ended.verdict().reason();
      if (reason != null) {
        reasons.add("c=" + concurrency + ": " + reason);
      }
    }
    return json(sum(points), reasons.isEmpty() ? null : String.join("; ", reasons), history);
  }

  /// A run that was ended from outside.
  ObjectNode evicted(CellHistory history) {
    return json(Status.EVICTED, "the run was cancelled", history);
  }

  static Status sum(List<Status> points) {
    if (points.stream().allMatch(Status.FAILED::equals)) {
      return Status.FAILED;
    }
    return points.stream().allMatch(Status.FULL::equals) ? Status.FULL : Status.PARTIAL;
  }

  private ObjectNode json(Status status, @Nullable String reason, CellHistory history) {
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
      points.add(point(concurrency, ended));
    }
    return json.put("started_at", startedAt.toString())
        .put("ended_at", clock.instant().toString())
        .put("tool_version", ToolVersion.current());
  }

  private static ObjectNode point(int concurrency, CellHistory.@Nullable Ended ended) {
    ObjectNode point = Json.object().put("concurrency", concurrency);
    if (ended == null) {
      return point
          .put("status", Status.FAILED.label())
          .put("reason", "not measured")
          .putNull("attempt")
          .putNull("plan_hash")
          .putNull("aiperf");
    }
    point
        .put("status", ended.status().label())
        .put("reason", ended.verdict().reason())
        .put("attempt", ended.attempt())
        .put("plan_hash", ended.planHash())
        .set("aiperf", ended.engine().json());
    if (!ended.verdict().crossCheck().isEmpty()) {
      point.set("cross_check", Json.strings(ended.verdict().crossCheck()));
    }
    return point;
  }

  /// The configured points, this call's, and those that were measured before.
  private Set<Integer> expected(CellHistory history) {
    Set<Integer> expected = new TreeSet<>(call.configured());
    expected.addAll(call.cell().concurrencies());
    expected.addAll(history.ended().keySet());
    return expected;
  }

  /// Makes it status.json.
  void write(ObjectNode status) {
    AtomicFiles.write(call.cellDirectory().status(), Json.pretty(status));
  }

  /// Whether status.json is there and tells of a run that came to its end.
  boolean standing() {
    return Files.exists(call.cellDirectory().status())
        && !Status.EVICTED.label().equals(Json.text(stored(), "status"));
  }

  /// What status.json says.
  ObjectNode stored() {
    Path file = call.cellDirectory().status();
    try {
      return (ObjectNode) Json.MAPPER.readTree(Files.readString(file));
    } catch (IOException | JacksonException | ClassCastException e) {
      throw new ProblemException(
          new Problem(
              "cannot-read",
              "status.json could not be read: %s.".formatted(e.getMessage()),
              file.toString(),
              "Delete it, then call again."),
          e);
    }
  }
}
