package io.perftune.simulator;

import io.perftune.simulator.Truth.Ending;
import org.jspecify.annotations.Nullable;

/// One request's stay: in the model's count of requests in flight, and in the log.
///
/// It is settled before the last bytes go out, so that a client that has read its reply finds the
/// truth in place. For the one thread that answers the request.
final class Visit implements AutoCloseable {
  private final TruthDraft draft;
  private final TruthLog log;
  private @Nullable SimulatedModel model;
  private boolean settled;
  private boolean waiting;

  Visit(TruthDraft draft, TruthLog log) {
    this.draft = draft;
    this.log = log;
  }

  TruthDraft draft() {
    return draft;
  }

  /// Counts the request as one of the model's; returns its ordinal.
  long enter(SimulatedModel entered) {
    model = entered;
    long ordinal = entered.nextOrdinal();
    draft.entered(ordinal, entered.enter());
    return ordinal;
  }

  /// Puts the prompt into the model's queue; returns when its reading starts.
  long queue(SimulatedModel entered, long arrivedNanos, long lengthNanos) {
    waiting = true;
    entered.waiting().incrementAndGet();
    return entered.prefillStart(arrivedNanos, lengthNanos);
  }

  void prefillStarts() {
    if (waiting && model != null) {
      waiting = false;
      model.waiting().decrementAndGet();
    }
  }

  /// Ends the stay; only the first call counts.
  void settle(Ending ending) {
    if (settled) {
      return;
    }
    settled = true;
    Truth truth = draft.truth(ending);
    prefillStarts();
    if (model != null) {
      model.leave();
      model.counters().ended(reason(truth.outcome()));
    }
    log.add(truth);
  }

  /// Ends a stay that nobody settled: an error ended it.
  @Override
  public void close() {
    settle(Ending.ERROR);
  }

  private static String reason(Truth.Outcome outcome) {
    String finish = outcome.finishReason();
    return switch (outcome.ending()) {
      case COMPLETED -> finish == null ? "error" : finish;
      case ERROR -> "error";
      case CUT, CLIENT_LEFT, CLOSED -> "abort";
    };
  }
}
