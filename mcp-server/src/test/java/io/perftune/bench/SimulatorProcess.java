package io.perftune.bench;

import io.perftune.simulator.Truth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// The simulator as a program of its own, with a truth log.
final class SimulatorProcess implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .build();
  private static final long LOOK_AGAIN_NANOS = 50_000_000;
  private static final int PATIENCE = 600;

  private final Process process;
  private final URI origin;
  private final Path log;
  private final GrowingLines lines;

  private SimulatorProcess(Process process, URI origin, Path log) throws IOException {
    this.process = process;
    this.origin = origin;
    this.log = log;
    this.lines = new GrowingLines(log);
  }

  /// Starts it; returns when it listens.
  ///
  /// @param checkout where bin/simulator is
  static SimulatorProcess start(Path checkout, Path directory) throws IOException {
    return start(List.of(checkout.resolve("bin/simulator").toString()), directory);
  }

  /// Starts a program that takes the same switches and keeps the same log.
  static SimulatorProcess start(List<String> program, Path directory) throws IOException {
    Path ready = directory.resolve("ready");
    Path log = Files.createFile(directory.resolve("truth.jsonl"));
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--port", "0", "--ready-file", ready.toString()));
    command.addAll(List.of("--truth-log", log.toString()));
    command.addAll(List.of("--exit-with-parent-pid", Long.toString(ProcessHandle.current().pid())));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("PERFTUNE_NO_BUILD", "1");
    Process process =
        builder.redirectErrorStream(true).redirectOutput(directory.resolve("out").toFile()).start();
    for (int look = 0; !Files.exists(ready); look++) {
      if (!process.isAlive() || look > PATIENCE) {
        process.destroy();
        throw new IOException(
            "the simulator did not start: " + Files.readString(directory.resolve("out")));
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return new SimulatorProcess(process, URI.create(Files.readString(ready).strip()), log);
  }

  URI origin() {
    return origin;
  }

  /// What it did for these requests, by id; waits until the log has them all.
  Map<String, Truth> truths(Collection<String> ids) throws IOException {
    Set<String> missing = new HashSet<>(ids);
    Map<String, Truth> truths = new HashMap<>();
    for (int look = 0; !missing.isEmpty(); look++) {
      if (look > PATIENCE) {
        throw new IOException("%s lacks %d requests".formatted(log, missing.size()));
      }
      for (String line : lines.next()) {
        Truth truth = JSON.readValue(line, Truth.class);
        String id = Objects.toString(truth.request().id(), "");
        if (missing.remove(id)) {
          truths.put(id, truth);
        }
      }
      if (!missing.isEmpty()) {
        LockSupport.parkNanos(LOOK_AGAIN_NANOS);
      }
    }
    return truths;
  }

  /// The processor seconds that it has used.
  double cpuSeconds() {
    return process.info().totalCpuDuration().map(used -> used.toMillis() / 1e3).orElse(0.0);
  }

  @Override
  public void close() throws IOException {
    lines.close();
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Switches for a model that streams a token every so many milliseconds and thinks first. It
  /// reads 100 tokens of a prompt in 100 ms, so that requests that come together have all arrived
  /// before the first token leaves.
  static String steady(int gapMs, int thoughts) {
    return "sim-reasoner?"
        + String.join(
            "&",
            List.of(
                "step_ms=" + gapMs,
                "jitter=0",
                "batch_slope=0",
                "queue=false",
                "prefill.tokens_per_s=1000",
                "reasoning.tokens=" + thoughts));
  }
}
