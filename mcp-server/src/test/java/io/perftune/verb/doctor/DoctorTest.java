package io.perftune.verb.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.Program;
import io.perftune.verb.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DoctorTest {
  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void anEmptyMachine() throws IOException {
    environment.put("PATH", Files.createDirectory(directory.resolve("path")).toString());
    environment.put("HOME", directory.resolve("home").toString());
  }

  @Test
  void saysWhatIsMissingAndHowToGetIt() throws Exception {
    List<Path> before = tree();

    Reply reply = call();

    assertThat(reply.returncode()).isZero();
    assertThat(reply.json().required("ok").booleanValue()).isTrue();
    assertThat(status(reply, "aiperf")).isEqualTo("optional");
    assertThat(check(reply, "aiperf").required("how_to_fix").asString())
        .contains("bin/setup-aiperf", "engine: builtin");
    assertThat(Call.codes(reply)).isEmpty();
    assertThat(status(reply, "uv")).isEqualTo("optional");
    assertThat(status(reply, "kubectl")).isEqualTo("optional");
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void isContentWhereAPointCanBeMeasured() throws Exception {
    Program.script(directory.resolve("path/aiperf"), "echo 0.13.0");
    Program.script(directory.resolve("path/kubectl"), "exit 9");

    Reply reply = call();

    assertThat(reply.returncode()).isZero();
    assertThat(reply.json().required("ok").booleanValue()).isTrue();
    assertThat(Call.codes(reply)).isEmpty();
    assertThat(check(reply, "aiperf").required("found").asString())
        .isEqualTo("0.13.0 at %s (found by PATH)".formatted(directory.resolve("path/aiperf")));
    assertThat(check(reply, "kubectl").required("found").asString())
        .isEqualTo(directory.resolve("path/kubectl").toString());
    assertThat(check(reply, "jdk").required("found").asString())
        .startsWith(Runtime.version().toString());
    assertThat(reply.stdout()).endsWith("A cell can be measured.\n");
  }

  @Test
  void warnsOfAnUntriedVersion() throws Exception {
    Program.script(directory.resolve("path/aiperf"), "echo 0.99.0");

    Reply reply = call();

    assertThat(reply.returncode()).isZero();
    assertThat(Call.codes(reply)).containsExactly("aiperf-untried");
  }

  @Test
  void aNamedAiperfThatIsNotThereIsSaid() throws Exception {
    environment.put("AIPERF_BIN", directory.resolve("nowhere").toString());

    Reply reply = call();

    assertThat(status(reply, "aiperf")).isEqualTo("optional");
    assertThat(check(reply, "aiperf").required("found").asString()).contains("AIPERF_BIN");
  }

  @Test
  void looksForCampaignsWhereTheyAreMade() throws Exception {
    Files.writeString(directory.resolve("file"), "");
    environment.put("PERFREPORT_CAMPAIGNS_DIR", "file");

    assertThat(status(call(), "campaigns")).isEqualTo("missing");

    environment.put("PERFREPORT_CAMPAIGNS_DIR", "not/yet/there");
    assertThat(check(call(), "campaigns").required("found").asString())
        .isEqualTo(directory.resolve("not/yet/there") + ", made by campaign_init");
  }

  @Test
  void anAlmostFullDiskIsMissingRoom() {
    assertThat(Directories.disk(directory, 499_999_999).state()).isEqualTo(Check.State.MISSING);
    assertThat(Directories.disk(directory, 500_000_000).found())
        .isEqualTo("0.5 GB free for " + directory);
  }

  @Test
  void findsTheLake() throws Exception {
    assertThat(status(call(), "lake")).isEqualTo("optional");
    Files.createDirectory(directory.resolve("lake"));
    assertThat(status(call(), "lake")).isEqualTo("ok");
  }

  private Reply call() throws InterruptedException {
    return Call.of(
        new Doctor(directory), Map.of(), Contexts.in(directory, environment, (_, _, _) -> {}));
  }

  private static String status(Reply reply, String name) {
    return check(reply, name).required("status").asString();
  }

  private static JsonNode check(Reply reply, String name) {
    return reply
        .json()
        .required("checks")
        .valueStream()
        .filter(check -> check.required("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> tree() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted().toList();
    }
  }
}
