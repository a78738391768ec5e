package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.workspace.Journal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The key of an endpoint: from the named variable, to the child, and nowhere else.
class KeyTest {
  private static final String KEY = "sk-canary-77/ab+cd";

  @TempDir Path directory;

  private Workbench bench;

  @BeforeEach
  void open() throws Exception {
    bench = new Workbench(directory, Workbench.cell("one", "aa:api_key_env: BENCH_KEY"));
  }

  @Test
  void aKeyThatIsNotSetIsRefusedByName() throws Exception {
    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "no-credential").required("message").asString())
        .contains("BENCH_KEY is not set");
    assertThat(bench.cell().root()).doesNotExist();
  }

  @Test
  void aDryRunNeedsNoKeyAndShowsTheConfigurationThatNamesItsVariable() throws Exception {
    Reply reply = bench.dryRun();

    assertThat(reply.returncode()).isZero();
    assertThat(Call.codes(reply)).containsExactly("no-credential");
    assertThat(reply.stdout())
        .contains("--config " + bench.cell().command(1, 1, ".yaml"))
        .contains("${OPENAI_API_KEY}");
  }

  @Test
  void whatAKilledPredecessorsChildLeftLosesTheKeyBeforeItIsSetAside() throws Exception {
    bench.environment().put("BENCH_KEY", KEY);
    Journal journal = new Journal(bench.cell().journal());
    journal.add(
        Json.object()
            .put("event", "point_started")
            .put("concurrency", 1)
            .put("trial", 1)
            .put("attempt", 1)
            .put("plan_hash", "x"));
    Path raw = Files.createDirectories(bench.cell().raw(1, 1));
    Files.writeString(raw.resolve("profile_export.jsonl"), "{\"error\": \"bad key " + KEY + "\"");
    Files.createDirectories(bench.cell().commands());
    Files.writeString(bench.cell().command(1, 1, ".stderr"), "with " + KEY);

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(bench.superseded())
        .contains("raw/c1/t1/profile_export.jsonl", "commands/aa-c1-t1.stderr");
    assertThat(bench.files("profile_export\\.jsonl|aa-c1-t1\\.stderr"))
        .hasSize(5)
        .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(KEY));
  }

  @Test
  void aServerThatEchoesTheKeyAndAChildThatPrintsItGiveNothingAway() throws Exception {
    bench.environment().put("BENCH_KEY", KEY);
    bench.mode("echo-key");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(bench.row(1).required("status_reason").asString())
        .contains("401 Incorrect API key provided: [REDACTED]");
    String base64 =
        Base64.getEncoder().withoutPadding().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));
    for (String secret : List.of(KEY, base64, "sk-canary-77%2Fab%2Bcd")) {
      assertThat(Json.line(reply.envelope())).doesNotContain(secret);
      try (Stream<Path> files = Files.walk(directory)) {
        assertThat(files.filter(Files::isRegularFile))
            .hasSizeGreaterThan(8)
            .allSatisfy(file ->
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .doesNotContain(secret));
      }
    }
    assertThat(bench.cell().command(1, 1, ".stdout")).hasContent("using [REDACTED]");
  }
}
