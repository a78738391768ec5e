package io.perftune.simulator;

import static java.util.Objects.requireNonNull;

import io.perftune.simulator.behaviour.Behaviour;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// One model at work: its behaviour, and what it has to remember between requests. Thread-safe.
final class SimulatedModel {
  private final String name;
  private final Behaviour behaviour;
  private final Counters counters;
  private final AtomicLong ordinals = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong prefillFree = new AtomicLong(System.nanoTime());
  private final Set<String> prompts = ConcurrentHashMap.newKeySet();
  private volatile boolean dead;

  SimulatedModel(String name, Behaviour behaviour) {
    this.name = requireNonNull(name, "name is null");
    this.behaviour = requireNonNull(behaviour, "behaviour is null");
    this.counters = new Counters(behaviour.speed().decode().draftTokens());
  }

  String name() {
    return name;
  }

  Behaviour behaviour() {
    return behaviour;
  }

  Counters counters() {
    return counters;
  }

  /// The number of the next request, from 1.
  long nextOrdinal() {
    return ordinals.incrementAndGet();
  }

  int enter() {
    return inFlight.incrementAndGet();
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }

  AtomicInteger waiting() {
    return waiting;
  }

  void die() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  /// Whether this prompt came before; from now on it has.
  boolean remember(String sha256) {
    return !prompts.add(sha256);
  }

  /// When the reading of a prompt of this length starts, if it arrived at `arrivedNanos`; takes
  /// that time up where prompts queue.
  long prefillStart(long arrivedNanos, long lengthNanos) {
    if (!behaviour.speed().prefill().queue()) {
      return arrivedNanos;
    }
    long end =
        prefillFree.accumulateAndGet(
            arrivedNanos, (free, arrived) -> (free - arrived > 0 ? free : arrived) + lengthNanos);
    return end - lengthNanos;
  }
}
