package io.perftune.bench;

import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Prints what each load generator's figures are off by, against the simulator's own log, and what
/// they cost: `bench/accuracy`.
public final class AccuracyBench {
  private static final double US_PER_MS = 1e3;

  private final Path directory;
  private final String aiperf;
  private final boolean quick;
  private final SimulatorProcess simulator;
  private final Prompts prompts = new Prompts();
  private int runs;

  private AccuracyBench(Path directory, String aiperf, boolean quick, SimulatorProcess simulator) {
    this.directory = directory;
    this.aiperf = aiperf;
    this.quick = quick;
    this.simulator = simulator;
  }

  /// Measures and prints.
  ///
  /// @param args the checkout, the AIPerf program, --quick for a shorter run, and --client for the
  ///   client alone against a sender that does as little as it can
  public static void main(String[] args) throws Exception {
    boolean quick = List.of(args).contains("--quick");
    if (List.of(args).contains("--client")) {
      ClientBench.run(args[1], quick);
      return;
    }
    Path directory = Files.createTempDirectory("perftune-accuracy");
    try (SimulatorProcess simulator = SimulatorProcess.start(Path.of(args[0]), directory)) {
      new AccuracyBench(directory, args[1], quick, simulator).run();
    } finally {
      remove(directory);
    }
  }

  private void run() throws IOException, InterruptedException {
    Machine.print();
    System.out.printf(
        "EngineErrors are absolute, against the simulator's log: p50 / p99 / max over requests, of chunk over"
            + " all chunks; of itl first the mean with its sign. Arrival is from the engine's start of the clock to the simulator's stamp of the whole request, a part of the errors of ttft, ttfo and latency. The load is that of the minute before.%n%n");
    System.out.println(
        "| c | gap ms | engine | requests x tokens | arrival ms | ttft ms | ttfo ms | itl us | latency ms | chunk"
            + " ms | counts off | CPU s | verdict | load |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int concurrency : List.of(1, 10, 64)) {
      for (int gapMs : List.of(1, 10, 20)) {
        pair(concurrency, gapMs);
      }
    }
  }

  private void pair(int concurrency, int gapMs) throws IOException, InterruptedException {
    int tokens = quick ? 100 : 500;
    int requests = concurrency == 1 ? (quick ? 4 : 6) : concurrency * (quick ? 2 : 3);
    Path dataset = prompts.dataset(directory.resolve("rows.jsonl"), requests + concurrency, tokens);
    runs++;
    Engine.Load load =
        new Engine.Load(
            simulator.origin(),
            SimulatorProcess.steady(gapMs, tokens / 5),
            dataset,
            concurrency,
            requests,
            concurrency);
    EngineErrors builtin = measured(Engine.BUILTIN, load, gapMs, tokens);
    EngineErrors peer = measured(Engine.AIPERF, load, gapMs, tokens);
    System.out.println(
        "| %d | %d | builtin / aiperf | | %s | %s | %s | %s | %s | %s | | %s | | |"
            .formatted(
                concurrency,
                gapMs,
                Figures.ratios(builtin.arrival, peer.arrival),
                Figures.ratios(builtin.ttft, peer.ttft),
                Figures.ratios(builtin.ttfo, peer.ttfo),
                Figures.ratios(builtin.itl, peer.itl),
                Figures.ratios(builtin.latency, peer.latency),
                Figures.ratios(builtin.chunk, peer.chunk),
                Figures.ratio(builtin.cpuSeconds, peer.cpuSeconds)));
  }

  private EngineErrors measured(Engine engine, Engine.Load load, int gapMs, int tokens)
      throws IOException, InterruptedException {
    Path place = directory.resolve("run-%d-%s".formatted(runs, engine.label()));
    String before = Machine.load();
    Engine.Run run = engine.run(load, aiperf, place);
    EngineErrors errors = EngineErrors.of(run, simulator);
    List<RequestRecord> ok = EngineErrors.ok(run.capture());
    System.out.println(
        "| %d | %d | %s | %d x %d | %s | %s | %s | %s | %s | %s | %d | %.1f | %s | %s |"
            .formatted(
                load.concurrency(),
                gapMs,
                engine.label(),
                ok.size(),
                tokens,
                Figures.figures(errors.arrival, 1, "%.3f"),
                Figures.figures(errors.ttft, 1, "%.3f"),
                Figures.figures(errors.ttfo, 1, "%.3f"),
                "%.2f; ".formatted(US_PER_MS * errors.signedItl / ok.size())
                    + Figures.figures(errors.itl, US_PER_MS, "%.2f"),
                Figures.figures(errors.latency, 1, "%.3f"),
                Figures.figures(errors.chunk, 1, "%.3f"),
                errors.countsOff + load.requests() - ok.size(),
                errors.cpuSeconds,
                EngineErrors.verdict(run.capture()),
                before));
    remove(place);
    return errors;
  }

  static void remove(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
