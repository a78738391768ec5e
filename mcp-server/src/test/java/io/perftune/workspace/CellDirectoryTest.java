package io.perftune.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellDirectoryTest {
  private static final String STAMP = "20260115T093000Z";

  @TempDir Path root;

  private CellDirectory cell;

  @BeforeEach
  void make() throws IOException {
    cell = new CellDirectory(root.resolve("cells/aa-1k"));
    for (int concurrency : new int[] {1, 10}) {
      for (int trial : new int[] {1, 2}) {
        write(cell.raw(concurrency, trial).resolve("profile_export.jsonl"));
        write(cell.raw(concurrency, trial).resolve("logs/aiperf.log"));
        for (String suffix : new String[] {".cmd", ".stdout", ".stderr", ".exit", ".yaml"}) {
          write(cell.command(concurrency, trial, suffix));
        }
        for (int attempt : new int[] {1, 2}) {
          write(cell.dataset(concurrency, trial, attempt));
          write(cell.manifest(concurrency, trial, attempt));
        }
      }
    }
    write(cell.journal());
  }

  @Test
  void supersedingATrialMovesEverythingOfItAndNothingElse() throws IOException {
    List<String> before = files(cell.root());

    cell.supersede(1, 1, STAMP);

    List<String> moved = files(cell.root().resolve("superseded").resolve(STAMP));
    assertThat(moved)
        .containsExactly(
            "commands/aa-c1-t1.cmd",
            "commands/aa-c1-t1.exit",
            "commands/aa-c1-t1.stderr",
            "commands/aa-c1-t1.stdout",
            "commands/aa-c1-t1.yaml",
            "dataset/c1-t1-a1.jsonl",
            "dataset/c1-t1-a1.manifest.json",
            "dataset/c1-t1-a2.jsonl",
            "dataset/c1-t1-a2.manifest.json",
            "raw/c1/t1/logs/aiperf.log",
            "raw/c1/t1/profile_export.jsonl");
    assertThat(files(cell.root()))
        .filteredOn(file -> !file.startsWith("superseded/"))
        .containsExactlyElementsOf(before.stream().filter(file -> !moved.contains(file)).toList());
  }

  @Test
  void severalTrialsShareOneStamp() throws IOException {
    cell.supersede(1, 1, STAMP);
    cell.supersede(10, 2, STAMP);

    assertThat(files(cell.root().resolve("superseded").resolve(STAMP)))
        .hasSize(22)
        .contains("raw/c1/t1/logs/aiperf.log", "raw/c10/t2/logs/aiperf.log");
  }

  @Test
  void supersedingTwiceInOneSecondLosesNothing() throws IOException {
    cell.supersede(1, 1, STAMP);
    write(cell.raw(1, 1).resolve("second.jsonl"));
    write(cell.command(1, 1, ".cmd"));

    cell.supersede(1, 1, STAMP);

    assertThat(files(cell.root().resolve("superseded")))
        .contains(
            STAMP + "/raw/c1/t1/profile_export.jsonl",
            STAMP + "-2/raw/c1/t1/second.jsonl",
            STAMP + "/commands/aa-c1-t1.cmd",
            STAMP + "-2/commands/aa-c1-t1.cmd");
    assertThat(cell.raw(1, 1)).doesNotExist();
  }

  @Test
  void supersedingWhatLeftNothingMovesNothing() throws IOException {
    cell.supersede(64, 1, STAMP);

    assertThat(cell.root().resolve("superseded")).doesNotExist();
  }

  @Test
  void settingAsideMovesEverythingButEvidenceAndTheLock() throws IOException {
    write(cell.root().resolve(".lock"));
    cell.supersede(1, 1, STAMP);
    List<String> evidence = files(cell.root().resolve("superseded"));
    List<String> rest =
        files(cell.root()).stream()
            .filter(file -> !file.startsWith("superseded/") && !file.equals(".lock"))
            .toList();

    cell.setAside("20260116T093000Z");

    assertThat(files(cell.root().resolve("superseded/20260116T093000Z")))
        .contains("journal.jsonl")
        .isEqualTo(rest);
    assertThat(files(cell.root().resolve("superseded"))).containsAll(evidence);
    assertThat(cell.root().resolve(".lock")).exists();
    assertThat(cell.root().resolve("raw")).doesNotExist();
  }

  @Test
  void settingAsideTwiceInOneSecondLosesNothing() throws IOException {
    cell.setAside(STAMP);
    write(cell.journal());
    cell.setAside(STAMP);

    assertThat(cell.superseded(STAMP).resolve("journal.jsonl")).exists();
    assertThat(cell.superseded(STAMP + "-2").resolve("journal.jsonl")).exists();
  }

  private static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, file.toString());
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
