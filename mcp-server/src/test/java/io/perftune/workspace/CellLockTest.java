package io.perftune.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CellLockTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir Path root;

  private CellDirectory cell;

  @BeforeEach
  void place() {
    cell = new CellDirectory(root.resolve("cells/aa-1k"));
  }

  @Test
  void aSecondTakerIsRefusedAndToldWhoHoldsIt() {
    try (CellLock _ = CellLock.take(cell, "here")) {
      assertThat(refusal())
          .isEqualTo(
              Problem.of(
                      "cell-busy",
                      "Cell aa-1k is being run by another call ({\"pid\":%d,\"host\":\"here\"})."
                          .formatted(PID),
                      "Wait for it to end, or cancel it, then call again.")
                  .at("cell"));
    }
  }

  @Test
  void closingReleasesIt() {
    CellLock.take(cell, "here").close();

    try (CellLock again = CellLock.take(cell, "here")) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void closingTwiceTakesNothingFromTheNextHolder() {
    CellLock first = CellLock.take(cell, "here");
    first.close();

    try (CellLock _ = CellLock.take(cell, "here")) {
      first.close();
      assertThat(refusal().code()).isEqualTo("cell-busy");
    }
  }

  @Test
  void oneCellsLockLeavesTheOthersFree() {
    CellDirectory other = new CellDirectory(root.resolve("cells/aa-10k"));

    try (CellLock one = CellLock.take(cell, "here");
        CellLock two = CellLock.take(other, "here")) {
      assertThat(one).isNotSameAs(two);
    }
  }

  @Test
  void aRefusedTakerInTheSameProcessDoesNotOpenTheCellToOthers()
      throws IOException, InterruptedException {
    try (CellLock _ = CellLock.take(cell, "here")) {
      refusal();

      Process other = holder();
      try (BufferedReader said = other.inputReader()) {
        assertThat(said.readLine())
            .isEqualTo(
                "Cell aa-1k is being run by another call ({\"pid\":%d,\"host\":\"here\"})."
                    .formatted(PID));
      } finally {
        other.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aKilledHolderReleasesIt() throws IOException, InterruptedException {
    Process holder = holder();
    try (BufferedReader said = holder.inputReader()) {
      assertThat(said.readLine()).isEqualTo("held");
      assertThat(refusal().message()).contains("{\"pid\":%d,".formatted(holder.pid()));
    } finally {
      holder.destroyForcibly().waitFor();
    }

    try (CellLock mine = CellLock.take(cell, "here")) {
      assertThat(mine).isNotNull();
    }
  }

  private Problem refusal() {
    return catchThrowableOfType(
            ProblemException.class,
            () -> {
              try (CellLock _ = CellLock.take(cell, "elsewhere")) {
                throw new AssertionError("the lock was given twice");
              }
            })
        .problems()
        .getFirst();
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            LockHolder.class.getName(),
            cell.root().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
