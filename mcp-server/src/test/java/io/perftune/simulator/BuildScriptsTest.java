package io.perftune.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs `bin/find-jdk` and `bin/build-if-needed` in a checkout of their own, with a Maven that only
/// notes its calls.
class BuildScriptsTest {
  private static final Path BIN = Path.of(System.getProperty("checkout", ".."), "bin");
  private static final Instant OLD = Instant.parse("2026-01-01T00:00:00Z");

  private record Ended(int exit, String out, String err) {}

  @TempDir Path directory;
  private Path root;
  private Path tools;

  @BeforeEach
  void makeCheckout() throws IOException {
    root = directory.toRealPath().resolve("check out");
    tools = directory.resolve("tools");
    for (String script : List.of("find-jdk", "build-if-needed")) {
      Files.createDirectories(root.resolve("bin"));
      Files.copy(BIN.resolve(script), root.resolve("bin").resolve(script));
    }
    old("pom.xml");
    old("mcp-server/pom.xml");
    old("mcp-server/src/main/java/A.java");
    old("schemas/a.json");
    old("configs/a.yaml");
    maven("touch mcp-server/target/mcp-server-0.1.0.jar mcp-server/target/lib/a.jar");
  }

  private void old(String file) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "x");
    for (Path at = path; at != null && !at.equals(root); at = at.getParent()) {
      Files.setLastModifiedTime(at, FileTime.from(OLD));
    }
  }

  private void built(Instant when) throws IOException {
    for (String file : List.of("mcp-server-0.1.0.jar", "lib/a.jar")) {
      Path path = root.resolve("mcp-server/target").resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "x");
      Files.setLastModifiedTime(path, FileTime.from(when));
    }
  }

  private void maven(String command) throws IOException {
    Files.createDirectories(tools);
    Path maven = tools.resolve("mvn");
    Files.writeString(
        maven,
        """
        #!/bin/sh
        echo "$JAVA_HOME: $*" >>'%s'
        cd '%s' && mkdir -p mcp-server/target/lib && %s
        """
            .formatted(directory.resolve("calls"), root, command));
    assertThat(maven.toFile().setExecutable(true)).isTrue();
  }

  private List<String> calls() throws IOException {
    Path calls = directory.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  private Process start(Path script, Map<String, String> environment, int number)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(script.toString());
    builder.directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PATH", tools + ":/usr/bin:/bin");
    builder.environment().remove("PERFTUNE_NO_BUILD");
    builder.environment().putAll(environment);
    builder.redirectOutput(directory.resolve("out" + number).toFile());
    builder.redirectError(directory.resolve("err" + number).toFile());
    return builder.start();
  }

  private Ended end(Process process, int number) throws IOException, InterruptedException {
    int exit = process.waitFor();
    return new Ended(
        exit,
        Files.readString(directory.resolve("out" + number)).strip(),
        Files.readString(directory.resolve("err" + number)));
  }

  private Ended run(String script, Map<String, String> environment)
      throws IOException, InterruptedException {
    return end(start(root.resolve("bin").resolve(script), environment, 0), 0);
  }

  private String classPath() {
    return root + "/mcp-server/target/mcp-server-0.1.0.jar:" + root + "/mcp-server/target/lib/*";
  }

  @Test
  void missingBuildIsMadeWithTheJdkThatWasFound() throws IOException, InterruptedException {
    Ended ended = run("build-if-needed", Map.of());
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).isEqualTo(classPath());
    assertThat(calls())
        .singleElement()
        .asString()
        .startsWith(System.getProperty("java.home") + ": ")
        .contains("-Dquick", "-DskipTests", "package");
    assertThat(run("build-if-needed", Map.of()).out()).isEqualTo(classPath());
    assertThat(calls()).hasSize(1);
  }

  @Test
  void buildThatIsNewerThanItsSourcesIsKept() throws IOException, InterruptedException {
    built(OLD.plusSeconds(10));
    assertThat(run("build-if-needed", Map.of()).out()).isEqualTo(classPath());
    assertThat(calls()).isEmpty();
  }

  @Test
  void newerSourceOrSchemaOrSettingIsBuilt() throws IOException, InterruptedException {
    int builds = 0;
    for (String file :
        List.of(
            "pom.xml",
            "mcp-server/pom.xml",
            "mcp-server/src/main/java/A.java",
            "schemas/a.json",
            "configs/a.yaml")) {
      built(OLD.plusSeconds(10));
      Files.deleteIfExists(root.resolve("mcp-server/target/.built"));
      Files.setLastModifiedTime(root.resolve(file), FileTime.from(OLD.plusSeconds(20)));
      assertThat(run("build-if-needed", Map.of()).exit()).isZero();
      assertThat(calls()).as(file).hasSize(++builds);
      Files.setLastModifiedTime(root.resolve(file), FileTime.from(OLD));
    }
  }

  @Test
  void twoAtOnceBuildOnce() throws IOException, InterruptedException {
    maven("sleep 1 && touch mcp-server/target/mcp-server-0.1.0.jar mcp-server/target/lib/a.jar");
    Path script = root.resolve("bin/build-if-needed");
    List<Process> processes = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      processes.add(start(script, Map.of(), number));
    }
    for (int number = 1; number <= 3; number++) {
      assertThat(end(processes.get(number - 1), number).out()).isEqualTo(classPath());
    }
    assertThat(calls()).hasSize(1);
    assertThat(root.resolve("mcp-server/target/.build-lock")).doesNotExist();
  }

  @Test
  void lockOfADeadBuildIsTakenOver() throws IOException, InterruptedException {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = Files.createDirectories(root.resolve("mcp-server/target/.build-lock"));
    Files.writeString(lock.resolve("pid"), Long.toString(gone.pid()));
    assertThat(run("build-if-needed", Map.of()).exit()).isZero();
    assertThat(calls()).hasSize(1);
  }

  @Test
  void failedBuildIsAFailureAndStaysUnbuilt() throws IOException, InterruptedException {
    maven("touch mcp-server/target/mcp-server-0.1.0.jar mcp-server/target/lib/a.jar && exit 7");
    Ended ended = run("build-if-needed", Map.of());
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("the build failed");
    assertThat(run("build-if-needed", Map.of()).exit()).isEqualTo(1);
    assertThat(calls()).hasSize(2);
    assertThat(root.resolve("mcp-server/target/.build-lock")).doesNotExist();
  }

  @Test
  void failedBuildStaysUnbuiltAlsoWhereItsJarIsAsOldAsItsStart()
      throws IOException, InterruptedException {
    maven(
        "touch -r mcp-server/target/.build-lock/started mcp-server/target/mcp-server-0.1.0.jar"
            + " mcp-server/target/lib/a.jar && exit 7");
    assertThat(run("build-if-needed", Map.of()).exit()).isEqualTo(1);
    assertThat(run("build-if-needed", Map.of()).exit()).isEqualTo(1);
    assertThat(calls()).hasSize(2);
  }

  @Test
  void withoutMavenItSaysHowToGetIt() throws IOException, InterruptedException {
    Path few = Files.createDirectories(directory.resolve("few"));
    for (String tool :
        List.of(
            "bash", "dirname", "readlink", "find", "ls", "mkdir", "rm", "sed", "cat", "touch")) {
      Path real = Path.of(Files.exists(Path.of("/bin", tool)) ? "/bin" : "/usr/bin", tool);
      Path wrapper = few.resolve(tool);
      Files.writeString(wrapper, "#!/bin/sh\nexec " + real + " \"$@\"\n");
      assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    }
    Ended ended = run("build-if-needed", Map.of("PATH", few.toString()));
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("no mvn is on PATH").contains("apt-get install maven");
  }

  @Test
  void nothingIsBuiltWhenForbidden() throws IOException, InterruptedException {
    Ended missing = run("build-if-needed", Map.of("PERFTUNE_NO_BUILD", "1"));
    assertThat(missing.exit()).isEqualTo(2);
    assertThat(missing.err()).contains("PERFTUNE_NO_BUILD=1 forbids one");
    built(OLD.minusSeconds(10));
    assertThat(run("build-if-needed", Map.of("PERFTUNE_NO_BUILD", "1")).out())
        .isEqualTo(classPath());
    assertThat(calls()).isEmpty();
  }

  @Test
  void worksThroughASymbolicLink() throws IOException, InterruptedException {
    built(OLD.plusSeconds(10));
    Path link = directory.resolve("link");
    Files.createSymbolicLink(link, Path.of("check out/bin/build-if-needed"));
    assertThat(end(start(link, Map.of(), 0), 0).out()).isEqualTo(classPath());
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    for (String program : List.of("java", "javac")) {
      Path file = Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(
        home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n", StandardCharsets.UTF_8);
    return home;
  }

  @Test
  void javaHomeComesFirstIfItIsNewEnough() throws IOException, InterruptedException {
    Path home = jdk("jdk 25", "25.0.1");
    assertThat(run("find-jdk", Map.of("JAVA_HOME", home.toString())).out())
        .isEqualTo(home.toString());
    Path later = jdk("later", "26");
    assertThat(run("find-jdk", Map.of("JAVA_HOME", later.toString())).out())
        .isEqualTo(later.toString());
  }

  @Test
  void javaOnPathIsFollowedToItsHome() throws IOException, InterruptedException {
    Path home = jdk("behind", "25.0.2").toRealPath();
    Path path = Files.createDirectories(directory.resolve("on-path"));
    Files.createSymbolicLink(path.resolve("java"), home.resolve("bin/java"));
    Ended ended =
        run(
            "find-jdk",
            Map.of(
                "JAVA_HOME", jdk("older", "17.0.15").toString(), "PATH", path + ":/usr/bin:/bin"));
    assertThat(ended.out()).isEqualTo(home.toString());
  }
}
