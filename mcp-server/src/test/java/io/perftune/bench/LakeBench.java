package io.perftune.bench;

import io.perftune.config.Tables;
import io.perftune.lake.LakeKey;
import io.perftune.lake.LakeSample;
import io.perftune.verb.publish.PublishSample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Publishes campaigns of growing size as the command line does, and lists a lake of 10,000:
/// `bench/lake`.
public final class LakeBench {
  private static final String HEAP = "-Xmx512m";

  /// What the predecessor says of itself for 100,000 rows; nobody measured it here.
  private static final double PREDECESSOR_CPU_S = 10;

  private static final double PREDECESSOR_MIB = 700;
  private static final double PREDECESSOR_ROWS = 100_000;

  private final Path checkout;
  private final Path directory;

  private LakeBench(Path checkout, Path directory) {
    this.checkout = checkout;
    this.directory = directory;
  }

  /// Measures and prints; exit 1 where a program fails.
  ///
  /// @param args the checkout, and how many rows of requests_v1 each publish has (1000 100000
  ///   1000000)
  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("perftune-lake");
    try {
      LakeBench bench = new LakeBench(Path.of(args[0]), directory);
      Machine.print();
      List<String> sizes =
          args.length > 1
              ? List.of(args).subList(1, args.length)
              : List.of("1000", "100000", "1000000");
      List<Measured> runs = new ArrayList<>();
      for (String size : sizes) {
        runs.add(bench.publish(Long.parseLong(size)));
      }
      bench.growth(sizes.stream().map(Long::valueOf).toList(), runs);
      new ListingBench(bench.lake("1000"), bench.directory).run(bench::tool);
    } finally {
      AccuracyBench.remove(directory);
    }
  }

  private Path root(String size) {
    return directory.resolve("rows-" + size);
  }

  private Path lake(String size) throws IOException, InterruptedException {
    if (!Files.exists(root(size))) {
      Measured _ = publish(Long.parseLong(size));
    }
    return root(size).resolve("lake");
  }

  private Measured publish(long rows) throws IOException, InterruptedException {
    Path root = root(String.valueOf(rows));
    PublishSample sample = PublishSample.make(root);
    ManyRequests requests = new ManyRequests(sample, rows);
    requests.write();
    Measured ours =
        tool(
            List.of(
                "publish_to_lake",
                "--campaign",
                sample.campaign().toString(),
                "--lake",
                sample.lake().toString()));
    Path copy = root.resolve("duckdb.parquet");
    Measured theirs = duckDb(requests, copy);
    Path table = sample.lake().resolve(LakeKey.of(LakeSample.ID).file(Tables.REQUESTS));
    System.out.printf(
        Locale.ROOT,
        "%n%,d rows, %.1f MB of requests.jsonl (load %s)%n"
            + "publish_to_lake with %s: %s, %,.0f rows/s; requests_v1 of %.1f MB%n"
            + "DuckDB's COPY of the same lines: %s, %,.0f rows/s; a file of %.1f MB%n"
            + "to DuckDB: wall %s, processor %s, memory %s, size %s%n"
            + "to the predecessor's own figures (10 CPU-s and 700 MiB for 100,000 rows; not measured here):"
            + " processor %s a row (rate x %.2f), memory %s%n",
        rows,
        requests.bytes() / 1e6,
        Machine.load(),
        HEAP,
        ours.said(),
        rows / ours.seconds(),
        Files.size(table) / 1e6,
        theirs.said(),
        rows / theirs.seconds(),
        Files.size(copy) / 1e6,
        Figures.ratio(ours.seconds(), theirs.seconds()),
        Figures.ratio(ours.cpuSeconds(), theirs.cpuSeconds()),
        Figures.ratio((double) ours.peakMib(), (double) theirs.peakMib()),
        Figures.ratio((double) Files.size(table), (double) Files.size(copy)),
        Figures.ratio(ours.cpuSeconds() / rows, PREDECESSOR_CPU_S / PREDECESSOR_ROWS),
        PREDECESSOR_CPU_S / PREDECESSOR_ROWS / (ours.cpuSeconds() / rows),
        Figures.ratio((double) ours.peakMib(), PREDECESSOR_MIB));
    return ours;
  }

  /// What each further row takes, from one size to the next.
  private void growth(List<Long> sizes, List<Measured> runs) {
    System.out.println();
    for (int run = 1; run < runs.size(); run++) {
      double rows = sizes.get(run) - sizes.get(run - 1);
      System.out.printf(
          Locale.ROOT,
          "from %,d to %,d rows: %.1f us of processor, %.1f us of time a further row%n",
          sizes.get(run - 1),
          sizes.get(run),
          1e6 * (runs.get(run).cpuSeconds() - runs.get(run - 1).cpuSeconds()) / rows,
          1e6 * (runs.get(run).seconds() - runs.get(run - 1).seconds()) / rows);
    }
  }

  private Measured duckDb(ManyRequests requests, Path copy)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", Objects.requireNonNull(System.getProperty("java.class.path"))));
    command.add(DuckDbCopy.class.getName());
    command.add(copy.toString());
    requests.files().forEach(file -> command.add(file.toString()));
    return Measured.of(command, directory);
  }

  /// The flags of bin/perftunereport, with a heap of its own.
  private Measured tool(List<String> words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", HEAP));
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Dperftune.checkout=" + checkout);
    String flags = System.getenv("LAKE_BENCH_FLAGS");
    if (flags != null && !flags.isBlank()) {
      command.addAll(List.of(flags.split(" ", -1)));
    }
    command.addAll(List.of("-cp", Objects.requireNonNull(System.getProperty("java.class.path"))));
    command.add("io.perftune.Main");
    command.addAll(words);
    return Measured.of(command, directory);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
