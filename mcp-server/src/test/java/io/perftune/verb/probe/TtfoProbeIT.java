package io.perftune.verb.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.perftune.cli.Cli;
import io.perftune.fixtures.Contexts;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.Truth;
import io.perftune.value.Json;
import io.perftune.verb.Dispatcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The probe of this program and the one in Python say the same of every stack, times apart.
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TtfoProbeIT {
  private static final Path SCRIPT =
      Path.of(System.getProperty("checkout", ".."))
          .resolve("skills/inference-aa-workload/assets/aa_ttfo_probe.py")
          .toAbsolutePath()
          .normalize();
  private static final String KEY = "sk-probe-key-1234567890";
  private static final String FAST = "sim-8b?step_ms=0.2&jitter=0&natural_tokens=30";

  @TempDir Path directory;

  private final Map<String, String> environment = new HashMap<>();
  private Simulator simulator;

  /// What one of them answered.
  private record Said(int code, String out, String err) {
    JsonNode json() {
      assertThat(out.strip().lines()).as(err).hasSize(1);
      return Json.MAPPER.readTree(out);
    }
  }

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorSettings.local());
    Files.writeString(
        directory.resolve("prompts.jsonl"),
        """
        {"text_input": "What is the first question?"}
        {"text_input": "What is the second question?"}
        {"text_input": "What is the third question, é ü 中?"}
        """);
  }

  @AfterEach
  void stop() throws IOException {
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'', none_seen, true, not_a_reasoning_model, 1, 0, usage",
    "'&usage.report=off', none_seen, true, undetermined, 1, , ",
    "'&reasoning.field=reasoning_content&reasoning.tokens=20', reasoning_content, false, , 1, 60, usage",
    "'&reasoning.field=reasoning&reasoning.tokens=20', reasoning, false, , 1, 60, usage",
    "'&reasoning.field=reasoning&reasoning.tokens=20&usage.reasoning_tokens=absent', reasoning, false, , 1, 60, deltas",
    "'&reasoning.field=reasoning&reasoning.tokens=20&usage.reasoning_tokens=zero', reasoning, false, , 1, 60, deltas",
    "'&reasoning.field=hidden&reasoning.tokens=20', none_seen, true, hidden_by_provider, 1, 60, usage",
    "'&reasoning.field=hidden&reasoning.tokens=20&usage.reasoning_tokens=zero', none_seen, true, not_a_reasoning_model, 1, 0, usage",
    "'&reasoning.field=inline&reasoning.tokens=20&usage.reasoning_tokens=exact', inline_think, false, unconfigured_parser, 1, 60, usage",
    "'&reasoning.field=inline_closed&reasoning.tokens=20', inline_think, false, unconfigured_parser, 1, 60, usage",
    "'&reasoning.field=reasoning&reasoning.tokens=20&answer_share=0', reasoning, , , 0, , usage",
    "'&reasoning.field=reasoning&reasoning.tokens=20&boundary=mixed', reasoning, false, , 1, 60, usage",
    "'&reasoning.field=inline&reasoning.tokens=20&sse.torn=true&sse.cr_lf=true', inline_think, false, unconfigured_parser, 1, 60, usage"
  })
  void bothSayTheSameOfEveryReasoningField(
      String switches,
      String surface,
      Boolean tied,
      String reading,
      double coverage,
      Integer tokens,
      String source)
      throws Exception {
    JsonNode said = both(0, FAST + switches);

    assertThat(said.required("reasoning_surface").asString()).isEqualTo(surface);
    assertThat(Json.bool(said, "ttft_ttfo_tied")).isEqualTo(tied);
    assertThat(Json.text(said, "tied_reading")).isEqualTo(reading);
    assertThat(said.required("ttfo_coverage").doubleValue()).isEqualTo(coverage);
    assertThat(said.required("succeeded").intValue()).isEqualTo(3);
    assertThat(Json.text(said, "reasoning_tokens_source")).isEqualTo(source);
    if (tokens != null) {
      assertThat(Json.integer(said, "reasoning_tokens")).isEqualTo(tokens.longValue());
    }
    List<Truth> truth = simulator.truth();
    assertThat(truth).hasSize(6);
    for (int i = 0; i < 3; i++) {
      assertThat(truth.get(i).prompt().sha256()).isEqualTo(truth.get(i + 3).prompt().sha256());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'&fault.kind=status&error.status=503&fault.first=0', http-error, HTTP 503",
    "'&fault.kind=stream_error&at_token=5', stream-error, ''",
    "'&fault.kind=early_end&at_token=5', truncated, finish_reason",
    "'&fault.kind=disconnect&at_token=5', transport-failed, ''",
    "'&fault.kind=cut&at_token=5', transport-failed, ''",
    "'&output.blank=true', no-visible-text, No answer held any text"
  })
  void bothEndWithOneAndSayWhy(String switches, String code, String words) throws Exception {
    JsonNode said = both(1, FAST + switches);

    assertThat(said.at("/problems/0/code").asString()).isEqualTo(code);
    assertThat(said.at("/problems/0/message").asString()).contains(words);
    assertThat(said.required("ttft_p50_ms").isNull()).isTrue();
  }

  @Test
  void bothSendNothingAfterTheFirstFailure() throws Exception {
    JsonNode said = both(1, FAST + "&fault.kind=status&fault.every=2");

    assertThat(said.required("succeeded").intValue()).isEqualTo(1);
    assertThat(said.required("failed").intValue()).isEqualTo(1);
    assertThat(said.required("requests")).hasSize(2);
    assertThat(said.at("/requests/1/error").asString()).startsWith("HTTP 500");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "0 | `data: {\"choices\":[{\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}`",
        "0 | `data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}~~data: [DONE]`",
        "0 | `data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}~~data: [DONE]~~: bye`",
        "0 | `data: {\"choices\":[{\"delta\":{\"content\":\"hi\"}}]}~~data: [DONE]~~data: {\"cho`",
        "1 | `data: {\"choices\":[{\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}~~data: {\"cho`",
        "1 | `data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}~~`"
      })
  void bothTakeALastLineWithoutItsEndWhereItIsWhole(int code, String body) throws Exception {
    byte[] bytes = body.replace('~', '\n').getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      JsonNode said = both(code, "http://127.0.0.1:" + server.getAddress().getPort(), "m");

      assertThat(said.required("succeeded").intValue()).isEqualTo(code == 0 ? 3 : 0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anEndpointThatIsNotThereIsSaid() throws Exception {
    String origin = simulator.origin().toString();
    simulator.close();

    JsonNode said = both(1, origin, "sim-8b");

    assertThat(said.at("/problems/0/code").asString()).isEqualTo("connect-failed");
  }

  @ParameterizedTest
  @CsvSource({
    "--url ftp://127.0.0.1 --model m",
    "--url http://user:secret@127.0.0.1 --model m",
    "--url http://127.0.0.1:9",
    "--url http://127.0.0.1:9 --model m --count 0",
    "--url http://127.0.0.1:9 --model m --shape aa-2k",
    "--url http://127.0.0.1:9 --model m --prompt-file nowhere.jsonl",
    "--url http://127.0.0.1:9 --model m --prompt-file prompts.jsonl --count 4",
    "--url http://127.0.0.1:9 --model m --endpoint completions",
    "--url https://api.inference.wandb.ai --model m"
  })
  void bothRefuseWhatIsWrongBeforeAnythingIsSent(String flags) throws Exception {
    for (Said said : List.of(java(flags.split(" ")), python(flags.split(" ")))) {
      assertThat(said.code()).as(said.err()).isEqualTo(2);
      assertThat(said.err()).isNotBlank().doesNotContain("secret", "Traceback", "\tat ");
    }
  }

  @Test
  void theKeyGoesToTheHostThatItIsForAndIntoNoWord() throws Exception {
    environment.put("WANDB_INFERENCE_API_KEY", KEY);
    both(0, FAST);
    assertThat(simulator.truth()).noneMatch(truth -> truth.request().bearerKeyPresent());

    environment.put("API_KEY", KEY);
    for (Said said : List.of(java(flags(FAST)), python(flags(FAST)))) {
      assertThat(said.out() + said.err()).doesNotContain(KEY);
    }
    assertThat(simulator.truth())
        .filteredOn(truth -> truth.request().bearerKeyPresent())
        .hasSize(6);
  }

  @Test
  void aKeyThatTheEndpointRepeatsIsTakenOut() throws Exception {
    environment.put("API_KEY", KEY);
    String[] flags = flags(FAST + "&access=key_echoed");

    for (Said said : List.of(java(flags), python(flags))) {
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.out() + said.err()).contains("HTTP 401").doesNotContain(KEY);
    }
  }

  @Test
  void generatedPromptsAreExactHereAndSaidToBeFillerThere() throws Exception {
    String[] flags = {
      "--url", simulator.origin().toString(), "--model", FAST, "--count", "2", "--json"
    };

    JsonNode exact = java(flags).json();
    JsonNode filler = python(flags).json();

    assertThat(exact.required("prompt_source").asString()).isEqualTo("wordnet");
    assertThat(exact.required("prompts_exact").booleanValue()).isTrue();
    assertThat(filler.required("prompt_source").asString()).isEqualTo("filler");
    assertThat(filler.required("prompts_exact").booleanValue()).isFalse();
    List<Long> tokens = new ArrayList<>();
    simulator.truth().forEach(truth -> tokens.add((long) truth.prompt().tokens()));
    assertThat(tokens.subList(0, 2)).containsExactly(1_000L, 1_000L);
    assertThat(tokens.subList(2, 4)).allMatch(count -> count > 900 && count < 1_100);
    assertThat(simulator.truth().stream().map(truth -> truth.prompt().sha256()).distinct())
        .hasSize(4);
  }

  @Test
  void bothSayItInWordsToo() throws Exception {
    String[] all = flags(FAST + "&reasoning.field=inline&reasoning.tokens=20");
    String[] flags = java.util.Arrays.copyOf(all, all.length - 1);

    for (Said said : List.of(java(flags), python(flags))) {
      assertThat(said.code()).isZero();
      assertThat(said.out())
          .contains("3 of 3 requests succeeded")
          .contains("TTFO coverage 1.00")
          .contains("counted by: usage")
          .contains("surface inline_think")
          .contains("unconfigured_parser");
    }
  }

  private JsonNode both(int code, String model) throws Exception {
    return both(code, simulator.origin().toString(), model);
  }

  /// Asks both, and holds one answer to the other.
  private JsonNode both(int code, String origin, String model) throws Exception {
    Said java = java(flags(origin, model));
    Said python = python(flags(origin, model));

    assertThat(java.code()).as(java.err()).isEqualTo(code);
    assertThat(python.code()).as(python.err()).isEqualTo(code);
    JsonNode one = java.json();
    JsonNode other = python.json();
    assertThat(other.propertyNames()).containsExactlyElementsOf(one.propertyNames());
    assertThat(comparable(other)).isEqualTo(comparable(one));
    return one;
  }

  /// Times become whether there is one; the words of a failure, which the platform has, likewise.
  private static String comparable(JsonNode said) {
    ObjectNode copy = (ObjectNode) said.deepCopy();
    masked(copy, "ttft_p50_ms", "ttfo_p50_ms");
    copy.required("requests")
        .forEach(request -> masked((ObjectNode) request, "ttft_ms", "ttfo_ms", "error"));
    copy.required("problems").forEach(problem -> masked((ObjectNode) problem, "message"));
    return Json.pretty(copy);
  }

  private static void masked(ObjectNode object, String... members) {
    for (String member : members) {
      assertThat(object.has(member)).as(member).isTrue();
      if (!object.required(member).isNull()) {
        object.put(member, "given");
      }
    }
  }

  private String[] flags(String model) {
    return flags(simulator.origin().toString(), model);
  }

  private static String[] flags(String origin, String model) {
    return new String[] {
      "--url", origin, "--model", model, "--prompt-file", "prompts.jsonl", "--count", "3", "--json"
    };
  }

  private Said java(String... flags) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> words = new ArrayList<>(List.of("aa-ttfo-probe"));
    words.addAll(List.of(flags));
    Cli cli =
        new Cli(
            new Dispatcher(List.of(new ProbeTtfo())),
            progress -> Contexts.in(directory, environment, progress),
            "0.0.0-test",
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int code = cli.run(words);
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// As in a pod: the program comes in by standard input.
  private Said python(String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("python3", "-"));
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", Objects.requireNonNull(System.getenv("PATH")));
    builder.environment().put("PYTHONIOENCODING", "utf-8");
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectInput(SCRIPT.toFile())
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Said(
        process.exitValue(),
        Files.readString(directory.resolve("out")),
        Files.readString(directory.resolve("err")));
  }
}
