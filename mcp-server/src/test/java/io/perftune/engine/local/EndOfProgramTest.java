package io.perftune.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.engine.LoadEngine;
import io.perftune.value.EngineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a run when the program that runs it is ended.
class EndOfProgramTest {
  @TempDir Path directory;

  private Process program;

  @BeforeEach
  void startAProgramThatRunsAnEngine() throws IOException {
    Standin.script(
        directory.resolve("aiperf"),
        "echo $TMPDIR > $DIR/tmpdir; echo $$ > $DIR/pid; while :; do sleep 0.05; done");
    program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Runner.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("program.out").toFile())
            .start();
    Standin.await(() -> Files.exists(directory.resolve("started")));
    Standin.await(() -> Files.exists(directory.resolve("pid")));
  }

  @Test
  void sigtermEndsTheChildAndItsTemporaryDirectory() throws Exception {
    program.destroy();
    program.waitFor();
    assertThat(Standin.lives(directory.resolve("pid"))).isFalse();
    assertThat(Path.of(Files.readString(directory.resolve("tmpdir")).strip())).doesNotExist();
    assertThat(directory.resolve("commands/aa-c1-t1.exit")).hasContent("143 cancelled");
  }

  @Test
  void sigkillLeavesAChildThatASuccessorFindsAndEnds() throws Exception {
    program.destroyForcibly().waitFor();
    assertThat(Standin.lives(directory.resolve("pid"))).isTrue();
    String[] started = Files.readString(directory.resolve("started")).split(" ", -1);
    assertThat(new ChildProcess().endOrphan(Long.parseLong(started[0]), Instant.parse(started[1])))
        .isTrue();
    assertThat(Standin.lives(directory.resolve("pid"))).isFalse();
    Path left = Path.of(Files.readString(directory.resolve("tmpdir")).strip());
    assertThat(left).isDirectory();
    PrivateTmp.create().close();
    assertThat(left).doesNotExist();
  }

  /// The program: runs the stand-in until something ends it.
  static final class Runner {
    private Runner() {}

    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      EngineRun run =
          new EngineRun(
              "aa-c1-t1",
              List.of(directory.resolve("aiperf").toString()),
              null,
              1,
              Duration.ofMinutes(2));
      try {
        new LocalEngine(System.getenv(), LocalEngine.Kind.AIPERF)
            .run(
                run,
                new LoadEngine.Place(directory.resolve("commands"), directory.resolve("raw")),
                Map.of("DIR", directory.toString()),
                Standin.NO_SECRET,
                new Journal(directory));
      } catch (InterruptedException _) {
        return; // as a server would, while it ends
      }
    }
  }

  private record Journal(Path directory) implements LoadEngine.Listener {
    @Override
    public void started(long pid, Instant start) {
      try {
        Path file = directory.resolve("started.new");
        Files.writeString(file, pid + " " + start);
        Files.move(file, directory.resolve("started"));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void requests(int done, int of, Duration elapsed) {}
  }
}
