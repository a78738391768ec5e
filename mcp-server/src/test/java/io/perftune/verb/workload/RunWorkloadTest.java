package io.perftune.verb.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.cli.Cli;
import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.Golden;
import io.perftune.fixtures.Program;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.cellrun.CellRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// bin/aa-workload from its flags and variables to its exit code, with a stand-in for AIPerf.
class RunWorkloadTest {
  private static final String KEY = "sk-never-written-1234567890";
  private static final String ENDPOINT = "http://127.0.0.1:9";

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private String out = "";
  private String err = "";

  @BeforeEach
  void open() throws IOException {
    try (InputStream text =
        Objects.requireNonNull(RunWorkloadTest.class.getResourceAsStream("/aiperf-standin.sh"))) {
      String script = new String(text.readAllBytes(), StandardCharsets.UTF_8);
      Path program = Program.script(directory.resolve("bin/aiperf"), script);
      environment.put("AIPERF_BIN", program.toString());
    }
    environment.put("PATH", Objects.requireNonNull(System.getenv("PATH")));
    environment.put("HOME", directory.toString());
    environment.put("MODEL", "served");
    environment.put("URL", ENDPOINT);
    environment.put("REQUEST_COUNT", "4");
    // Nobody listens at that address.
    environment.put("PREFLIGHT", "0");
  }

  @Test
  void endsWithATableForEachShape() throws IOException {
    assertThat(run("--shapes", "aa-1k,aa-10k", "--concurrency", "1,2", "--seed", "7")).isZero();

    Golden.check("aa-workload.txt", out.replace(directory.toString(), "DIR"));
    assertThat(artifacts("aa-10k").resolve("raw/c2/t1/profile_export.jsonl")).isRegularFile();
  }

  @Test
  void jsonIsOneObjectAndNothingElse() throws IOException {
    assertThat(run("--shapes", "aa-1k", "--json")).isZero();

    assertThat(out.lines()).hasSize(1);
    JsonNode reply = Json.MAPPER.readTree(out);
    JsonNode point = reply.at("/shapes/0/points/0");
    assertThat(point.required("status").asString()).isEqualTo("full");
    assertThat(point.required("ttfo_coverage").doubleValue()).isEqualTo(1);
    assertThat(point.required("sol_pct").isNull()).isTrue();
    assertThat(point.at("/unmeasured/sol_pct").asString()).isNotBlank();
    assertThat(reply.at("/shapes/0/context_line").asString()).contains("endpoint_kind=local");
    assertThat(reply.required("next_lever").isNull()).isTrue();
  }

  @Test
  void everyVariableStandsInForItsFlag() throws IOException {
    environment.put("ENDPOINT", "/api/chat/completions");
    environment.put("ENDPOINT_TYPE", "chat");
    environment.put("MODE", "dataset-replay");
    environment.put("CONCURRENCY", "2");
    environment.put("REQUEST_COUNT", "6");
    environment.put("ARTIFACT_ROOT", "elsewhere");
    environment.put("TOKENIZER", "own-tokenizer");
    environment.put("CUSTOM_DATASET_TYPE", "mooncake_trace");
    environment.put("DATASET_DIR", "prompts");
    environment.put("EXTRA_OUTPUT_CONTROLS", "0");
    environment.put("REASONING", "1");

    assertThat(run("--shapes", "aa-1k", "--max-output-tokens", "3000")).as(err).isZero();

    String call = calls().getFirst();
    assertThat(call)
        .contains("--model served")
        .contains("--url " + ENDPOINT)
        .contains("/api/chat/completions")
        .contains("--concurrency 2")
        .contains("--request-count 6")
        .contains(directory.resolve("elsewhere/aa-1k/raw/c2/t1").toString())
        .contains("own-tokenizer")
        .contains("mooncake_trace")
        .doesNotContain("min_tokens");
    assertThat(directory.resolve("elsewhere/aa-1k/dataset/c2-t1-a1.jsonl"))
        .content()
        .contains("\"output_length\":3000");
    JsonNode row = rows(directory.resolve("elsewhere/aa-1k")).get(0);
    assertThat(row.required("reasoning").asString()).isEqualTo("true");
    assertThat(err).contains("filler");
  }

  @Test
  void aFlagGoesBeforeItsVariable() {
    environment.put("CONCURRENCY", "3");
    environment.put("EXTRA_OUTPUT_CONTROLS", "1");

    assertThat(
            run(
                "--shapes",
                "aa-1k",
                "--dry-run",
                "--concurrency",
                "2",
                "--no-extra-output-controls"))
        .isZero();

    assertThat(out).contains("--concurrency 2").doesNotContain("min_tokens");
  }

  @ParameterizedTest
  @CsvSource({"CONCURRENCY, many", "REQUEST_COUNT, 1.5", "REASONING, perhaps", "MODE, both"})
  void aVariableThatSaysNothingIsRefused(String variable, String value) throws IOException {
    environment.put(variable, value);

    assertThat(run("--shapes", "aa-1k")).isEqualTo(2);

    assertThat(err).contains("--" + variable.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    assertThat(calls()).isEmpty();
  }

  @Test
  void theFirstShapeThatFailsIsTheLast() throws IOException {
    mode("half");

    assertThat(run("--shapes", "aa-1k,aa-10k,aa-100k")).isEqualTo(1);

    assertThat(calls()).hasSize(1);
    assertThat(out).contains("aa-1k: partial").contains("Not tried after that: aa-10k, aa-100k.");
    assertThat(artifacts("aa-10k")).doesNotExist();
  }

  @Test
  void anEndpointThatRefusesTheControlsIsToldTheFlag() throws IOException {
    mode("refuse-min");

    assertThat(run("--shapes", "aa-1k")).isEqualTo(1);

    assertThat(err).contains("--no-extra-output-controls").doesNotContain("aa.extra");
  }

  @Test
  void withoutAiperfItEndsWith127() {
    environment.put("AIPERF_BIN", directory.resolve("nowhere").toString());

    assertThat(run("--shapes", "aa-1k")).isEqualTo(127);

    assertThat(err).contains("AIPERF_BIN").contains("bin/setup-aiperf");
    assertThat(directory.resolve("artifacts")).doesNotExist();
  }

  @Test
  void theFlagNamesTheAiperf() throws IOException {
    Path program = Path.of(Objects.requireNonNull(environment.remove("AIPERF_BIN")));

    assertThat(run("--shapes", "aa-1k", "--aiperf-bin", program.toString())).as(err).isZero();

    assertThat(calls()).hasSize(1);
  }

  @Test
  void withoutAKeyTheDefaultHostIsRefusedAndNothingIsTouched() throws IOException {
    environment.remove("URL");

    assertThat(run("--shapes", "aa-1k")).isEqualTo(2);

    assertThat(err).contains("WANDB_INFERENCE_API_KEY").doesNotContain("api_key_env");
    assertThat(calls()).isEmpty();
    assertThat(directory.resolve("artifacts")).doesNotExist();
  }

  @Test
  void aDryRunNeedsNoKeyAndTouchesNothing() throws IOException {
    environment.remove("URL");

    assertThat(run("--dry-run")).isZero();

    assertThat(out)
        .contains("https://api.inference.wandb.ai")
        .contains("aa-1k/raw/c1/t1")
        .contains("aa-100k/raw/c1/t1");
    assertThat(calls()).isEmpty();
    assertThat(directory.resolve("artifacts")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"API_KEY", "WANDB_INFERENCE_API_KEY"})
  void theKeyReachesTheHostThatItIsForAndNoFile(String variable) throws IOException {
    environment.put(variable, KEY);
    mode("echo-key");

    run("--shapes", "aa-1k");

    boolean sent = variable.equals("API_KEY");
    assertThat(Files.readString(artifacts("aa-1k").resolve("commands/aa-c1-t1.stdout")))
        .startsWith(sent ? "using [REDACTED]" : "using \n");
    assertThat(out + err).doesNotContain(KEY);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain(KEY);
      }
    }
  }

  @Test
  void theLatestRunIsInPlaceAndTheOneBeforeIsEvidence() throws IOException {
    run("--shapes", "aa-1k", "--concurrency", "1,2", "--seed", "7");
    String first = Files.readString(artifacts("aa-1k").resolve("normalized.json"));

    assertThat(run("--shapes", "aa-1k", "--concurrency", "2", "--seed", "8")).isZero();

    assertThat(rows(artifacts("aa-1k"))).hasSize(1);
    assertThat(artifacts("aa-1k").resolve("raw/c1")).doesNotExist();
    Path before = artifacts("aa-1k").resolve("superseded/20260101T120000Z");
    assertThat(before.resolve("normalized.json")).hasContent(first);
    assertThat(before.resolve("raw/c1/t1/profile_export.jsonl")).isRegularFile();
    assertThat(err).doesNotContain("prefix cache");
  }

  @Test
  void anotherDryRunOrRefusalMovesNothingAside() throws IOException {
    run("--shapes", "aa-1k");
    environment.put("AIPERF_BIN", directory.resolve("nowhere").toString());

    assertThat(run("--shapes", "aa-1k")).isEqualTo(127);
    assertThat(run("--shapes", "aa-1k", "--dry-run", "--mode", "dataset-replay")).isZero();

    assertThat(out).contains("c1-t1-a1.jsonl");
    assertThat(artifacts("aa-1k").resolve("superseded")).doesNotExist();
    assertThat(rows(artifacts("aa-1k"))).hasSize(1);
  }

  @Test
  void anEndpointThatIsUnfitLeavesTheRunBeforeInItsPlace() throws IOException {
    run("--shapes", "aa-1k");
    environment.remove("PREFLIGHT");

    assertThat(run("--shapes", "aa-1k")).isEqualTo(1);

    assertThat(err).contains("Nothing accepts connections", "--url");
    assertThat(artifacts("aa-1k").resolve("superseded")).doesNotExist();
    assertThat(rows(artifacts("aa-1k"))).hasSize(1);
  }

  @Test
  void theSamePromptsToTheSameEndpointAgainAreSaid() {
    String[] call = {"--shapes", "aa-1k", "--mode", "dataset-replay"};
    run(call);
    assertThat(err).doesNotContain("prefix cache");

    run(call);
    assertThat(err).contains("prefix cache").contains("--seed");

    environment.put("URL", "http://127.0.0.1:10");
    run(call);
    assertThat(err).doesNotContain("prefix cache");
  }

  @Test
  void twoEndpointsGetTheSameReplayedPrompts() throws IOException {
    run("--shapes", "aa-1k", "--mode", "dataset-replay");
    Path dataset = artifacts("aa-1k").resolve("dataset/c1-t1-a1.jsonl");
    String first = Files.readString(dataset);
    environment.put("URL", "http://127.0.0.1:10");

    run("--shapes", "aa-1k", "--mode", "dataset-replay");

    assertThat(dataset).hasContent(first);
  }

  @Test
  void generatesTheDatasetsThatARunSendsAndSendsNothing() throws IOException {
    assertThat(
            run(
                "--shapes",
                "aa-1k",
                "--generate-dataset-only",
                "--dataset-dir",
                "prompts",
                "--json"))
        .isZero();
    JsonNode written = Json.MAPPER.readTree(out).at("/datasets/0");
    assertThat(calls()).isEmpty();

    run("--shapes", "aa-1k", "--mode", "dataset-replay");

    assertThat(Files.readString(artifacts("aa-1k").resolve("dataset/c1-t1-a1.jsonl")))
        .startsWith(Files.readString(Path.of(written.required("dataset_path").asString())));
    assertThat(Path.of(written.required("manifest_path").asString())).isRegularFile();
  }

  @Test
  void everythingThatIsWrongIsToldInTheWordsOfFlagsBeforeAnythingIsSent() throws IOException {
    assertThat(run("--url", "localhost:8000", "--max-output-tokens", "1200")).isEqualTo(2);

    assertThat(err)
        .contains("aa-10k: --max-output-tokens is 1200")
        .contains("--url is \"localhost:8000\"")
        .doesNotContain("cells[0]");
    assertThat(calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"aa-2k", "'aa-1k,aa-1k'", "'aa-1k,'"})
  void aShapeThatIsNoneIsRefused(String shapes) {
    assertThat(run("--shapes", shapes)).isEqualTo(2);
    assertThat(err).contains("--shapes").contains("aa-1k,aa-10k,aa-100k");
  }

  @Test
  void aReasoningModelWithoutRoomIsWarnedAndGetsTheFloor() throws IOException {
    assertThat(run("--shapes", "aa-1k", "--reasoning")).as(err).isZero();

    assertThat(err).contains("--reasoning is given without --max-output-tokens");
    assertThat(rows(artifacts("aa-1k")).get(0).required("reasoning").asString()).isEqualTo("true");
  }

  private int run(String... flags) {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(List.of("aa-workload"));
    words.addAll(List.of(flags));
    Cli cli =
        new Cli(
            new Dispatcher(List.of(new RunWorkload(new CellRun(directory)))),
            progress -> Contexts.in(directory, environment, progress),
            "0.0.0-test",
            new PrintStream(written, true, StandardCharsets.UTF_8),
            new PrintStream(said, true, StandardCharsets.UTF_8));
    int code = cli.run(words);
    out = written.toString(StandardCharsets.UTF_8);
    err = said.toString(StandardCharsets.UTF_8);
    return code;
  }

  private Path artifacts(String shape) {
    return directory.resolve("artifacts/artificial-analysis").resolve(shape);
  }

  private static JsonNode rows(Path shape) throws IOException {
    return Json.MAPPER.readTree(Files.readString(shape.resolve("normalized.json")));
  }

  private void mode(String mode) throws IOException {
    Files.writeString(directory.resolve("bin/mode"), mode);
  }

  private List<String> calls() throws IOException {
    Path calls = directory.resolve("bin/calls");
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }
}
