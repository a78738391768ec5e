package io.perftune.bench;

import io.perftune.capture.Capture;
import io.perftune.capture.ChunkStamps;
import io.perftune.capture.RawResults;
import io.perftune.engine.LoadEngine;
import io.perftune.engine.local.BuiltinProgram;
import io.perftune.engine.local.LocalEngine;
import io.perftune.value.EngineRun;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A load generator that is started as the product starts it, with its processor time.
enum Engine {
  BUILTIN,
  AIPERF,
  /// Not the product's: the least that a client can do, to tell a client's share from the
  /// machine's.
  BARE;

  private static final Duration LIMIT = Duration.ofMinutes(30);

  /// `times` prints what the shell and its children used, user and system, as 0m1.5s.
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([0-9.]+)s");

  private static final String TIMED = "out=$1; shift; \"$@\"; code=$?; times >\"$out\"; exit $code";

  /// Where the load goes.
  ///
  /// @param dataset one row a request, warm-up included
  record Load(URI origin, String model, Path dataset, int concurrency, int requests, int warmup) {}

  /// What a run gave.
  ///
  /// @param stamps of each chunk with text, by request id
  /// @param cpuSeconds of all its processes, its start included
  record Run(Capture capture, Map<String, List<Long>> stamps, double cpuSeconds) {}

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Runs it in a directory of its own.
  ///
  /// @param aiperf the AIPerf that is installed
  Run run(Load load, String aiperf, Path directory) throws IOException, InterruptedException {
    return run(load, aiperf, directory, List.of());
  }

  /// The same behind a program that starts it, such as `taskset -c 1`.
  Run run(Load load, String aiperf, Path directory, List<String> starter)
      throws IOException, InterruptedException {
    Path raw = directory.resolve("raw");
    Path times = Files.createDirectories(directory).resolve("times");
    List<String> argv =
        new ArrayList<>(List.of("/bin/bash", "-c", TIMED, "bash", times.toString()));
    argv.addAll(starter);
    argv.addAll(
        switch (this) {
          case BUILTIN -> ours(BuiltinProgram.of("bench").command(), load, raw);
          case AIPERF -> aiperf(load, raw, aiperf);
          case BARE -> ours(bare(), load, raw);
        });
    EngineRun.End end =
        new LocalEngine(
                System.getenv(),
                this == AIPERF ? LocalEngine.Kind.AIPERF : LocalEngine.Kind.BUILTIN)
            .run(
                new EngineRun(name(), argv, null, load.requests(), LIMIT),
                new LoadEngine.Place(directory.resolve("commands"), raw),
                Map.of(),
                text -> text,
                SILENT);
    if (end.exitCode() != 0) {
      throw new IOException(
          "%s ended with %d: %s".formatted(this, end.exitCode(), end.lastLines()));
    }
    Capture capture = RawResults.read(raw, load.concurrency(), 1, _ -> Prompts.TOKENS);
    return new Run(capture, ChunkStamps.read(raw), seconds(Files.readString(times)));
  }

  /// In the JVM that the built-in client runs in.
  private static List<String> bare() {
    List<String> command = new ArrayList<>(BuiltinProgram.of("bench").command());
    command.set(command.indexOf("-cp") + 1, System.getProperty("java.class.path"));
    command.set(command.size() - 1, BareClient.class.getName());
    return command;
  }

  private static List<String> ours(List<String> program, Load load, Path raw) {
    List<String> argv = new ArrayList<>(program);
    argv.addAll(common(load));
    argv.addAll(List.of("--dataset", load.dataset().toString()));
    argv.addAll(List.of("--output-directory", raw.toString()));
    return argv;
  }

  private static List<String> aiperf(Load load, Path raw, String aiperf) {
    List<String> argv = new ArrayList<>(List.of(aiperf, "profile"));
    argv.addAll(common(load));
    argv.addAll(
        List.of(
            "--streaming",
            "--endpoint-type",
            "chat",
            "--tokenizer",
            "builtin",
            "--input-file",
            load.dataset().toString(),
            "--custom-dataset-type",
            "mooncake_trace",
            "--no-fixed-schedule"));
    argv.addAll(List.of("--no-gpu-telemetry", "--no-server-metrics", "--ui", "none"));
    argv.addAll(List.of("--export-level", "records", "--output-artifact-dir", raw.toString()));
    return argv;
  }

  private static List<String> common(Load load) {
    return List.of(
        "--url",
        load.origin().toString(),
        "--endpoint",
        "/v1/chat/completions",
        "--model",
        load.model(),
        "--concurrency",
        Integer.toString(load.concurrency()),
        "--request-count",
        Integer.toString(load.requests()),
        "--warmup-request-count",
        Integer.toString(load.warmup()),
        "--extra-inputs",
        "{\"ignore_eos\":true}");
  }

  private static double seconds(String times) {
    double seconds = 0;
    for (Matcher found = TIMES.matcher(times); found.find(); ) {
      seconds += 60 * Double.parseDouble(found.group(1)) + Double.parseDouble(found.group(2));
    }
    return seconds;
  }

  private static final LoadEngine.Listener SILENT =
      new LoadEngine.Listener() {
        @Override
        public void started(long pid, Instant start) {}

        @Override
        public void requests(int done, int of, Duration elapsed) {}
      };
}
