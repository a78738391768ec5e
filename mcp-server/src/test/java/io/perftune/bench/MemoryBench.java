package io.perftune.bench;

import io.perftune.capture.Requests;
import io.perftune.engine.local.BuiltinProgram;
import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Measures a point whose prompts and streams are larger than the heap of the tool and of its
/// client: `bench/memory`.
public final class MemoryBench {
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern BEFORE_COLLECTION = Pattern.compile(" (\\d+)M->(\\d+)M\\(");
  private static final long MIB = 1 << 20;
  private static final String HEAP = "512m";
  private static final String CLIENT = "ClientMain";

  private MemoryBench() {}

  /// Measures and prints; exit 1 where a request is missing.
  ///
  /// @param args the checkout, and how many requests (1,000)
  public static void main(String[] args) throws Exception {
    Path checkout = Path.of(args[0]);
    String requests = args.length > 1 ? args[1] : "1000";
    Path directory = Files.createTempDirectory("perftune-memory");
    int code;
    try (SimulatorProcess simulator = SimulatorProcess.start(checkout, directory)) {
      code = run(simulator, requests, directory);
    } finally {
      AccuracyBench.remove(directory);
    }
    System.exit(code);
  }

  private static int run(SimulatorProcess simulator, String requests, Path directory)
      throws IOException, InterruptedException {
    Machine.print();
    Path collections = directory.resolve("gc.log");
    long start = System.nanoTime();
    Process tool =
        new ProcessBuilder(command(simulator, requests, directory, collections))
            .inheritIO()
            .start();
    Map<String, Long> peaks = new TreeMap<>();
    do {
      peak(tool.toHandle(), "tool", peaks);
      tool.descendants().filter(MemoryBench::client).forEach(child -> peak(child, "client", peaks));
    } while (!tool.waitFor(100, TimeUnit.MILLISECONDS));
    System.out.printf(
        "%s requests of aa-100k, c=64, both heaps limited to %s, %d s%n",
        requests, HEAP, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    System.out.printf("prompts on disk: %d MiB%n", written(directory, ".jsonl"));
    System.out.printf("streams on disk: %d MiB%n", written(directory, "streams.bin"));
    System.out.printf("heap of the tool before a collection, at most: %d MiB%n", heap(collections));
    peaks.forEach((name, kib) ->
        System.out.printf("resident memory of the %s, at most: %d MiB%n", name, kib / 1024));
    long ok = answered(directory);
    System.out.printf("requests that ended well: %d of %s%n", ok, requests);
    return ok == Long.parseLong(requests) ? 0 : 1;
  }

  /// How many records say ok; whether the machine was quiet enough for a full point is another
  /// question.
  private static long answered(Path directory) throws IOException {
    Path records = directory.resolve("artifacts/aa-100k/requests.jsonl");
    return Files.exists(records)
        ? Requests.read(records).stream().filter(RequestRecord::ok).count()
        : 0;
  }

  private static List<String> command(
      SimulatorProcess simulator, String requests, Path directory, Path collections) {
    List<String> command =
        new ArrayList<>(List.of(BuiltinProgram.of("bench").command().getFirst()));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx" + HEAP));
    command.addAll(List.of("-Xlog:gc:file=" + collections, "--enable-native-access=ALL-UNNAMED"));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "io.perftune.Main", "aa-workload"));
    command.addAll(
        List.of(
            "--engine",
            "builtin",
            "--model",
            SimulatorProcess.steady(2, 0)
                .replace("prefill.tokens_per_s=1000", "prefill.tokens_per_s=10000"),
            "--url",
            simulator.origin().toString(),
            "--shapes",
            "aa-100k",
            "--concurrency",
            "64",
            "--request-count",
            requests,
            "--artifact-root",
            directory.resolve("artifacts").toString()));
    return command;
  }

  private static boolean client(ProcessHandle process) {
    return process.info().commandLine().filter(line -> line.contains(CLIENT)).isPresent();
  }

  /// Keeps the highest; nothing where the process has gone or the system does not tell.
  private static void peak(ProcessHandle process, String name, Map<String, Long> peaks) {
    try {
      Matcher found = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
      if (found.find()) {
        peaks.merge(name, Long.parseLong(found.group(1)), Math::max);
      }
    } catch (IOException _) {
      peaks.putIfAbsent(name, 0L);
    }
  }

  private static long heap(Path collections) throws IOException {
    return Files.readAllLines(collections).stream()
        .map(BEFORE_COLLECTION::matcher)
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .max()
        .orElse(0);
  }

  private static long written(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("artifacts"))) {
      return files
              .filter(file -> file.toString().endsWith(ending))
              .mapToLong(file -> file.toFile().length())
              .sum()
          / MIB;
    }
  }
}
