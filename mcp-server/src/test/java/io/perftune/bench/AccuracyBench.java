package io.perftune.bench;

import io.perftune.atlas.VerdictWord;
import io.perftune.plan.prompts.Corpus;
import io.perftune.plan.prompts.Dataset;
import io.perftune.plan.prompts.GeneratedPrompts;
import io.perftune.plan.prompts.PromptRequest;
import io.perftune.simulator.Truth;
import io.perftune.statistics.Sample;
import io.perftune.tokens.O200k;
import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Prints what each load generator's figures are off by, against the simulator's own log, and what
/// they cost: `bench/accuracy`.
public final class AccuracyBench {
  private static final int PROMPT_TOKENS = 100;
  private static final double US_PER_MS = 1e3;
  private static final double NANOS_PER_MS = 1e6;

  private final Path directory;
  private final String aiperf;
  private final boolean quick;
  private final SimulatorProcess simulator;
  private final Corpus corpus = Corpus.wordnet(new O200k());
  private int runs;

  private AccuracyBench(Path directory, String aiperf, boolean quick, SimulatorProcess simulator) {
    this.directory = directory;
    this.aiperf = aiperf;
    this.quick = quick;
    this.simulator = simulator;
  }

  /// Measures and prints.
  ///
  /// @param args the checkout, the AIPerf program, and --quick for a shorter run
  public static void main(String[] args) throws Exception {
    boolean quick = List.of(args).contains("--quick");
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
        "Errors are absolute, against the simulator's log: p50 / p99 / max over requests, of chunk over"
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
    Path dataset = directory.resolve("rows.jsonl");
    try (OutputStream out = Files.newOutputStream(dataset)) {
      var _ =
          new Dataset(
                  new GeneratedPrompts(
                      corpus, new PromptRequest(PROMPT_TOKENS, requests + concurrency, ++runs)),
                  tokens)
              .write(out);
    }
    Engine.Load load =
        new Engine.Load(
            simulator.origin(),
            SimulatorProcess.steady(gapMs, tokens / 5),
            dataset,
            concurrency,
            requests,
            concurrency);
    Errors builtin = measured(Engine.BUILTIN, load, gapMs, tokens);
    Errors peer = measured(Engine.AIPERF, load, gapMs, tokens);
    System.out.println(
        "| %d | %d | builtin / aiperf | | %s | %s | %s | %s | %s | %s | | %s | | |"
            .formatted(
                concurrency,
                gapMs,
                ratios(builtin.arrival, peer.arrival),
                ratios(builtin.ttft, peer.ttft),
                ratios(builtin.ttfo, peer.ttfo),
                ratios(builtin.itl, peer.itl),
                ratios(builtin.latency, peer.latency),
                ratios(builtin.chunk, peer.chunk),
                ratio(builtin.cpuSeconds, peer.cpuSeconds)));
  }

  private Errors measured(Engine engine, Engine.Load load, int gapMs, int tokens)
      throws IOException, InterruptedException {
    Path place = directory.resolve("run-%d-%s".formatted(runs, engine.label()));
    String before = Machine.load();
    Engine.Run run = engine.run(load, aiperf, place);
    List<RequestRecord> ok = run.capture().records().stream().filter(RequestRecord::ok).toList();
    Map<String, Truth> truths =
        simulator.truths(ok.stream().map(record -> record.key().requestId()).toList());
    Errors errors = new Errors(run.cpuSeconds());
    ok.forEach(record -> errors.add(record, truth(truths, record), run.stamps()));
    List<Double> itls =
        ok.stream()
            .flatMap(record -> Optional.ofNullable(record.timing().itlMs()).stream())
            .toList();
    System.out.println(
        "| %d | %d | %s | %d x %d | %s | %s | %s | %s | %s | %s | %d | %.1f | %s | %s |"
            .formatted(
                load.concurrency(),
                gapMs,
                engine.label(),
                ok.size(),
                tokens,
                figures(errors.arrival, 1, "%.3f"),
                figures(errors.ttft, 1, "%.3f"),
                figures(errors.ttfo, 1, "%.3f"),
                "%.2f; ".formatted(US_PER_MS * errors.signedItl / ok.size())
                    + figures(errors.itl, US_PER_MS, "%.2f"),
                figures(errors.latency, 1, "%.3f"),
                figures(errors.chunk, 1, "%.3f"),
                errors.countsOff + load.requests() - ok.size(),
                errors.cpuSeconds,
                VerdictWord.of(run.capture().client(), Sample.of(itls).median()),
                before));
    remove(place);
    return errors;
  }

  private static Truth truth(Map<String, Truth> truths, RequestRecord record) {
    return Objects.requireNonNull(truths.get(record.key().requestId()));
  }

  /// What one run was off by; absolute, in ms.
  private static final class Errors {
    final List<Double> arrival = new ArrayList<>();
    final List<Double> ttft = new ArrayList<>();
    final List<Double> ttfo = new ArrayList<>();
    final List<Double> itl = new ArrayList<>();
    final List<Double> latency = new ArrayList<>();
    final List<Double> chunk = new ArrayList<>();
    final double cpuSeconds;
    double signedItl;
    int countsOff;

    Errors(double cpuSeconds) {
      this.cpuSeconds = cpuSeconds;
    }

    void add(RequestRecord record, Truth truth, Map<String, List<Long>> stamps) {
      RequestError error = RequestError.of(record, truth);
      arrival.add(
          Math.abs(truth.request().arrivedNanos() - record.timing().startNs()) / NANOS_PER_MS);
      ttft.add(Math.abs(error.ttft()));
      ttfo.add(Math.abs(Objects.requireNonNull(error.ttfo())));
      itl.add(Math.abs(Objects.requireNonNull(error.itl())));
      signedItl += Objects.requireNonNull(error.itl());
      latency.add(Math.abs(error.latency()));
      countsOff += error.tokens() == 0 ? 0 : 1;
      List<Long> sent =
          truth.sent().chunks().stream()
              .filter(one -> one.tokens() > 0)
              .map(Truth.Chunk::nanos)
              .toList();
      List<Long> seen = stamps.getOrDefault(record.key().requestId(), List.of());
      if (seen.size() != sent.size()) {
        throw new IllegalStateException(
            "%d chunks were sent, %d were seen".formatted(sent.size(), seen.size()));
      }
      for (int i = 0; i < sent.size(); i++) {
        chunk.add(Math.abs(seen.get(i) - sent.get(i)) / NANOS_PER_MS);
      }
    }
  }

  private static String figures(List<Double> errors, double factor, String format) {
    Sample sample = Sample.of(errors);
    return Stream.of(50, 99, 100)
        .map(percent -> format.formatted(factor * percentile(sample, percent)))
        .reduce((a, b) -> a + " / " + b)
        .orElse("");
  }

  private static String ratios(List<Double> ours, List<Double> theirs) {
    Sample first = Sample.of(ours);
    Sample second = Sample.of(theirs);
    return Stream.of(50, 99, 100)
        .map(percent -> ratio(percentile(first, percent), percentile(second, percent)))
        .reduce((a, b) -> a + " / " + b)
        .orElse("");
  }

  private static double percentile(Sample sample, int percent) {
    return Objects.requireNonNull(sample.percentile(percent));
  }

  private static String ratio(double ours, double theirs) {
    return theirs == 0 ? "-" : String.format(Locale.ROOT, "%.3f", ours / theirs);
  }

  static void remove(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
