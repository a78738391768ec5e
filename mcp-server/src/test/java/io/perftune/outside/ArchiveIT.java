package io.perftune.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive that the build makes, unpacked in an empty directory, with nothing on PATH but a JDK
/// and what every system has.
class ArchiveIT {
  /// bash, sed, setsid, and some of coreutils.
  private static final List<String> PROGRAMS =
      List.of(
          "bash",
          "cat",
          "chmod",
          "cp",
          "dirname",
          "env",
          "kill",
          "locale",
          "mkdir",
          "mkfifo",
          "mktemp",
          "mv",
          "readlink",
          "rm",
          "sed",
          "seq",
          "setsid",
          "sleep",
          "wc");

  @TempDir Path directory;
  private Path home;
  private Path path;

  private record Ended(int code, String printed) {}

  @BeforeEach
  void unpack() throws IOException, InterruptedException {
    Path target = Outside.CHECKOUT.resolve("mcp-server/target");
    Path archive = one(target, "perf-tune-report-.*\\.tar\\.gz");
    Ended ended =
        run(Map.of(), List.of("tar", "-xzf", archive.toString(), "-C", directory.toString()));
    assertThat(ended.code()).as(ended.printed()).isZero();
    home = one(directory, "perf-tune-report-.*");
    path = Files.createDirectory(directory.resolve("path"));
    for (String program : PROGRAMS) {
      Path found = Path.of(Files.exists(Path.of("/usr/bin", program)) ? "/usr/bin" : "/bin");
      Files.createSymbolicLink(path.resolve(program), found.resolve(program));
    }
  }

  @Test
  void theQuickstartsCampaignRunsFromIt() throws Exception {
    Ended version = program("bin/perftunereport", "--version");
    assertThat(version.printed())
        .matches("perftunereport [0-9.]+ \\(commit [0-9a-f]+ of .*Z.*\\)\n");
    Ended cache = program("bin/start-cache");
    assertThat(cache.code()).as(cache.printed()).isZero();

    Ended measured = measured(5);
    for (int step = 10; saturated(measured) && step <= 40; step *= 2) {
      measured = measured(step);
    }
    assertThat(measured.code()).as(measured.printed()).isZero();
    Path campaign = one(home.resolve("campaigns"), "\\d{8}T\\d{6}Z-small.*");
    assertThat(campaign.resolve("report.html")).isNotEmptyFile();
    assertThat(campaign.resolve("report.pdf")).isNotEmptyFile();
    assertThat(home.resolve("lake/atlas_v1")).isDirectory();
  }

  /// A machine that does much else at the same time cannot pace fast tokens.
  private static boolean saturated(Ended ended) {
    return ended.code() == 1 && ended.printed().contains("the client was saturated");
  }

  private Ended measured(int step) throws IOException, InterruptedException {
    String model = "sim-8b?step_ms=%d&tokens_per_s=200000".formatted(step);
    Path config = Outside.campaign(directory, "http://127.0.0.1:1", model);
    Files.writeString(
        config,
        Files.readString(config)
            .replace("name: outside", "name: small-" + step)
            .replace("concurrencies: [1, 2]", "concurrencies: [2]")
            .replace("request_count: 3", "request_count: 2"));
    return program("bin/quickstart", "--config", config.toString());
  }

  private Ended program(String name, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve(name).toString()));
    command.addAll(List.of(words));
    String jdk = Path.of(System.getProperty("java.home"), "bin").toString();
    return run(Map.of("PATH", jdk + ":" + path), command);
  }

  private Ended run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "TMPDIR"));
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), printed);
  }

  /// The last by name, where a campaign was tried again.
  private static Path one(Path directory, String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> Objects.toString(file.getFileName()).matches(name))
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }
}
