package io.perftune.bench;

import io.perftune.fixtures.CampaignFiles;
import io.perftune.fixtures.ManyCells;
import io.perftune.report.SampleRequests;
import io.perftune.value.RequestRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Renders the report of a campaign of 10,000 points of 500 cells as the command line does, and
/// prints what it took: `bench/report`.
public final class ReportBench {
  private static final int KEPT = 24;
  private static final int REQUESTS = 50;
  private static final String HEAP = "-Xmx512m";

  /// What the predecessor says of itself; nobody measured it here.
  private static final double PREDECESSOR_CPU_S = 11;

  private final Path checkout;
  private final Path directory;
  private final ManyCells campaign;
  private final int rounds;

  private ReportBench(Path checkout, Path directory, ManyCells campaign, int rounds) {
    this.checkout = checkout;
    this.directory = directory;
    this.campaign = campaign;
    this.rounds = rounds;
  }

  /// Measures and prints; exit 1 where a program fails.
  ///
  /// @param args the checkout; cells (500), points of each (20), rounds (3); a directory that is
  ///   kept, instead of a temporary one
  public static void main(String[] args) throws Exception {
    int cells = args.length > 1 ? Integer.parseInt(args[1]) : 500;
    int points = args.length > 2 ? Integer.parseInt(args[2]) : 20;
    int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    boolean kept = args.length > 4;
    Path directory = kept ? Path.of(args[4]) : Files.createTempDirectory("perftune-report");
    try {
      new ReportBench(Path.of(args[0]), directory, new ManyCells(cells, points), rounds).run();
    } finally {
      if (!kept) {
        AccuracyBench.remove(directory);
      }
    }
  }

  private void run() throws IOException, InterruptedException {
    Machine.print();
    CampaignFiles files = CampaignFiles.in(directory, campaign.config());
    List<ManyCells.Deployment> deployments = campaign.deployments();
    for (ManyCells.Deployment cell : deployments) {
      files.cell(cell.cellId(), cell.rows(campaign.concurrencies()));
      if (cell.index() < KEPT) {
        files.requests(cell.cellId(), requests());
      }
    }
    Path root = files.directory().root();
    Measured aggregate = tool("atlas_aggregate", root, "-Xmx1g");
    System.out.printf(
        "%d cells, %d points, the requests of %d cells; atlas.jsonl %.1f MB; atlas_aggregate: %s%n%n",
        campaign.cells(),
        campaign.cells() * campaign.concurrencies(),
        Math.min(KEPT, campaign.cells()),
        megabytes(files.directory().atlas()),
        aggregate.said());
    List<Measured> ours = new ArrayList<>();
    List<Measured> theirs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ours.add(tool("report_render", root, HEAP));
      theirs.add(peer(files.directory().atlas()));
      System.out.printf(
          "round %d (load %s): report_render with %s: %s; python3 that parses the atlas: %s%n",
          round + 1, Machine.load(), HEAP, ours.getLast().said(), theirs.getLast().said());
    }
    Measured best = least(ours);
    Measured peer = least(theirs);
    System.out.printf(
        "%nbest: %s%nto the parse by python3 (best: %s): wall %s, processor %s%n",
        best.said(),
        peer.said(),
        Figures.ratio(best.seconds(), peer.seconds()),
        Figures.ratio(best.cpuSeconds(), peer.cpuSeconds()));
    System.out.printf(
        "to the predecessor's own figure (%.0f CPU-s for 10,000 rows, nothing interactive; not measured here): %s%n",
        PREDECESSOR_CPU_S, Figures.ratio(best.cpuSeconds(), PREDECESSOR_CPU_S));
    sizes(root);
  }

  private List<RequestRecord> requests() {
    List<RequestRecord> records = new ArrayList<>();
    for (var row : campaign.deployments().getFirst().rows(campaign.concurrencies())) {
      int concurrency = Objects.requireNonNull(row.integer("concurrency")).intValue();
      records.addAll(SampleRequests.of(concurrency, REQUESTS, 0));
    }
    return records;
  }

  private static Measured least(List<Measured> runs) {
    return runs.stream().min(java.util.Comparator.comparingDouble(Measured::seconds)).orElseThrow();
  }

  /// The flags of bin/perftunereport, with a heap of its own.
  private Measured tool(String verb, Path campaign, String heap)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", heap));
    command.addAll(List.of("-XX:MetaspaceSize=96m", "-XX:ReservedCodeCacheSize=128m"));
    command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Djava.awt.headless=true");
    command.add("-Dsun.awt.fontconfig=" + checkout.resolve("bin/fontconfig.properties"));
    command.add("-Dperftune.checkout=" + checkout);
    String flags = System.getenv("REPORT_BENCH_FLAGS");
    if (flags != null && !flags.isBlank()) {
      command.addAll(List.of(flags.split(" ", -1)));
    }
    command.addAll(List.of("-cp", Objects.requireNonNull(System.getProperty("java.class.path"))));
    command.addAll(List.of("io.perftune.Main", verb, "--campaign", campaign.toString()));
    return Measured.of(command, directory);
  }

  /// The least that any program over this file has to do: read every row.
  private Measured peer(Path atlas) throws IOException, InterruptedException {
    String script =
        """
        import json, sys
        rows = [json.loads(line) for line in open(sys.argv[1], encoding='utf-8')]
        print(len(rows))
        """;
    return Measured.of(List.of("python3", "-c", script, atlas.toString()), directory);
  }

  private static void sizes(Path root) throws IOException {
    System.out.printf(
        "report.html %.1f MB, report.pdf %.1f MB%n",
        megabytes(root.resolve("report.html")), megabytes(root.resolve("report.pdf")));
    try (Stream<Path> pictures = Files.list(root.resolve("pages"))) {
      pictures.sorted().forEach(ReportBench::size);
    }
  }

  private static void size(Path picture) {
    try {
      System.out.printf("pages/%s %d KB%n", picture.getFileName(), Files.size(picture) / 1_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double megabytes(Path file) throws IOException {
    return Files.size(file) / 1e6;
  }
}
