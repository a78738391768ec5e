package io.perftune.verb.cellrun;

import static java.util.Objects.requireNonNull;

import io.perftune.atlas.JudgedPoint;
import io.perftune.atlas.Settled;
import io.perftune.value.Json;
import io.perftune.value.Trial;
import io.perftune.verb.CellHistory;
import io.perftune.workspace.Journal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a cell's journal says was done before its points.
///
/// @param rounds how often it was begun
/// @param child of a burn-in that never ended; null where there is none
/// @param trials what was done before each trial; nothing before one that is not named
record SettleHistory(int rounds, CellHistory.@Nullable Child child, Map<Trial, Settled> trials) {
  private static final String STARTED = "settle_started";
  private static final String CHILD = "burn_in_child_started";
  private static final String BURNT_IN = "burn_in_ended";
  private static final String SETTLED = "trial_settled";
  private static final String PREWARMED = "prewarmed";
  private static final String BURN_IN = "burn_in";
  private static final String PAUSE = "settle_s";
  private static final String WHY = "_why";

  SettleHistory {
    trials = Map.copyOf(trials);
  }

  static SettleHistory read(Journal journal) {
    int rounds = 0;
    CellHistory.Child child = null;
    Map<Trial, Settled> trials = new HashMap<>();
    for (ObjectNode event : journal.events()) {
      switch (event.path("event").asString("")) {
        case STARTED -> rounds++;
        case CHILD ->
            child =
                new CellHistory.Child(
                    event.required("pid").longValue(),
                    Instant.parse(event.required("start").asString()));
        case BURNT_IN -> child = null;
        case CellHistory.SUPERSEDED -> trials.remove(trial(event));
        case SETTLED -> trials.put(trial(event), settled(event));
        default -> {
          // Everything else says nothing of it.
        }
      }
    }
    return new SettleHistory(rounds, child, trials);
  }

  /// Of a point as a whole.
  Settled of(JudgedPoint point) {
    return Settled.union(
        point.trials().stream()
            .map(trial -> requireNonNull(trials.getOrDefault(trial.plan().key(), Settled.NOTHING)))
            .toList());
  }

  static ObjectNode started(int round) {
    return Json.object().put("event", STARTED).put("round", round);
  }

  static ObjectNode child(CellHistory.Child child) {
    return Json.object()
        .put("event", CHILD)
        .put("pid", child.pid())
        .put("start", child.start().toString());
  }

  static ObjectNode burntIn() {
    return Json.object().put("event", BURNT_IN);
  }

  static ObjectNode settled(Trial trial, Settled settled) {
    ObjectNode event =
        Json.object()
            .put("event", SETTLED)
            .put("concurrency", trial.concurrency())
            .put("trial", trial.number());
    put(event, PREWARMED, settled.prewarm());
    put(event, BURN_IN, settled.burnIn());
    return event.put(PAUSE, settled.pauseS());
  }

  private static void put(ObjectNode event, String name, Settled.Step step) {
    event.put(name, step.done());
    if (step.done() == null) {
      event.put(name + WHY, step.why());
    }
  }

  private static Trial trial(ObjectNode event) {
    return new Trial(event.required("concurrency").intValue(), event.required("trial").intValue());
  }

  private static Settled settled(ObjectNode event) {
    JsonNode pause = event.required(PAUSE);
    return new Settled(
        step(event, PREWARMED), step(event, BURN_IN), pause.isNull() ? null : pause.intValue());
  }

  private static Settled.Step step(ObjectNode event, String name) {
    return new Settled.Step(Json.bool(event, name), event.path(name + WHY).asString(""));
  }
}
