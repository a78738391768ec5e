package io.perftune.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs `bin/simulator` as a user does.
@Timeout(120)
class SimulatorMainIT {
  private static final Path SCRIPT =
      Path.of(System.getProperty("checkout", ".."), "bin", "simulator")
          .toAbsolutePath()
          .normalize();

  @TempDir Path directory;

  private ProcessBuilder command(Path script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(directory.toFile());
    builder.environment().put("PERFTUNE_NO_BUILD", "1");
    builder.redirectErrorStream(true).redirectOutput(directory.resolve("output").toFile());
    return builder;
  }

  private URI awaitOrigin(Process process, Path ready) throws IOException {
    while (!Files.exists(ready)) {
      assertThat(process.isAlive()).as(() -> output()).isTrue();
      LockSupport.parkNanos(20_000_000);
    }
    return URI.create(Files.readString(ready).strip());
  }

  private String output() {
    try {
      return Files.readString(directory.resolve("output"));
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void servesUntilTerminatedAndLeavesNothing() throws IOException, InterruptedException {
    Path ready = directory.resolve("ready");
    Path log = directory.resolve("truth.jsonl");
    Path link = Files.createSymbolicLink(directory.resolve("linked"), SCRIPT);
    Process process =
        command(link, "--port", "0", "--ready-file", "ready", "--truth-log", "truth.jsonl").start();
    try {
      URI origin = awaitOrigin(process, ready);
      String body = Chat.body("\"stream\":true,\"max_tokens\":3").replace("\"m\"", "\"sim-8b\"");
      assertThat(RawReply.chat(origin, body).finishReasons()).containsExactly("length");
      try (Socket open = new Socket(origin.getHost(), origin.getPort())) {
        String stalls = body.replace("sim-8b", "sim-8b?kind=stall");
        RawReply.send(open, "POST /v1/chat/completions", stalls);
        assertThat(open.getInputStream().read()).isEqualTo('H');
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(process.descendants()).isEmpty();
      assertThat(ready).doesNotExist();
      assertThat(Files.readAllLines(log)).hasSize(2).last().asString().contains("\"closed\"");
    } finally {
      process.destroyForcibly();
      Files.delete(link);
    }
  }

  @Test
  void takesItsKeyFromTheEnvironment() throws IOException, InterruptedException {
    Path ready = directory.resolve("ready");
    ProcessBuilder builder =
        command(SCRIPT, "--port", "0", "--ready-file", "ready", "--key-env", "SIM_KEY");
    builder.environment().put("SIM_KEY", "sk-canary");
    Process process = builder.start();
    try {
      URI origin = awaitOrigin(process, ready);
      assertThat(RawReply.page(origin, "/v1/models").status()).isEqualTo(401);
      assertThat(RawReply.page(origin, "/v1/models", "Authorization: Bearer sk-canary").status())
          .isEqualTo(200);
      assertThat(output()).contains("listening on http://127.0.0.1:").doesNotContain("sk-canary");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  @Test
  void exitsWithTheProcessItWatches() throws IOException, InterruptedException {
    Path ready = directory.resolve("ready");
    Process watched = new ProcessBuilder("sleep", "300").start();
    Process process =
        command(
                SCRIPT,
                "--port",
                "0",
                "--ready-file",
                "ready",
                "--exit-with-parent-pid",
                Long.toString(watched.pid()))
            .start();
    try {
      awaitOrigin(process, ready);
      watched.destroyForcibly().waitFor();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(ready).doesNotExist();
    } finally {
      watched.destroyForcibly();
      process.destroyForcibly();
    }
  }

  @Test
  void refusesAWrongProfileAndAMissingKey() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("wrong.json"),
        "{\"models\":{\"a\":{\"sped\":{}}}}",
        StandardCharsets.UTF_8);
    assertThat(command(SCRIPT, "--profiles", "wrong.json").start().waitFor()).isEqualTo(2);
    assertThat(output()).contains("a: sped is not a switch; known: speed, reasoning");
    assertThat(command(SCRIPT, "--key-env", "NO_SUCH_VARIABLE").start().waitFor()).isEqualTo(2);
    assertThat(output()).contains("the environment has no NO_SUCH_VARIABLE");
    assertThat(command(SCRIPT, "--profiles", "missing.json").start().waitFor()).isEqualTo(2);
    assertThat(output()).contains("simulator: there is no file missing.json");
    assertThat(command(SCRIPT, "--prt", "1").start().waitFor()).isEqualTo(2);
  }
}
