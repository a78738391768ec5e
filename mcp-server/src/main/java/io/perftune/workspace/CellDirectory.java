package io.perftune.workspace;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One cell on disk: where each of its files lies.
public record CellDirectory(Path root) {
  /// The stem of the burn-in's files in commands/.
  public static final String BURN_IN = "aa-burn-in";

  public CellDirectory {
    requireNonNull(root, "root is null");
  }

  public String cellId() {
    return root.getFileName().toString();
  }

  /// How the cell ended; absent while it runs and after a kill.
  public Path status() {
    return root.resolve("status.json");
  }

  public Path journal() {
    return root.resolve("journal.jsonl");
  }

  /// What the endpoint showed before the latest load; absent where nobody looked.
  public Path preflight() {
    return root.resolve("preflight.json");
  }

  /// The request records of all its points.
  public Path requests() {
    return root.resolve("requests.jsonl");
  }

  /// The rows of its points, an array.
  public Path normalized() {
    return root.resolve("normalized.json");
  }

  /// Both phases of an imported roofline sweep; absent in a cell that was measured.
  public Path rooflineSweep() {
    return root.resolve("roofline_sweep.json");
  }

  public Path commands() {
    return root.resolve("commands");
  }

  /// A file of one engine run: `aa-c10-t1.cmd`.
  public Path command(int concurrency, int trial, String suffix) {
    return commands().resolve("aa-" + point(concurrency, trial) + suffix);
  }

  /// What the engine leaves for one trial of a point.
  public Path raw(int concurrency, int trial) {
    return root.resolve("raw").resolve("c" + concurrency).resolve("t" + trial);
  }

  /// The prompts of one attempt.
  public Path dataset(int concurrency, int trial, int attempt) {
    return root.resolve("dataset").resolve(point(concurrency, trial) + "-a" + attempt + ".jsonl");
  }

  /// What the prompts of one attempt are.
  public Path manifest(int concurrency, int trial, int attempt) {
    return root.resolve("dataset")
        .resolve(point(concurrency, trial) + "-a" + attempt + ".manifest.json");
  }

  /// What happened before the points and between them, a line a step.
  public Path settleLog() {
    return commands().resolve("settle.log");
  }

  /// What the engine leaves for a burn-in, apart from every point.
  public Path burnInRaw() {
    return root.resolve("raw").resolve("burn-in");
  }

  /// The prompts of a burn-in.
  public Path burnInDataset() {
    return root.resolve("dataset").resolve("burn-in.jsonl");
  }

  /// What the prompts of a burn-in are.
  public Path burnInManifest() {
    return root.resolve("dataset").resolve("burn-in.manifest.json");
  }

  /// What the serving engine's metrics page said right before a trial.
  public Path metricsBefore(int concurrency, int trial) {
    return metrics("pre", concurrency, trial);
  }

  /// What it said right after the trial.
  public Path metricsAfter(int concurrency, int trial) {
    return metrics("post", concurrency, trial);
  }

  private Path metrics(String when, int concurrency, int trial) {
    return specMetrics().resolve("metrics-%s-%s.prom".formatted(when, point(concurrency, trial)));
  }

  private Path specMetrics() {
    return root.resolve("spec_metrics");
  }

  /// When the metrics page was read and what came of it, a line a read.
  public Path scrapeLog() {
    return specMetrics().resolve("scrape.log");
  }

  /// What the two pages of each trial that stands come to.
  public Path specWindow() {
    return specMetrics().resolve("spec_window.json");
  }

  /// A directory for each run of the cell: who runs or ran it, how far it came, what it answered.
  public Path runs() {
    return root.resolve("runs");
  }

  /// Where what is measured again is kept as evidence.
  public Path superseded(String stamp) {
    return root.resolve("superseded").resolve(stamp);
  }

  /// Moves everything that one trial of a point left to superseded/<stamp>, as evidence that is
  /// never counted.
  public void supersede(int concurrency, int trial, String stamp) {
    try {
      moveAside(left(concurrency, trial), stamp);
    } catch (IOException e) {
      throw notMoved("point c=" + concurrency, e);
    }
  }

  /// Moves what an earlier burn-in left to superseded/<stamp>.
  public void supersedeBurnIn(String stamp) {
    try {
      List<Path> left =
          new ArrayList<>(Files.exists(burnInRaw()) ? List.of(burnInRaw()) : List.of());
      left.addAll(filesNamed(commands(), BURN_IN + "."));
      left.addAll(filesNamed(root.resolve("dataset"), "burn-in."));
      moveAside(left, stamp);
    } catch (IOException e) {
      throw notMoved("the burn-in", e);
    }
  }

  private void moveAside(List<Path> left, String stamp) throws IOException {
    Path target = free(stamp, left);
    for (Path from : left) {
      Path to = target.resolve(root.relativize(from));
      Files.createDirectories(to.getParent());
      Files.move(from, to);
    }
  }

  private ProblemException notMoved(String what, IOException e) {
    return new ProblemException(
        new Problem(
            "cannot-supersede",
            "What %s left could not be moved aside: %s.".formatted(what, e.getMessage()),
            root.toString(),
            "Make the cell's directory writable, then call again."),
        e);
  }

  /// Whether there is anything but a lock and what an import that was cut off had not yet put in
  /// place: names that begin with a dot.
  public boolean holdsFiles() {
    try (var entries = Files.list(root)) {
      return entries.anyMatch(entry -> !entry.getFileName().toString().startsWith("."));
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(root, e);
    }
  }

  /// Moves everything that is there, evidence of earlier runs apart, to superseded/<stamp>.
  public void setAside(String stamp) {
    try {
      moveAside(everything(), stamp);
    } catch (IOException e) {
      throw notMoved("the run before", e);
    }
  }

  private List<Path> everything() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (var entries = Files.list(root)) {
      return entries
          .filter(entry -> !List.of("superseded", ".lock").contains(entry.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /// Copies files of the cell to superseded/<stamp>, before others take their places.
  ///
  /// @return where the copies lie
  public Path keep(List<Path> files, String stamp) {
    Path target = free(stamp, files);
    for (Path file : files) {
      AtomicFiles.write(target.resolve(root.relativize(file)), CampaignDirectory.bytes(file));
    }
    return target;
  }

  private List<Path> left(int concurrency, int trial) throws IOException {
    String point = point(concurrency, trial);
    Path raw = raw(concurrency, trial);
    List<Path> left = new ArrayList<>(Files.exists(raw) ? List.of(raw) : List.of());
    left.addAll(filesNamed(commands(), "aa-" + point + "."));
    left.addAll(filesNamed(root.resolve("dataset"), point + "-a"));
    left.addAll(filesNamed(specMetrics(), "metrics-pre-" + point + "."));
    left.addAll(filesNamed(specMetrics(), "metrics-post-" + point + "."));
    return left;
  }

  /// superseded/<stamp>, or <stamp>-2 and so on where that holds an earlier attempt already.
  private Path free(String stamp, List<Path> left) {
    Path target = superseded(stamp);
    for (int next = 2; holdsAny(target, left); next++) {
      target = superseded(stamp + "-" + next);
    }
    return target;
  }

  private boolean holdsAny(Path target, List<Path> left) {
    return left.stream().anyMatch(from -> Files.exists(target.resolve(root.relativize(from))));
  }

  private static List<Path> filesNamed(Path directory, String prefix) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(prefix))
          .sorted()
          .toList();
    }
  }

  private static String point(int concurrency, int trial) {
    return "c" + concurrency + "-t" + trial;
  }
}
