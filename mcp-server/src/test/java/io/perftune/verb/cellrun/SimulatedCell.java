package io.perftune.verb.cellrun;

import io.perftune.capture.Requests;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Cells that a real load generator measures on a simulator, which knows the truth.
abstract class SimulatedCell {
  @TempDir Path directory;

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorSettings.local());
  }

  @AfterEach
  void stop() throws IOException {
    simulator.close();
  }

  /// Readies the machine for its load generator; skips the test where there is none.
  abstract void prepare(Workbench bench) throws Exception;

  Simulator simulator() {
    return simulator;
  }

  /// A campaign of one cell on a model of the simulator.
  Workbench bench(String model, String... more) throws Exception {
    return bench(directory, model, more);
  }

  /// The same in a directory of its own.
  Workbench bench(Path directory, String model, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("aa:url: " + simulator.origin());
    all.add("aa:model: \"" + model + "\"");
    Workbench bench =
        new Workbench(directory, Workbench.cell(Workbench.CELL, all.toArray(String[]::new)));
    prepare(bench);
    return bench;
  }

  /// What the simulator knows of the counted requests of a point.
  List<Truth> truths(Workbench bench, int concurrency) {
    Map<String, Truth> known =
        simulator.truth().stream()
            .collect(
                Collectors.toMap(
                    truth -> String.valueOf(truth.request().id()), Function.identity()));
    return Requests.read(bench.cell().requests()).stream()
        .filter(request -> request.key().concurrency() == concurrency)
        .map(request -> Objects.requireNonNull(known.get(request.key().requestId())))
        .toList();
  }

  /// The sha256 of every prompt that it was sent.
  List<String> prompts() {
    return simulator.truth().stream()
        .map(truth -> Objects.requireNonNull(truth.prompt().sha256()))
        .toList();
  }

  static double mean(List<Truth> truths, ToIntFunction<Truth> count) {
    return truths.stream().mapToInt(count).average().orElseThrow();
  }

  static double number(JsonNode row, String column) {
    return row.required(column).doubleValue();
  }
}
