package io.perftune.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// bin/setup-aiperf with a Python that only pretends to install.
class SetupAiperfTest {
  private static final List<String> TOOLS =
      List.of(
          "bash",
          "sh",
          "env",
          "dirname",
          "readlink",
          "cat",
          "df",
          "awk",
          "uname",
          "sed",
          "grep",
          "mkdir",
          "rm",
          "mv",
          "sleep",
          "tail",
          "touch",
          "chmod",
          "cp");

  /// Stands in for the interpreter, the venv module and pip; `$FAKE` is where it notes what it did.
  private static final String PYTHON =
      """
      case "$1 $2" in
        "-c import platform"*) echo 3.13.7 ;;
        "-c "*) [ ! -e "$FAKE/unsuitable" ] ;;
        "-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python3" ;;
        "-m pip")
          echo "Collecting aiperf"
          echo x >> "$FAKE/installs"
          while [ -e "$FAKE/hang" ]; do sleep 0.05; done
          [ ! -e "$FAKE/offline" ] || { echo "no network"; exit 1; }
          dir=${0%/python3}
          printf '#!/bin/sh\\necho %s\\n' "$(cat "$FAKE/version")" > "$dir/aiperf" && chmod +x "$dir/aiperf" ;;
        *) exit 9 ;;
      esac
      """;

  @TempDir Path directory;

  private Path checkout;
  private Path tools;

  @BeforeEach
  void aCheckoutAndAMachine() throws IOException {
    checkout = directory.toRealPath().resolve("check out");
    tools = directory.resolve("tools");
    Files.createDirectories(tools);
    Files.createDirectories(checkout.resolve("bin"));
    Path script =
        Path.of(System.getProperty("checkout", "..")).resolve("bin/setup-aiperf").toAbsolutePath();
    Files.copy(script, checkout.resolve("bin/setup-aiperf"));
    for (String tool : TOOLS) {
      Path found = Programs.onPath("/usr/bin:/bin", tool);
      assertThat(found).as(tool).isNotNull();
      Standin.script(tools.resolve(tool), "exec " + found + " \"$@\"");
    }
    Files.createDirectories(directory.resolve("fake"));
    Files.writeString(directory.resolve("fake/version"), "0.13.0");
  }

  @Test
  void installsOnceAndThenSaysThatItIsThere() throws Exception {
    python();
    assertThat(setup()).isZero();
    assertThat(output())
        .contains("setup-aiperf: with " + tools.resolve("python3.13") + " (3.13.7)")
        .endsWith("AIPerf 0.13.0 is there: " + checkout + "/.venv-aiperf/bin/aiperf\n");
    assertThat(setup()).isZero();
    assertThat(output()).hasLineCount(1);
    assertThat(installs()).isEqualTo(1);
    assertThat(leftBeside()).containsExactly(".venv-aiperf", "bin");
    EngineProgram found =
        new AiperfLocator(Map.of("PATH", "/nowhere"), checkout, directory).locate(null);
    assertThat(found.origin()).isEqualTo(".venv-aiperf");
  }

  @Test
  void makesAgainWhatIsHalfMadeOrNoLongerRuns() throws Exception {
    python();
    assertThat(setup()).isZero();
    Files.delete(checkout.resolve(".venv-aiperf/.complete"));
    assertThat(setup()).isZero();
    assertThat(installs()).isEqualTo(2);
    Files.writeString(checkout.resolve(".venv-aiperf/bin/aiperf"), "#!/no/such/python\n");
    assertThat(setup()).isZero();
    assertThat(installs()).isEqualTo(3);
  }

  @Test
  void twoAtOnceInstallOnce() throws Exception {
    python();
    Files.createFile(fake("hang"));
    Process first = start("first");
    Standin.await(() -> Files.exists(fake("installs")));
    Process second = start("second");
    Standin.await(() -> said("second").contains("waiting for another setup-aiperf"));
    Files.delete(fake("hang"));
    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(said("second")).endsWith("is there: " + checkout + "/.venv-aiperf/bin/aiperf\n");
    assertThat(installs()).isEqualTo(1);
  }

  @Test
  void anInterruptLeavesNothingThatIsTakenForWhole() throws Exception {
    python();
    Files.createFile(fake("hang"));
    Process interrupted = start("interrupted");
    Standin.await(() -> Files.exists(fake("installs")));
    interrupted.destroy();
    assertThat(interrupted.waitFor()).isEqualTo(130);
    assertThat(said("interrupted")).contains("run bin/setup-aiperf again");
    assertThat(checkout.resolve(".venv-aiperf/.complete")).doesNotExist();
    assertThat(checkout.resolve(".venv-aiperf.lock")).doesNotExist();
    Files.delete(fake("hang"));
    assertThat(setup()).isZero();
  }

  @Test
  void takesOverTheLockOfOneThatWasKilled() throws Exception {
    python();
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createDirectories(checkout.resolve(".venv-aiperf.lock"));
    Files.writeString(checkout.resolve(".venv-aiperf.lock/pid"), dead.pid() + "\n");
    assertThat(setup()).isZero();
    assertThat(leftBeside()).containsExactly(".venv-aiperf", "bin");
  }

  @Test
  void showsWhyAnInstallationFailed() throws Exception {
    python();
    Files.createFile(fake("offline"));
    assertThat(setup()).isEqualTo(1);
    assertThat(output())
        .contains("no network")
        .contains("check the network")
        .contains("build-essential");
    assertThat(checkout.resolve(".venv-aiperf/.complete")).doesNotExist();
  }

  @Test
  void refusesAnAiperfThatIsNotTheOneThatWasAskedFor() throws Exception {
    python();
    Files.writeString(fake("version"), "0.12.0");
    assertThat(setup()).isEqualTo(1);
    assertThat(output()).contains("aiperf --version printed '0.12.0'");
  }

  @Test
  void saysHowToGetPythonWhereThereIsNone() throws Exception {
    assertThat(setup()).isEqualTo(2);
    assertThat(output())
        .contains("apt-get install python3 python3-venv")
        .contains("docs.astral.sh/uv");
    python();
    Files.createFile(fake("unsuitable"));
    assertThat(setup()).isEqualTo(2);
  }

  @Test
  void usesUvWhereThereIsNoPython() throws Exception {
    Standin.script(
        tools.resolve("uv"),
        """
        case "$1" in
          venv) mkdir -p "$4/bin" && touch "$4/bin/python3" ;;
          pip) printf '#!/bin/sh\\necho 0.13.0\\n' > "${4%/python3}/aiperf" && chmod +x "${4%/python3}/aiperf" ;;
        esac
        """);
    assertThat(setup()).as(output()).isZero();
    assertThat(output()).contains("which brings Python 3.13").contains("AIPerf 0.13.0 is there");
  }

  @Test
  void refusesADiskThatIsTooSmall() throws Exception {
    python();
    Files.delete(tools.resolve("df"));
    Standin.script(tools.resolve("df"), "echo head; echo '/dev/x 9 9 1048576 99% /'");
    assertThat(setup()).isEqualTo(2);
    assertThat(output()).contains("needs 2048 MiB").contains("1024 MiB are free");
  }

  @ParameterizedTest
  @ValueSource(strings = {"aarch64", "x86_64"})
  void demandsACompilerOnlyWhereOneIsNeeded(String machine) throws Exception {
    python();
    Files.delete(tools.resolve("uname"));
    Standin.script(tools.resolve("uname"), "[ \"$1\" = -m ] && echo " + machine + " || echo Linux");
    assertThat(setup()).isEqualTo(machine.equals("aarch64") ? 2 : 0);
    assertThat(output().contains("apt-get install build-essential"))
        .isEqualTo(machine.equals("aarch64"));
  }

  private void python() throws IOException {
    Standin.script(tools.resolve("python3.13"), PYTHON);
  }

  private int setup() throws Exception {
    return start("setup").waitFor();
  }

  private Process start(String name) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(checkout.resolve("bin/setup-aiperf").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".out").toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", tools.toString(), "FAKE", directory.resolve("fake").toString()));
    return builder.start();
  }

  private String output() {
    return said("setup");
  }

  private String said(String name) {
    try {
      return Files.readString(directory.resolve(name + ".out"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path fake(String name) {
    return directory.resolve("fake").resolve(name);
  }

  private long installs() throws IOException {
    return Files.readAllLines(fake("installs")).size();
  }

  private List<String> leftBeside() throws IOException {
    try (Stream<Path> entries = Files.list(checkout)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
