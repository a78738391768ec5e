package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.JudgedPoint;
import io.perftune.atlas.PointStatus;
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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a cell ended, as status.json says it.
final class CellStatus {
  private static final PointStatus NOT_MEASURED = new PointStatus(Status.FAILED, "not measured");

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
      PointStatus point = status(history, concurrency);
      points.add(point.status());
      if (point.reason() != null) {
        reasons.add("c=" + concurrency + ": " + point.reason());
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
      points.add(point(concurrency, history));
    }
    return json.put("started_at", startedAt.toString())
        .put("ended_at", clock.instant().toString())
        .put("tool_version", ToolVersion.current());
  }

  /// As the row of the point says, which was made with as many trials as were asked for then.
  private PointStatus status(CellHistory history, int concurrency) {
    CellHistory.MadeRow row = history.rows().get(concurrency);
    SortedMap<Integer, CellHistory.Ended> trials = history.trials(concurrency);
    if (trials.isEmpty()) {
      return NOT_MEASURED;
    }
    if (row != null) {
      return new PointStatus(row.status(), row.reason());
    }
    SortedMap<Integer, PointStatus> byNumber = new TreeMap<>();
    trials.forEach((number, ended) -> byNumber.put(number, judged(ended)));
    return JudgedPoint.union(byNumber, PointRows.planned(call, concurrency, trials.keySet()));
  }

  private static PointStatus judged(CellHistory.Ended ended) {
    return new PointStatus(ended.status(), ended.verdict().reason());
  }

  private ObjectNode point(int concurrency, CellHistory history) {
    SortedMap<Integer, CellHistory.Ended> trials = history.trials(concurrency);
    ObjectNode point = Json.object().put("concurrency", concurrency);
    put(
        point,
        status(history, concurrency),
        trials.isEmpty() ? null : requireNonNull(trials.get(trials.firstKey())));
    Set<Integer> numbers = new TreeSet<>(trials.keySet());
    IntStream.rangeClosed(1, call.trials(concurrency)).forEach(numbers::add);
    if (numbers.size() > 1) {
      ArrayNode array = point.putArray("trials");
      for (int number : numbers) {
        CellHistory.Ended ended = trials.get(number);
        put(
            array.addObject().put("trial", number),
            ended == null ? NOT_MEASURED : judged(ended),
            ended);
      }
    }
    return point;
  }

  private static void put(ObjectNode place, PointStatus status, CellHistory.@Nullable Ended ended) {
    place.put("status", status.status().label()).put("reason", status.reason());
    if (ended == null) {
      place.putNull("attempt").putNull("plan_hash").putNull("engine");
      return;
    }
    place
        .put("attempt", ended.attempt())
        .put("plan_hash", ended.planHash())
        .set("engine", ended.engine().json());
    if (!ended.verdict().crossCheck().isEmpty()) {
      place.set("cross_check", Json.strings(ended.verdict().crossCheck()));
    }
  }

  /// The configured points, this call's, and those that were measured before.
  private Set<Integer> expected(CellHistory history) {
    Set<Integer> expected = new TreeSet<>(call.configured());
    expected.addAll(call.cell().concurrencies());
    expected.addAll(history.concurrencies());
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
