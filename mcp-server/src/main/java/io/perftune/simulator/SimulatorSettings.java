package io.perftune.simulator;

import static java.util.Objects.requireNonNull;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Profiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a simulator is started.
///
/// @param bind the address to listen on
/// @param port 0: any free one
/// @param models by name
/// @param truthLog the file that gets a line for each request; empty: none
/// @param key what clients must send as bearer; empty: nothing is demanded
/// @param kept how many of the latest truths [Simulator#truth] holds
public record SimulatorSettings(
    String bind,
    int port,
    Map<String, Behaviour> models,
    Optional<Path> truthLog,
    Optional<BearerKey> key,
    int kept) {

  public SimulatorSettings {
    requireNonNull(bind, "bind is null");
    models = Map.copyOf(models);
    requireNonNull(truthLog, "truthLog is null");
    requireNonNull(key, "key is null");
  }

  /// A free port of loopback, the built-in models, no log, no key.
  public static SimulatorSettings local() {
    return new SimulatorSettings(
        "127.0.0.1", 0, Profiles.builtIn(), Optional.empty(), Optional.empty(), 1_000);
  }

  /// As [#local] with one more model.
  public static SimulatorSettings of(String model, Behaviour behaviour) {
    return local().with(model, behaviour);
  }

  public SimulatorSettings with(String model, Behaviour behaviour) {
    return with(Map.of(model, behaviour));
  }

  /// With these models over those that are there.
  public SimulatorSettings with(Map<String, Behaviour> more) {
    Map<String, Behaviour> all = new LinkedHashMap<>(models);
    all.putAll(more);
    return new SimulatorSettings(bind, port, all, truthLog, key, kept);
  }

  /// With these models and no others.
  public SimulatorSettings withOnly(Map<String, Behaviour> only) {
    return new SimulatorSettings(bind, port, only, truthLog, key, kept);
  }

  public SimulatorSettings withAddress(String address, int number) {
    return new SimulatorSettings(address, number, models, truthLog, key, kept);
  }

  public SimulatorSettings withTruthLog(Path file) {
    return new SimulatorSettings(bind, port, models, Optional.of(file), key, kept);
  }

  public SimulatorSettings withKey(BearerKey demanded) {
    return new SimulatorSettings(bind, port, models, truthLog, Optional.of(demanded), kept);
  }

  public SimulatorSettings withKept(int truths) {
    return new SimulatorSettings(bind, port, models, truthLog, key, truths);
  }
}
