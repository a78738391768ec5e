package io.perftune.outside;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The start-up caches by the real programs: they are used while they fit, and left out with a word
/// where they do not; the client hears the protocol and nothing else, either way.
class StartCacheIT {
  private static final String SESSION =
      """
      {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"test","version":"0"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      {"jsonrpc":"2.0","id":2,"method":"tools/list"}
      {"jsonrpc":"2.0","id":3,"method":"ping"}
      """;
  private static final String STALE = "is of another build or JDK and is left out";

  @TempDir Path directory;
  private Path jar;

  private record Ended(int code, String out, String err) {}

  /// An installation of its own, because the checkout's is used by others at the same time.
  @BeforeEach
  void install() throws IOException {
    Path target = Outside.CHECKOUT.resolve("mcp-server/target");
    try (Stream<Path> built = Files.list(target)) {
      Path original =
          built
              .filter(file -> file.getFileName().toString().matches("mcp-server-[0-9][^-]*\\.jar"))
              .findFirst()
              .orElseThrow();
      jar = Files.copy(original, directory.resolve(original.getFileName()));
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    Files.createSymbolicLink(directory.resolve("lib"), target.resolve("lib"));
    Path bin = Files.createDirectory(directory.resolve("bin"));
    try (Stream<Path> programs = Files.list(Outside.CHECKOUT.resolve("bin"))) {
      for (Path program : programs.toList()) {
        Files.copy(program, bin.resolve(program.getFileName()), COPY_ATTRIBUTES);
      }
    }
    Files.createSymbolicLink(directory.resolve("campaigns"), Outside.CHECKOUT.resolve("campaigns"));
  }

  @Test
  void cachesThatFitAreUsedAndStaleOnesAreLeftOutWithAWord() throws Exception {
    Ended plain = serve();
    assertThat(plain.err()).doesNotContain(STALE);
    assertThat(plain.out().lines()).hasSize(3);

    Ended made = run("start-cache", "");
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.out()).isEmpty();
    assertThat(directory.resolve("start")).isDirectoryContaining("glob:**/server.aot");
    Ended quick = serve();
    assertThat(quick.out()).isEqualTo(plain.out());
    assertThat(quick.err()).isEmpty();
    Ended version = run("perftunereport", "", "--version");
    assertThat(version.out()).startsWith("perftunereport ");
    assertThat(version.err()).isEmpty();

    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    Ended stale = serve();
    assertThat(stale.out()).isEqualTo(plain.out());
    assertThat(stale.err()).contains(STALE);
    assertThat(run("perftunereport", "", "--version"))
        .extracting(Ended::code, Ended::out)
        .containsExactly(0, version.out());
  }

  @Test
  void cachesOfAnotherJdkAreLeftOutWithAWord() throws Exception {
    Path start = Files.createDirectories(directory.resolve("start"));
    Files.writeString(start.resolve("jdk"), "/nowhere/jdk\n");
    Files.writeString(start.resolve("server.aot"), "no cache");

    Ended ended = serve();
    assertThat(ended.out().lines()).hasSize(3);
    assertThat(ended.err()).contains(STALE);
  }

  /// A cache that the JVM cannot read although everything around it says that it fits.
  @Test
  void aCacheThatIsBrokenIsLeftOut() throws Exception {
    Ended plain = serve();
    assertThat(run("start-cache", "").code()).isZero();
    Files.writeString(directory.resolve("start/server.aot"), "no cache");

    Ended ended = serve();
    assertThat(ended.out()).isEqualTo(plain.out());
    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isNotEmpty();
  }

  private Ended serve() throws IOException, InterruptedException {
    return run("perf-tune-report-mcp", SESSION);
  }

  private Ended run(String program, String input, String... words)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(directory.resolve("bin").resolve(program).toString()),
                    Stream.of(words))
                .toList());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
  }
}
