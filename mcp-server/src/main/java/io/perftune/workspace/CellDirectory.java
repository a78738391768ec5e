package io.perftune.workspace;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One cell on disk: where each of its files lies.
public record CellDirectory(Path root) {
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

  /// The request records of all its points.
  public Path requests() {
    return root.resolve("requests.jsonl");
  }

  /// The rows of its points, an array.
  public Path normalized() {
    return root.resolve("normalized.json");
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

  /// Moves everything that one trial of a point left to superseded/<stamp>, as evidence that is
  /// never counted.
  public void supersede(int concurrency, int trial, String stamp) {
    Path target = root.resolve("superseded").resolve(stamp);
    String stem = "aa-" + point(concurrency, trial) + ".";
    try {
      moveInto(target, raw(concurrency, trial));
      for (Path file : filesNamed(commands(), stem)) {
        moveInto(target, file);
      }
      for (Path file : filesNamed(root.resolve("dataset"), point(concurrency, trial) + "-a")) {
        moveInto(target, file);
      }
    } catch (IOException e) {
      throw new ProblemException(
          new Problem(
              "cannot-supersede",
              "What point c=%d left could not be moved aside: %s."
                  .formatted(concurrency, e.getMessage()),
              root.toString(),
              "Make the cell's directory writable, then call again."),
          e);
    }
  }

  private void moveInto(Path target, Path from) throws IOException {
    if (Files.exists(from)) {
      Path to = target.resolve(root.relativize(from));
      Files.createDirectories(to.getParent());
      Files.move(from, to);
    }
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
