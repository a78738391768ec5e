package io.perftune.verb.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The skill's script, as a caller of the original one starts it.
@Timeout(60)
class ReproducerTest {
  private static final String NAME =
      "skills/inference-aa-workload/assets/repro_artificialanalysis.py";

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
  private Path script;
  private String output = "";

  @BeforeEach
  void copy() throws IOException {
    script = directory.resolve(NAME);
    Files.createDirectories(script.getParent());
    Files.copy(Path.of(System.getProperty("checkout", "..")).resolve(NAME), script);
  }

  @Test
  void passesEveryArgumentOnAndTheExitCodeBack() throws Exception {
    Program.script(
        directory.resolve("bin/aa-workload"), "for word; do echo \"<$word>\"; done\nexit 127");

    assertThat(run("--mode", "synthetic", "--model", "a b", "")).isEqualTo(127);

    assertThat(output).isEqualTo("<--mode>\n<synthetic>\n<--model>\n<a b>\n<>\n");
  }

  @Test
  void theVariableNamesAnotherCheckout() throws Exception {
    Program.script(directory.resolve("bin/aa-workload"), "echo here");
    Program.script(directory.resolve("other/bin/aa-workload"), "echo there");
    environment.put("PERF_TUNE_REPORT_HOME", directory.resolve("other").toString());

    assertThat(run()).isZero();

    assertThat(output).isEqualTo("there\n");
  }

  @Test
  void withoutTheProgramItSaysHowToInstallIt() throws Exception {
    assertThat(run("--dry-run")).isEqualTo(2);

    assertThat(output).contains("aa-workload is not installed", "JDK 25", "PERF_TUNE_REPORT_HOME");
  }

  private int run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", script.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor();
  }
}
