package io.perftune.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskRoomTest {
  @TempDir Path directory;

  @Test
  void tooSmallADiskIsAProblemWithBothFigures() {
    assertThat(DiskRoom.problem(directory, 5_000_000, 5_000_000, "wait.")).isEmpty();
    assertThat(DiskRoom.problem(directory, 5_000_001, 5_000_000, "wait."))
        .hasValueSatisfying(problem -> {
          assertThat(problem.code()).isEqualTo("disk-too-small");
          assertThat(problem.message()).isEqualTo("Up to 6 MB may be written, and 5 MB are free.");
          assertThat(problem.where()).isEqualTo(directory.toString());
          assertThat(problem.remedy()).isEqualTo("Free space there, or wait.");
        });
  }

  @Test
  void aDirectoryThatIsNotThereYetIsAskedOfTheOneAboveIt() {
    Path later = directory.resolve("not/yet");

    assertThat(DiskRoom.problem(later, 0, "wait.")).isEmpty();
    assertThat(DiskRoom.problem(later, Long.MAX_VALUE, "wait."))
        .hasValueSatisfying(problem -> assertThat(problem.where()).isEqualTo(directory.toString()));
  }
}
