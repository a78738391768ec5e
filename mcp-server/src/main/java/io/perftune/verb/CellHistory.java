package io.perftune.verb;

import static java.util.Objects.requireNonNull;

import io.perftune.value.ClientHealth;
import io.perftune.value.EngineMetrics;
import io.perftune.value.Json;
import io.perftune.value.Observed;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Status;
import io.perftune.value.Trial;
import io.perftune.workspace.Journal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a cell's journal says has happened, trial by trial.
///
/// @param attempts how often each trial was begun
/// @param ended the measurement of a trial that stands: ended, and not superseded
/// @param rows concurrency -> the row that was made of its trials last, while all of them stand
/// @param children of attempts that never ended: they may still run
/// @param usedRows sha256 of a user's file -> how many of its prompts are used up, from its first
public record CellHistory(
    Map<Trial, Integer> attempts,
    Map<Trial, Ended> ended,
    Map<Integer, MadeRow> rows,
    List<Child> children,
    Map<String, Integer> usedRows) {
  /// Nothing has happened.
  public static final CellHistory NONE =
      new CellHistory(Map.of(), Map.of(), Map.of(), List.of(), Map.of());

  private static final String POINT_STARTED = "point_started";
  private static final String CHILD_STARTED = "child_started";
  private static final String POINT_ENDED = "point_ended";

  /// The event of a measurement that stands no more.
  public static final String SUPERSEDED = "point_superseded";

  private static final String ROW_MADE = "row_made";

  private static final String ENGINE = "engine";
  private static final String SERVER = "engine_metrics";

  /// What journals of version 0.1.0 call it.
  private static final String ENGINE_0_1 = "aiperf";

  public CellHistory {
    attempts = Map.copyOf(attempts);
    ended = Map.copyOf(ended);
    rows = Map.copyOf(rows);
    children = List.copyOf(children);
    usedRows = Map.copyOf(usedRows);
  }

  /// A measurement that reached its end.
  ///
  /// @param observed what was seen of client and server beside the requests
  public record Ended(
      int attempt,
      String planHash,
      Verdict verdict,
      Engine engine,
      Hashes hashes,
      Observed observed) {
    public Ended {
      requireNonNull(planHash, "planHash is null");
      requireNonNull(verdict, "verdict is null");
      requireNonNull(engine, "engine is null");
      requireNonNull(hashes, "hashes is null");
      requireNonNull(observed, "observed is null");
    }

    public Status status() {
      return verdict.status();
    }
  }

  /// Which bytes a measurement left.
  ///
  /// @param raw over what the engine left; empty where that was nothing
  /// @param requests over the request records that were made of it
  /// @param dataset of the prompts that were replayed; null where there was no file of them
  public record Hashes(String raw, String requests, @Nullable String dataset) {
    public Hashes {
      requireNonNull(raw, "raw is null");
      requireNonNull(requests, "requests is null");
    }
  }

  /// The row of a point, as it was made of the trials that stood then.
  ///
  /// @param reason why it is not full; null where it is
  /// @param sha256 over its columns
  public record MadeRow(Status status, @Nullable String reason, String sha256) {
    public MadeRow {
      requireNonNull(status, "status is null");
      requireNonNull(sha256, "sha256 is null");
    }

    private ObjectNode json() {
      return Json.object()
          .put("status", status.label())
          .put("reason", reason)
          .put("sha256", sha256);
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

  /// The load generator that measured.
  ///
  /// @param origin where it was found; `import` where a user brought what it left
  /// @param version null where it did not tell
  public record Engine(String origin, @Nullable String version) {
    private static final String IMPORT = "import";

    public Engine {
      requireNonNull(origin, "origin is null");
    }

    /// The AIPerf of which a user brought an export.
    public static Engine ofImport(@Nullable String version) {
      return new Engine(IMPORT, version);
    }

    /// Whether the measurement was made elsewhere.
    public boolean imported() {
      return origin.equals(IMPORT);
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
        reading.rows,
        new ArrayList<>(reading.running.values()),
        reading.usedRows);
  }

  private static final class Reading {
    private final Map<Trial, Integer> attempts = new LinkedHashMap<>();
    private final Map<Trial, Ended> ended = new LinkedHashMap<>();
    private final Map<Integer, MadeRow> rows = new LinkedHashMap<>();
    private final Map<Trial, Child> running = new LinkedHashMap<>();
    private final Map<String, Integer> usedRows = new LinkedHashMap<>();

    private void take(ObjectNode event) {
      int concurrency = event.path("concurrency").asInt(0);
      Trial trial = new Trial(concurrency, event.path("trial").asInt(1));
      switch (event.path("event").asString("")) {
        case POINT_STARTED -> {
          attempts.merge(trial, 1, Integer::sum);
          forget(trial);
          if (event.get("input") instanceof ObjectNode input) {
            int next = input.required("first_row").intValue() + input.required("rows").intValue();
            usedRows.merge(input.required("sha256").asString(), next, Math::max);
          }
        }
        case CHILD_STARTED -> running.put(trial, child(event));
        case POINT_ENDED -> {
          running.remove(trial);
          ended.put(trial, ended(event));
          if (event.get("row") instanceof ObjectNode row) {
            rows.put(concurrency, row(row));
          }
        }
        case SUPERSEDED -> forget(trial);
        case ROW_MADE -> rows.put(concurrency, row((ObjectNode) event.required("row")));
        default -> {
          // Events of runs, and of later versions, say nothing of a point.
        }
      }
    }

    /// The trial stands no more, and no row that was made of it.
    private void forget(Trial trial) {
      if (ended.remove(trial) != null) {
        rows.remove(trial.concurrency());
      }
    }
  }

  /// The attempt that the next measurement of the trial would be, from 1.
  public int nextAttempt(Trial trial) {
    return attempts.getOrDefault(trial, 0) + 1;
  }

  /// The measurement of the trial that stands and is full.
  public Optional<Ended> full(Trial trial) {
    return Optional.ofNullable(ended.get(trial)).filter(end -> end.status() == Status.FULL);
  }

  /// The trials of a point that stand, by number, ascending.
  public SortedMap<Integer, Ended> trials(int concurrency) {
    SortedMap<Integer, Ended> trials = new TreeMap<>();
    ended.forEach((trial, end) -> {
      if (trial.concurrency() == concurrency) {
        trials.put(trial.number(), end);
      }
    });
    return trials;
  }

  /// The concurrencies of which a trial stands, ascending.
  public SortedSet<Integer> concurrencies() {
    SortedSet<Integer> concurrencies = new TreeSet<>();
    ended.keySet().forEach(trial -> concurrencies.add(trial.concurrency()));
    return concurrencies;
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
        .set(ENGINE, engine.json());
  }

  /// The event of a measurement that ended.
  ///
  /// @param row as it is with this trial
  public static ObjectNode ended(PointPlan point, Ended end, MadeRow row) {
    ObjectNode event =
        event(POINT_ENDED, point)
            .put("attempt", end.attempt())
            .put("plan_hash", end.planHash())
            .put("status", end.status().label())
            .put("reason", end.verdict().reason())
            .put("raw_sha256", end.hashes().raw())
            .put("results_sha256", end.hashes().requests())
            .put("dataset_sha256", end.hashes().dataset());
    event.set(ENGINE, end.engine().json());
    event.set("row", row.json());
    ClientHealth client = end.observed().client();
    if (client != null) {
      event.set("client", client.json());
    }
    event.set(SERVER, end.observed().server().json());
    if (!end.verdict().crossCheck().isEmpty()) {
      event.set("cross_check", Json.strings(end.verdict().crossCheck()));
    }
    return event;
  }

  public static ObjectNode superseded(Trial trial, String stamp) {
    return event(SUPERSEDED, trial).put("stamp", stamp);
  }

  /// The event of a row that was made anew of the trials that still stand.
  public static ObjectNode remade(int concurrency, MadeRow row) {
    return Json.object()
        .put("event", ROW_MADE)
        .put("concurrency", concurrency)
        .set("row", row.json());
  }

  private static ObjectNode event(String name, PointPlan point) {
    return event(name, point.key());
  }

  private static ObjectNode event(String name, Trial trial) {
    return Json.object()
        .put("event", name)
        .put("concurrency", trial.concurrency())
        .put("trial", trial.number());
  }

  private static MadeRow row(ObjectNode row) {
    return new MadeRow(
        Status.labelled(row.required("status").asString()),
        Json.text(row, "reason"),
        row.required("sha256").asString());
  }

  private static Child child(ObjectNode event) {
    return new Child(
        event.required("pid").longValue(), Instant.parse(event.required("start").asString()));
  }

  private static Ended ended(ObjectNode event) {
    JsonNode engine = event.required(event.has(ENGINE) ? ENGINE : ENGINE_0_1);
    return new Ended(
        event.required("attempt").intValue(),
        event.required("plan_hash").asString(),
        new Verdict(
            Status.labelled(event.required("status").asString()),
            Json.text(event, "reason"),
            event.path("cross_check").valueStream().map(JsonNode::asString).toList()),
        new Engine(engine.required("origin").asString(), Json.text(engine, "version")),
        new Hashes(
            event.required("raw_sha256").asString(),
            event.required("results_sha256").asString(),
            Json.text(event, "dataset_sha256")),
        observed(event));
  }

  private static Observed observed(ObjectNode event) {
    ClientHealth client =
        event.get("client") instanceof ObjectNode health ? ClientHealth.of(health) : null;
    return event.get(SERVER) instanceof ObjectNode server
        ? new Observed(client, EngineMetrics.of(server))
        : Observed.clientOnly(client, "the journal has no engine metrics of the trial");
  }
}
