package io.perftune.simulator;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.ProfileException;
import io.perftune.simulator.behaviour.Profiles;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// The models of a simulator, by name. Thread-safe.
final class Models {
  private final Map<String, SimulatedModel> named = new TreeMap<>();
  private final Map<String, SimulatedModel> switched = new ConcurrentHashMap<>();

  Models(Map<String, Behaviour> behaviours) {
    behaviours.forEach((name, behaviour) -> named.put(name, new SimulatedModel(name, behaviour)));
  }

  /// The models that were declared, in the order of their names.
  List<SimulatedModel> declared() {
    return List.copyOf(named.values());
  }

  /// The model of that name; a name may end in switches, such as `sim-8b?step_ms=5`, and then names
  /// a model of its own.
  Optional<SimulatedModel> find(String name) throws ProfileException {
    SimulatedModel known = named.containsKey(name) ? named.get(name) : switched.get(name);
    int question = name.indexOf('?');
    if (known != null || question < 0) {
      return Optional.ofNullable(known);
    }
    SimulatedModel base = named.get(name.substring(0, question));
    if (base == null) {
      return Optional.empty();
    }
    Behaviour changed = Profiles.overlay(base.behaviour(), name.substring(question + 1));
    return Optional.of(switched.computeIfAbsent(name, added -> new SimulatedModel(added, changed)));
  }
}
