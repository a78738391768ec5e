package io.perftune.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AiperfLocatorTest {
  private static final String TRIED = "echo 0.13.0";

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void anEmptyMachine() throws IOException {
    Files.createDirectories(directory.resolve("path"));
    // The shell and echo's kin, and nothing else of the real machine.
    environment.put("PATH", directory.resolve("path").toString());
    environment.put("HOME", directory.resolve("home").toString());
  }

  @Test
  void looksInTheDocumentedOrder() throws Exception {
    Path uv = Standin.script(directory.resolve("path/uv"), "exit 9");
    assertThat(located(null))
        .isEqualTo(
            new EngineProgram(
                List.of(
                    uv.toString(),
                    "run",
                    "--no-project",
                    "--with",
                    "aiperf==0.13.0",
                    "--python",
                    "3.13",
                    "aiperf"),
                "uv",
                "0.13.0",
                List.of()));
    Path venv = venv("0.13.0");
    assertThat(located(null)).isEqualTo(program(venv, ".venv-aiperf"));
    Path local = Standin.script(directory.resolve("home/.local/bin/aiperf"), TRIED);
    assertThat(located(null)).isEqualTo(program(local, "~/.local/bin"));
    Path onPath = Standin.script(directory.resolve("path/aiperf"), TRIED);
    assertThat(located(null)).isEqualTo(program(onPath, "PATH"));
    Path cell = Standin.script(directory.resolve("cell/aiperf"), TRIED);
    assertThat(located(cell.toString())).isEqualTo(program(cell, "aiperf_cmd"));
    Path bin = Standin.script(directory.resolve("bin/my aiperf"), TRIED);
    environment.put("AIPERF_BIN", bin.toString());
    assertThat(located(cell.toString())).isEqualTo(program(bin, "AIPERF_BIN"));
  }

  @Test
  void splitsACommandAsAShellWould() throws Exception {
    Path wrapper = Standin.script(directory.resolve("path/wrap"), "[ \"$2\" = 'a b' ] && " + TRIED);
    assertThat(located("wrap --with 'a b' aiperf").command())
        .containsExactly(wrapper.toString(), "--with", "a b", "aiperf");
  }

  @Test
  void takesRelativePathsFromTheWorkingDirectoryAndHome() throws Exception {
    Path here = Standin.script(directory.resolve("here/aiperf"), TRIED);
    Path home = Standin.script(directory.resolve("home/x/aiperf"), TRIED);
    assertThat(located("./here/aiperf").command()).containsExactly(here.toString());
    assertThat(located("~/x/aiperf").command()).containsExactly(home.toString());
  }

  @Test
  void believesAPinAmongTheWords() throws Exception {
    Standin.script(directory.resolve("path/uv"), "exit 9");
    assertThat(located("uv run --with aiperf==0.12.1 aiperf").version()).isEqualTo("0.12.1");
  }

  @Test
  void refusesWhatIsNamedAndNotThereThoughAnotherIs() throws Exception {
    Standin.script(directory.resolve("path/aiperf"), TRIED);
    assertThat(refusal("/no/such/aiperf").message())
        .isEqualTo("aiperf_cmd names /no/such/aiperf, which is not an executable file.");
    environment.put("AIPERF_BIN", directory.toString());
    Problem refusal = refusal(null);
    assertThat(refusal.message())
        .isEqualTo("AIPERF_BIN names " + directory + ", which is not an executable file.");
    assertThat(refusal.where()).isEqualTo("AIPERF_BIN");
    assertThat(refusal.remedy()).contains("bin/setup-aiperf");
  }

  @Test
  void refusesWhatIsNamedAndDoesNotRun() throws Exception {
    Path broken =
        Standin.script(directory.resolve("x/aiperf"), "echo 'no module aiperf' >&2; exit 1");
    assertThat(refusal(broken.toString()).message())
        .isEqualTo(
            "aiperf_cmd names %s, which does not run: --version ended with exit code 1: no module aiperf"
                .formatted(broken));
    Path noInterpreter = directory.resolve("x/gone");
    Standin.script(noInterpreter, "");
    Files.writeString(noInterpreter, "#!/no/such/python\n");
    assertThat(refusal(noInterpreter.toString()).message()).contains("does not run");
  }

  @Test
  void passesOverWhatIsFoundAndDoesNotRun() throws Exception {
    Standin.script(directory.resolve("path/aiperf"), "echo 'aiperf: command not found'; exit 127");
    Path venv = venv("0.13.0");
    EngineProgram found = located(null);
    assertThat(found.command()).containsExactly(venv.toString());
    assertThat(found.warnings()).extracting(Problem::code).containsExactly("aiperf-broken");
  }

  @Test
  void warnsOfAVersionThatWasNotTried() throws Exception {
    Path old = Standin.script(directory.resolve("path/aiperf"), "echo 'aiperf 0.12.0'");
    EngineProgram found = located(null);
    assertThat(found.version()).isEqualTo("0.12.0");
    assertThat(found.warnings())
        .extracting(Problem::message)
        .containsExactly(old + " is AIPerf 0.12.0; this was tried with 0.13.0.");
  }

  @Test
  void warnsWhereNoVersionIsTold() throws Exception {
    Standin.script(directory.resolve("path/aiperf"), "echo hello");
    EngineProgram found = located(null);
    assertThat(found.version()).isNull();
    assertThat(found.warnings())
        .extracting(Problem::code)
        .containsExactly("aiperf-version-unknown");
  }

  @Test
  void passesOverAHalfMadeEnvironment() throws Exception {
    venv("0.13.0");
    Files.delete(directory.resolve("checkout/.venv-aiperf/.complete"));
    assertThat(refusal(null).code()).isEqualTo("aiperf-not-found");
  }

  @Test
  void readsTheVersionFromTheMetadataWithoutStartingAnything() throws Exception {
    Path aiperf = venv("0.13.0");
    assertThat(located(aiperf.toString()).version()).isEqualTo("0.13.0");
    assertThat(directory.resolve("checkout/.venv-aiperf/started")).doesNotExist();
  }

  @Test
  void passesOverAnEnvironmentThatWasMoved() throws Exception {
    Path aiperf = venv("0.13.0");
    Files.writeString(aiperf, "#!/elsewhere/.venv-aiperf/bin/python3\n");
    Problem refusal = refusal(null);
    assertThat(refusal.code()).isEqualTo("aiperf-not-found");
    assertThat(refusal(aiperf.toString()).message()).contains("which does not run");
  }

  @Test
  void saysHowToGetOneWhereThereIsNone() {
    Problem refusal = refusal(null);
    assertThat(refusal.code()).isEqualTo("aiperf-not-found");
    assertThat(refusal.remedy()).contains("bin/setup-aiperf").contains("uv").contains("AIPERF_BIN");
  }

  @Test
  void handsNoCredentialToAVersionQuestion() throws Exception {
    environment.put("API_KEY", "secret");
    Standin.script(directory.resolve("path/aiperf"), "[ -z \"$API_KEY\" ] && " + TRIED);
    assertThat(located(null).version()).isEqualTo("0.13.0");
  }

  private Path venv(String version) throws IOException {
    Path venv = directory.resolve("checkout/.venv-aiperf");
    Standin.script(venv.resolve("bin/python3"), "exit 0");
    Files.createDirectories(
        venv.resolve("lib/python3.13/site-packages/aiperf-" + version + ".dist-info"));
    Files.writeString(venv.resolve(".complete"), version);
    return Standin.script(venv.resolve("bin/aiperf"), "touch " + venv + "/started; exit 1");
  }

  private static EngineProgram program(Path path, String origin) {
    return new EngineProgram(List.of(path.toString()), origin, "0.13.0", List.of());
  }

  private EngineProgram located(@Nullable String aiperfCmd) throws InterruptedException {
    return new AiperfLocator(environment, directory.resolve("checkout"), directory)
        .locate(aiperfCmd);
  }

  private Problem refusal(@Nullable String aiperfCmd) {
    ProblemException refusal =
        catchThrowableOfType(ProblemException.class, () -> located(aiperfCmd));
    assertThat(refusal).isNotNull();
    return refusal.problems().getFirst();
  }
}
