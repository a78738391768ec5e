package io.perftune.simulator;

import static java.util.Objects.requireNonNull;

import io.perftune.simulator.answer.Lengths;
import io.perftune.simulator.answer.Reply;
import io.perftune.simulator.answer.Script;
import io.perftune.simulator.http.Connection;

/// A request that is to be answered, with all that its answer needs.
///
/// @param seed decides what the answer draws
record Exchange(
    SimulatedModel model,
    Visit visit,
    Connection connection,
    Plan plan,
    Prefill prefill,
    long seed) {

  /// What the answer is.
  record Plan(Reply reply, Lengths lengths, boolean tellsUsage) {
    Plan {
      requireNonNull(reply, "reply is null");
      requireNonNull(lengths, "lengths is null");
    }
  }

  /// When the prompt is read, on the clock of `System.nanoTime()`.
  record Prefill(long startNanos, long endNanos) {}

  Script script() {
    return Script.of(model.behaviour(), plan.lengths, seed);
  }
}
