package io.perftune.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  @TempDir Path directory;

  @Test
  void writesANewFileAndItsDirectories() {
    Path file = directory.resolve("cells/a/status.json");

    AtomicFiles.write(file, "größe\n");

    assertThat(file).hasContent("größe\n");
    assertThat(file.getParent()).isDirectoryContaining(entry -> entry.equals(file));
    assertThat(directory.resolve("cells/a").toFile().list()).containsExactly("status.json");
  }

  @Test
  void replacesAFileByAShorterOne() {
    Path file = directory.resolve("atlas.jsonl");
    AtomicFiles.write(file, "a long first text\n");

    AtomicFiles.write(file, "");

    assertThat(file).isEmptyFile();
  }

  @Test
  void contentThatFailsLeavesTheOldFileAndNothingElse() {
    Path file = directory.resolve("atlas.jsonl");
    AtomicFiles.write(file, "old\n");

    ProblemException refused =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write("half of the new".getBytes(StandardCharsets.UTF_8));
                      throw new IOException("No space left on device");
                    }));

    assertThat(refused.problems())
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.code()).isEqualTo("cannot-write");
          assertThat(problem.message())
              .isEqualTo("atlas.jsonl could not be written: No space left on device.");
          assertThat(problem.where()).isEqualTo(file.toString());
        });
    assertThat(file).hasContent("old\n");
    assertThat(directory.toFile().list()).containsExactly("atlas.jsonl");
  }

  @Test
  void contentThatIsADefectLeavesTheOldFileAndNothingElse() {
    Path file = directory.resolve("atlas.jsonl");
    AtomicFiles.write(file, "old\n");

    assertThatThrownBy(() ->
            AtomicFiles.write(
                file,
                _ -> {
                  throw new IllegalStateException("defect");
                }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(file).hasContent("old\n");
    assertThat(directory.toFile().list()).containsExactly("atlas.jsonl");
  }

  @Test
  void whatStandsInTheWayIsAProblemAndNoTraceback() throws IOException {
    Path file = directory.resolve("file");
    Files.writeString(file, "in the way");

    assertThatThrownBy(() -> AtomicFiles.write(file.resolve("atlas.jsonl"), "new"))
        .isInstanceOf(ProblemException.class);
    assertThat(file).hasContent("in the way");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no POSIX permissions")
  void othersMayReadItWhereTheyMayReadAPlainFile() throws IOException {
    Path plain = Files.writeString(directory.resolve("plain"), "");
    Path file = directory.resolve("atlas.jsonl");

    AtomicFiles.write(file, "");

    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void anInterruptIsKeptForLater() {
    Path file = directory.resolve("status.json");
    Thread.currentThread().interrupt();

    AtomicFiles.write(file, "evicted\n");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasContent("evicted\n");
    assertThat(directory.toFile().list()).containsExactly("status.json");
  }
}
