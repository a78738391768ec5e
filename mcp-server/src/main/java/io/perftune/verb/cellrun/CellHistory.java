package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Status;
import io.perftune.workspace.Journal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// What a cell's journal says has happened, point by point.
///
/// @param attempts concurrency -> attempts that were begun
/// @param ended concurrency -> the measurement that stands: ended, and not superseded
/// @param children of attempts that never ended: they may still run
record CellHistory(
    Map<Integer, Integer> attempts, Map<Integer, Ended> ended, List<Child> children) {
  static final String POINT_STARTED = "point_started";
  static final String CHILD_STARTED = "child_started";
  static final String POINT_ENDED = "point_ended";
  static final String SUPERSEDED = "point_superseded";

  CellHistory {
    attempts = Map.copyOf(attempts);
    ended = Map.copyOf(ended);
    children = List.copyOf(children);
  }

  /// A measurement that reached its end.
  ///
  /// @param rawSha256 over what the engine left
  /// @param resultsSha256 over the row and the requests that were made of it
  record Ended(
      int attempt,
      String planHash,
      Status status,
      @Nullable String reason,
      String rawSha256,
      String resultsSha256) {
    Ended {
      requireNonNull(planHash, "planHash is null");
      requireNonNull(status, "status is null");
      requireNonNull(rawSha256, "rawSha256 is null");
      requireNonNull(resultsSha256, "resultsSha256 is null");
    }
  }

  /// A child process of which the journal does not say that it ended.
  record Child(long pid, Instant start) {
    Child {
      requireNonNull(start, "start is null");
    }
  }

  /// @throws ProblemException `bad-journal` where an event does not say what it must
  static CellHistory read(Journal journal) {
    Reading reading = new Reading();
    int line = 0;
    for (ObjectNode event : journal.events()) {
      line++;
      try {
        reading.take(event);
      } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
        throw new ProblemException(
            new Problem(
                "bad-journal",
                "Line %d of the journal is no event that this program writes: %s."
                    .formatted(line, e.getMessage()),
                journal.file() + ":" + line,
                "Move the cell's directory aside and run the cell again."),
            e);
      }
    }
    return new CellHistory(
        reading.attempts, reading.ended, new ArrayList<>(reading.running.values()));
  }

  private static final class Reading {
    private final Map<Integer, Integer> attempts = new LinkedHashMap<>();
    private final Map<Integer, Ended> ended = new LinkedHashMap<>();
    private final Map<Integer, Child> running = new LinkedHashMap<>();

    private void take(ObjectNode event) {
      int concurrency = event.path("concurrency").asInt(0);
      switch (event.path("event").asString("")) {
        case POINT_STARTED -> {
          attempts.merge(concurrency, 1, Integer::sum);
          ended.remove(concurrency);
        }
        case CHILD_STARTED -> running.put(concurrency, child(event));
        case POINT_ENDED -> {
          running.remove(concurrency);
          ended.put(concurrency, ended(event));
        }
        case SUPERSEDED -> ended.remove(concurrency);
        default -> {
          // Events of runs, and of later versions, say nothing of a point.
        }
      }
    }
  }

  /// The attempt that the next measurement of the point would be, from 1.
  int nextAttempt(int concurrency) {
    return attempts.getOrDefault(concurrency, 0) + 1;
  }

  /// The measurement of the point that stands and is full.
  Optional<Ended> full(int concurrency) {
    return Optional.ofNullable(ended.get(concurrency))
        .filter(point -> point.status() == Status.FULL);
  }

  static ObjectNode started(PointPlan point) {
    return event(POINT_STARTED, point)
        .put("attempt", point.attempt())
        .put("plan_hash", point.hash());
  }

  static ObjectNode child(PointPlan point, long pid, Instant start) {
    return event(CHILD_STARTED, point).put("pid", pid).put("start", start.toString());
  }

  static ObjectNode ended(PointPlan point, Ended end) {
    return event(POINT_ENDED, point)
        .put("attempt", end.attempt())
        .put("plan_hash", end.planHash())
        .put("status", end.status().label())
        .put("reason", end.reason())
        .put("raw_sha256", end.rawSha256())
        .put("results_sha256", end.resultsSha256());
  }

  static ObjectNode superseded(PointPlan point, String stamp) {
    return event(SUPERSEDED, point).put("stamp", stamp);
  }

  private static ObjectNode event(String name, PointPlan point) {
    return Json.object()
        .put("event", name)
        .put("concurrency", point.concurrency())
        .put("trial", point.trial());
  }

  private static Child child(ObjectNode event) {
    return new Child(
        event.required("pid").longValue(), Instant.parse(event.required("start").asString()));
  }

  private static Ended ended(ObjectNode event) {
    return new Ended(
        event.required("attempt").intValue(),
        event.required("plan_hash").asString(),
        Status.labelled(event.required("status").asString()),
        Json.text(event, "reason"),
        event.required("raw_sha256").asString(),
        event.required("results_sha256").asString());
  }
}
