package io.perftune.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.perftune.value.EngineRun.Cause;
import io.perftune.value.EngineRun.End;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildProcessTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMillis(1);

  private final ChildProcess child =
      new ChildProcess(new ChildProcess.Grace(Duration.ofMillis(300), Duration.ofMillis(300)));

  @TempDir Path directory;

  @AfterEach
  void clearInterrupt() {
    boolean _ = Thread.interrupted();
  }

  @Test
  void keepsOutputsCommandAndExitCode() throws Exception {
    End end = run("echo out; echo 'it went wrong' >&2; exit 3", LONG, new Quiet());
    assertThat(end).isEqualTo(new End(3, Cause.EXITED, "out\nit went wrong"));
    assertThat(text(".stdout")).isEqualTo("out\n");
    assertThat(text(".stderr")).isEqualTo("it went wrong\n");
    assertThat(text(".exit")).isEqualTo("3 exited\n");
    assertThat(text(".cmd"))
        .isEqualTo("/bin/sh -c 'echo out; echo '\\''it went wrong'\\'' >&2; exit 3'\n");
  }

  @Test
  void givesTheChildASessionOfItsOwnUnderThePidThatItTells() throws Exception {
    List<Long> told = new ArrayList<>();
    End end =
        run(
            "while [ ! -e $DIR/go ]; do sleep 0.02; done; echo $$; kill -s 0 -- -$$",
            LONG,
            new Quiet() {
              @Override
              public void started(long pid, Instant start) {
                told.add(pid);
                assertThat(ProcessHandle.of(pid).orElseThrow().info().startInstant())
                    .contains(start);
                touch("go");
              }
            });
    assertThat(end.exitCode()).isZero();
    assertThat(text(".stdout")).isEqualTo(told.getFirst() + "\n");
  }

  @Test
  void givesTheChildNoInputAndOnlyTheGivenEnvironment() throws Exception {
    run("wc -c; env | sed 's/=.*//' | sort | tr '\\n' ' '", LONG, new Quiet());
    assertThat(text(".stdout").lines().map(String::strip).toList())
        .containsExactly("0", "DIR KEY PATH PWD");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 130",
    "trap '' INT;, 143",
    "trap '' INT TERM;, 137",
  })
  void endsWhatIgnoresItsSignals(String trap, int exitCode) {
    String script = trap + " touch $DIR/ready; while :; do sleep 0.02; done";
    assertThatThrownBy(() -> run(script, LONG, interruptedWhenReady()))
        .isInstanceOf(InterruptedException.class);
    assertThat(text(".exit")).isEqualTo(exitCode + " cancelled\n");
  }

  @Test
  void letsTheChildFinishItsWorkOnSigint() {
    String script = "trap 'echo saved; exit 0' INT; touch $DIR/ready; while :; do sleep 0.02; done";
    assertThatThrownBy(() -> run(script, LONG, interruptedWhenReady()))
        .isInstanceOf(InterruptedException.class);
    assertThat(text(".exit")).isEqualTo("0 cancelled\n");
    assertThat(text(".stdout")).isEqualTo("saved\n");
  }

  @Test
  void staysWithADyingChildHoweverOftenItIsInterrupted() throws Exception {
    Thread me = Thread.currentThread();
    AtomicBoolean over = new AtomicBoolean();
    Thread nagging =
        Thread.ofPlatform()
            .unstarted(() -> {
              while (!over.get()) {
                me.interrupt();
                Thread.onSpinWait();
              }
            });
    String script =
        "trap '' INT TERM; echo $$ > $DIR/pid; touch $DIR/ready; while :; do sleep 0.02; done";
    ChildProcess.Watcher watcher =
        new Quiet() {
          @Override
          public void alive(Duration elapsed) {
            if (ready() && !nagging.isAlive()) {
              nagging.start();
            }
          }
        };
    Throwable thrown = catchThrowable(() -> run(script, LONG, watcher));
    over.set(true);
    boolean _ = Thread.interrupted();
    nagging.join();
    boolean _ = Thread.interrupted();
    assertThat(thrown).isInstanceOf(InterruptedException.class);
    assertThat(Standin.lives(directory.resolve("pid"))).isFalse();
    assertThat(text(".exit")).isEqualTo("137 cancelled\n");
  }

  @Test
  void endsAChildAtItsLimitWithAllThatItBroughtForth() throws Exception {
    String script =
        """
        (trap '' INT TERM; while :; do sleep 0.02; done) & echo $! > $DIR/background
        setsid sh -c 'trap "" INT TERM; echo $$ > $DIR/far; touch $DIR/ready; while :; do sleep 0.02; done' &
        while :; do sleep 0.02; done
        """;
    ChildProcess.Watcher watcher =
        new Quiet() {
          @Override
          public void started(long pid, Instant start) {
            Standin.await(() -> ready());
          }
        };
    End end = run(script, SHORT, watcher);
    assertThat(end.ended()).isEqualTo(Cause.TIMED_OUT);
    assertThat(Standin.lives(directory.resolve("background"))).isFalse();
    assertThat(Standin.lives(directory.resolve("far"))).isFalse();
  }

  @Test
  void endsWhatAChildLeavesBehindThatEndedByItself() throws Exception {
    End end =
        run(
            "(trap '' INT TERM HUP; while :; do sleep 0.02; done) & echo $! > $DIR/left; exit 0",
            LONG,
            new Quiet());
    assertThat(end).isEqualTo(new End(0, Cause.EXITED, ""));
    assertThat(Standin.lives(directory.resolve("left"))).isFalse();
  }

  @Test
  void drainsAFloodAndCutsItsLines() throws Exception {
    String script =
        "head -c 3000000 /dev/zero | tr '\\000' x; echo; yes flood | head -n 200000; echo end >&2";
    End end = run(script, LONG, new Quiet());
    assertThat(end.ended()).isEqualTo(Cause.EXITED);
    List<String> lines = Files.readAllLines(file(".stdout"));
    assertThat(lines).hasSize(200_001);
    assertThat(lines.getFirst()).hasSizeLessThan(OutputDrain.LONGEST_LINE).endsWith("x [line cut]");
    assertThat(end.lastLines()).endsWith("flood\nend");
  }

  @Test
  void keepsSecretsOutOfFilesAndTail() throws Exception {
    // The second one straddles the place where a long line is cut.
    String script =
        "echo \"key $KEY\"; echo \"key $KEY\" >&2; "
            + "head -c 61430 /dev/zero | tr '\\000' x; echo \"$KEY$KEY\"; "
            + "head -c 65530 /dev/zero | tr '\\000' x; echo \"$KEY\"";
    End end = run(script, LONG, new Quiet());
    assertThat(text(".stdout")).startsWith("key [redacted]\n").doesNotContain("sk-canary");
    assertThat(text(".stderr")).isEqualTo("key [redacted]\n");
    assertThat(end.lastLines()).contains("key [redacted]").doesNotContain("sk-canary");
  }

  @Test
  void refusesASecretInTheCommandAndStartsNothing() {
    assertThatThrownBy(() -> run("touch $DIR/ran; # " + Standin.CANARY, LONG, new Quiet()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("would hold the API key")
        .hasMessageNotContaining(Standin.CANARY);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void saysThatAProgramIsNotThere() throws Exception {
    ChildProcess.Spec spec =
        new ChildProcess.Spec(
            "aa-c1-t1", List.of("/no/such/aiperf"), Map.of(), directory.resolve("commands"), LONG);
    assertThat(child.run(spec, Standin.SCRUB, new Quiet()))
        .isEqualTo(new End(-1, Cause.NOT_STARTED, "/no/such/aiperf is not an executable file"));
    assertThat(text(".exit")).isEqualTo("-1 not_started\n");
  }

  @Test
  void endsTheChildWhereTheWatcherFails() {
    assertThatThrownBy(() ->
            run(
                "echo $$ > $DIR/pid; while :; do sleep 0.02; done",
                LONG,
                new Quiet() {
                  @Override
                  public void started(long pid, Instant start) {
                    Standin.await(() -> Files.exists(directory.resolve("pid")));
                    throw new IllegalStateException("the journal is gone");
                  }
                }))
        .hasMessage("the journal is gone");
    assertThat(directory.resolve("pid")).satisfies(pid -> assertThat(Standin.lives(pid)).isFalse());
  }

  @Test
  void endsAnOrphanOnlyIfItIsTheVeryOne() throws Exception {
    Process orphan =
        new ProcessBuilder("setsid", "sh", "-c", "(while :; do sleep 0.02; done) & wait").start();
    try {
      Instant start = orphan.info().startInstant().orElseThrow();
      assertThat(child.endOrphan(orphan.pid(), start.minusSeconds(60))).isFalse();
      assertThat(orphan.isAlive()).isTrue();
      assertThat(child.endOrphan(orphan.pid(), start)).isTrue();
      assertThat(orphan.waitFor()).isNotZero();
      assertThat(child.endOrphan(orphan.pid(), start)).isFalse();
    } finally {
      orphan.destroyForcibly();
    }
  }

  private End run(String shell, Duration limit, ChildProcess.Watcher watcher)
      throws InterruptedException {
    return child.run(Standin.spec(directory, shell, limit), Standin.SCRUB, watcher);
  }

  private ChildProcess.Watcher interruptedWhenReady() {
    return new Quiet() {
      @Override
      public void alive(Duration elapsed) {
        if (ready()) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private void touch(String name) {
    try {
      Files.createFile(directory.resolve(name));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private boolean ready() {
    return Files.exists(directory.resolve("ready"));
  }

  private Path file(String extension) {
    return directory.resolve("commands").resolve("aa-c1-t1" + extension);
  }

  private String text(String extension) {
    try {
      return Files.readString(file(extension));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static class Quiet implements ChildProcess.Watcher {
    @Override
    public void started(long pid, Instant start) {}

    @Override
    public void alive(Duration elapsed) {}
  }
}
