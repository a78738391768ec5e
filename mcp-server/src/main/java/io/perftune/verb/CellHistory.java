package io.perftune.verb;

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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a cell's journal says has happened, point by point.
///
/// @param attempts concurrency -> attempts that were begun
/// @param ended concurrency -> the measurement that stands: ended, and not superseded
/// @param children of attempts that never ended: they may still run
/// @param usedRows sha256 of a user's file -> how many of its prompts are used up, from its first
public record CellHistory(
    Map<Integer, Integer> attempts,
    Map<Integer, Ended> ended,
    List<Child> children,
    Map<String, Integer> usedRows) {
  private static final String POINT_STARTED = "point_started";
  private static final String CHILD_STARTED = "child_started";
  private static final String POINT_ENDED = "point_ended";
  private static final String SUPERSEDED = "point_superseded";

  public CellHistory {
    attempts = Map.copyOf(attempts);
    ended = Map.copyOf(ended);
    children = List.copyOf(children);
    usedRows = Map.copyOf(usedRows);
  }

  /// A measurement that reached its end.
  ///
  /// @param rawSha256 over what the engine left; empty where that was nothing
  /// @param resultsSha256 over the row and the requests that were made of it
  public record Ended(
      int attempt,
      String planHash,
      Verdict verdict,
      Engine engine,
      String rawSha256,
      String resultsSha256) {
    public Ended {
      requireNonNull(planHash, "planHash is null");
      requireNonNull(verdict, "verdict is null");
      requireNonNull(engine, "engine is null");
      requireNonNull(rawSha256, "rawSha256 is null");
      requireNonNull(resultsSha256, "resultsSha256 is null");
    }

    public Status status() {
      return verdict.status();
    }
  }

  /// How a measurement was judged.
  ///
  /// @param reason why it is not full; null where it is
  /// @param crossCheck where the engine's own summary says otherwise than the records
  public record Verdict(Status status, @Nullable String reason, List<String> crossCheck) {
    public Verdict {
      requireNonNull(status, "status is null");
      crossCheck = List.copyOf(crossCheck);
    }
  }

  /// The AIPerf that measured.
  ///
  /// @param origin where it was found
  /// @param version null where it did not tell
  public record Engine(String origin, @Nullable String version) {
    public Engine {
      requireNonNull(origin, "origin is null");
    }

    /// As journal and status.json carry it.
    public ObjectNode json() {
      return Json.object().put("origin", origin).put("version", version);
    }
  }

  /// The prompts of a user's file that an attempt takes.
  ///
  /// @param first from 0
  public record FileRows(String sha256, int first, int rows) {
    public FileRows {
      requireNonNull(sha256, "sha256 is null");
    }
  }

  /// A child process of which the journal does not say that it ended.
  public record Child(long pid, Instant start) {
    public Child {
      requireNonNull(start, "start is null");
    }
  }

  /// What the journal tells.
  ///
  /// @throws ProblemException `bad-journal` where an event does not say what it must
  public static CellHistory read(Journal journal) {
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
        reading.attempts,
        reading.ended,
        new ArrayList<>(reading.running.values()),
        reading.usedRows);
  }

  private static final class Reading {
    private final Map<Integer, Integer> attempts = new LinkedHashMap<>();
    private final Map<Integer, Ended> ended = new LinkedHashMap<>();
    private final Map<Integer, Child> running = new LinkedHashMap<>();
    private final Map<String, Integer> usedRows = new LinkedHashMap<>();

    private void take(ObjectNode event) {
      int concurrency = event.path("concurrency").asInt(0);
      switch (event.path("event").asString("")) {
        case POINT_STARTED -> {
          attempts.merge(concurrency, 1, Integer::sum);
          ended.remove(concurrency);
          if (event.get("input") instanceof ObjectNode input) {
            int next = input.required("first_row").intValue() + input.required("rows").intValue();
            usedRows.merge(input.required("sha256").asString(), next, Math::max);
          }
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
  public int nextAttempt(int concurrency) {
    return attempts.getOrDefault(concurrency, 0) + 1;
  }

  /// The measurement of the point that stands and is full.
  public Optional<Ended> full(int concurrency) {
    return Optional.ofNullable(ended.get(concurrency))
        .filter(point -> point.status() == Status.FULL);
  }

  /// The event of an attempt that begins.
  ///
  /// @param rows null where the prompts are generated
  public static ObjectNode started(PointPlan point, @Nullable FileRows rows) {
    ObjectNode event =
        event(POINT_STARTED, point).put("attempt", point.attempt()).put("plan_hash", point.hash());
    if (rows != null) {
      event
          .putObject("input")
          .put("sha256", rows.sha256())
          .put("first_row", rows.first())
          .put("rows", rows.rows());
    }
    return event;
  }

  public static ObjectNode child(PointPlan point, Engine engine, Child child) {
    return event(CHILD_STARTED, point)
        .put("pid", child.pid())
        .put("start", child.start().toString())
        .set("aiperf", engine.json());
  }

  public static ObjectNode ended(PointPlan point, Ended end) {
    ObjectNode event =
        event(POINT_ENDED, point)
            .put("attempt", end.attempt())
            .put("plan_hash", end.planHash())
            .put("status", end.status().label())
            .put("reason", end.verdict().reason())
            .put("raw_sha256", end.rawSha256())
            .put("results_sha256", end.resultsSha256());
    event.set("aiperf", end.engine().json());
    if (!end.verdict().crossCheck().isEmpty()) {
      event.set("cross_check", Json.strings(end.verdict().crossCheck()));
    }
    return event;
  }

  public static ObjectNode superseded(PointPlan point, String stamp) {
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
        new Verdict(
            Status.labelled(event.required("status").asString()),
            Json.text(event, "reason"),
            event.path("cross_check").valueStream().map(JsonNode::asString).toList()),
        new Engine(
            event.required("aiperf").required("origin").asString(),
            Json.text(event.required("aiperf"), "version")),
        event.required("raw_sha256").asString(),
        event.required("results_sha256").asString());
  }
}
