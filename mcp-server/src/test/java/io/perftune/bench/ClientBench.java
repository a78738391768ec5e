package io.perftune.bench;

import io.perftune.capture.Capture;
import io.perftune.value.ClientHealth;
import io.perftune.value.RequestRecord;
import io.perftune.wire.StreamFrame;
import io.perftune.wire.StreamsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Prints what each load generator is off by, and how much it takes, with a core to itself and
/// before it an endpoint that does as little as one can: `bench/accuracy --client`.
final class ClientBench {
  private static final double US_PER_MS = 1e3;
  private static final double NANOS_PER_S = 1e9;

  private final Path directory;
  private final String aiperf;
  private final boolean quick;
  private final Pins pins = Pins.find();
  private final Prompts prompts = new Prompts();
  private final SimulatorProcess sender;
  private int runs;

  private ClientBench(Path directory, String aiperf, boolean quick) throws IOException {
    this.directory = directory;
    this.aiperf = aiperf;
    this.quick = quick;
    this.sender = SimulatorProcess.start(sender(), directory);
  }

  /// Measures and prints.
  ///
  /// @param aiperf the AIPerf that is installed
  static void run(String aiperf, boolean quick) throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory("perftune-client");
    ClientBench bench = new ClientBench(directory, aiperf, quick);
    try {
      bench.run();
    } finally {
      bench.sender.close();
      AccuracyBench.remove(directory);
    }
  }

  private List<String> sender() {
    List<String> command = new ArrayList<>(pins.sender());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms1g", "-Xmx1g"));
    command.addAll(List.of("-cp", Objects.requireNonNull(System.getProperty("java.class.path"))));
    command.add(LockstepSender.class.getName());
    return command;
  }

  private void run() throws IOException, InterruptedException {
    Machine.print();
    System.out.println(pins.said());
    warmUp();
    System.out.printf(
        "%nErrors are absolute, against the sender's log: p50 / p99 / max over requests, of chunk over all chunks; of itl first the mean with its sign.%n%n");
    System.out.println(
        "| c | gap ms | engine | requests x tokens | arrival ms | ttft ms | itl us | latency ms | chunk ms | verdict | load |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (int gapMs : quick ? List.of(10) : List.of(1, 10)) {
      pair(1, gapMs);
      pair(10, gapMs);
      pair(64, gapMs);
    }
    System.out.println();
    System.out.println(
        "| c | events a write | engine | events | seconds | events/s | reads/s | event loop ran | events by s of loop | reads by s of loop | load |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|---|");
    for (int events : List.of(16, 1)) {
      double ours = throughput(Engine.BUILTIN, events);
      for (Engine peer : List.of(Engine.BARE, Engine.AIPERF)) {
        System.out.printf(
            "| 64 | %d | builtin / %s | | | %s | | | | | |%n",
            events, peer.label(), Figures.ratio(ours, throughput(peer, events)));
      }
    }
  }

  /// Two rounds that nobody sees: the sender is a JVM too, and its first answers are slow ones.
  private void warmUp() throws IOException, InterruptedException {
    for (int gapUs : List.of(10_000, 0)) {
      Path place = directory.resolve("warm-up");
      var _ = Engine.BUILTIN.run(load(gapUs, 200, 1, 64, 2), aiperf, place, pins.engine());
      AccuracyBench.remove(place);
    }
  }

  private void pair(int concurrency, int gapMs) throws IOException, InterruptedException {
    int tokens = quick ? 300 : 1_000;
    int rounds = concurrency == 1 ? 6 : 3;
    Engine.Load load = load(gapMs * 1_000, tokens, 1, concurrency, rounds);
    EngineErrors builtin = errors(Engine.BUILTIN, load, gapMs, tokens);
    ratios(load, gapMs, builtin, Engine.BARE, errors(Engine.BARE, load, gapMs, tokens));
    ratios(load, gapMs, builtin, Engine.AIPERF, errors(Engine.AIPERF, load, gapMs, tokens));
  }

  private static void ratios(
      Engine.Load load, int gapMs, EngineErrors builtin, Engine other, EngineErrors peer) {
    System.out.println(
        "| %d | %d | builtin / %s | | %s | %s | %s | %s | %s | | |"
            .formatted(
                load.concurrency(),
                gapMs,
                other.label(),
                Figures.ratios(builtin.arrival, peer.arrival),
                Figures.ratios(builtin.ttft, peer.ttft),
                Figures.ratios(builtin.itl, peer.itl),
                Figures.ratios(builtin.latency, peer.latency),
                Figures.ratios(builtin.chunk, peer.chunk)));
  }

  private Engine.Load load(int gapUs, int tokens, int events, int concurrency, int rounds)
      throws IOException {
    int requests = rounds * concurrency;
    return new Engine.Load(
        sender.origin(),
        SenderPlan.model(gapUs, tokens, events),
        prompts.dataset(directory.resolve("rows.jsonl"), requests + concurrency, tokens),
        concurrency,
        requests,
        concurrency);
  }

  private EngineErrors errors(Engine engine, Engine.Load load, int gapMs, int tokens)
      throws IOException, InterruptedException {
    Path place = directory.resolve("run-%d".formatted(++runs));
    String before = Machine.load();
    Engine.Run run = engine.run(load, aiperf, place, pins.engine());
    EngineErrors errors = EngineErrors.of(run, sender);
    List<RequestRecord> ok = EngineErrors.ok(run.capture());
    System.out.println(
        "| %d | %d | %s | %d x %d | %s | %s | %s | %s | %s | %s | %s |"
            .formatted(
                load.concurrency(),
                gapMs,
                engine.label(),
                ok.size(),
                tokens,
                Figures.figures(errors.arrival, 1, "%.3f"),
                Figures.figures(errors.ttft, 1, "%.3f"),
                "%.2f; ".formatted(US_PER_MS * errors.signedItl / ok.size())
                    + Figures.figures(errors.itl, US_PER_MS, "%.2f"),
                Figures.figures(errors.latency, 1, "%.3f"),
                Figures.figures(errors.chunk, 1, "%.3f"),
                EngineErrors.verdict(run.capture()),
                before));
    AccuracyBench.remove(place);
    return errors;
  }

  /// Events a second of one run that is sent as fast as it is taken.
  private double throughput(Engine engine, int events) throws IOException, InterruptedException {
    int tokens = 2_000;
    int rounds = engine == Engine.AIPERF ? 1 : quick ? 4 : 8;
    Engine.Load load = load(0, tokens, events, 64, rounds);
    Path place = directory.resolve("run-%d".formatted(++runs));
    String before = Machine.load();
    Engine.Run run = engine.run(load, aiperf, place, pins.engine());
    List<RequestRecord> ok = EngineErrors.ok(run.capture());
    double seconds = seconds(ok);
    double all = (double) ok.size() * tokens;
    System.out.println(
        "| 64 | %d | %s | %,.0f | %.2f | %,.0f | %s | %s |"
            .formatted(
                events,
                engine.label(),
                all,
                seconds,
                all / seconds,
                loop(run.capture(), place.resolve("raw"), all, seconds),
                before));
    AccuracyBench.remove(place);
    return all / seconds;
  }

  private static String loop(Capture capture, Path raw, double events, double seconds) {
    Path streams = raw.resolve("streams.bin");
    if (Files.notExists(streams)) {
      return "| | |";
    }
    long reads = reads(streams);
    ClientHealth client = capture.client();
    Double ran = client == null ? null : client.runShare();
    return ran == null
        ? "%,.0f | | |".formatted(reads / seconds)
        : "%,.0f | %.2f | %,.0f | %,.0f"
            .formatted(reads / seconds, ran, events / seconds / ran, reads / seconds / ran);
  }

  private static long reads(Path streams) {
    long reads = 0;
    try (StreamsReader reader = new StreamsReader(streams)) {
      for (StreamFrame frame = reader.next(); frame != null; frame = reader.next()) {
        reads += frame.kind() == StreamFrame.Kind.BYTES ? 1 : 0;
      }
    }
    return reads;
  }

  /// From the first start to the last end.
  private static double seconds(List<RequestRecord> records) {
    long start =
        records.stream().mapToLong(record -> record.timing().startNs()).min().orElseThrow();
    double end =
        records.stream()
            .map(RequestRecord::timing)
            .mapToDouble(
                timing -> timing.startNs() + 1e6 * Objects.requireNonNull(timing.latencyMs()))
            .max()
            .orElseThrow();
    return (end - start) / NANOS_PER_S;
  }
}
