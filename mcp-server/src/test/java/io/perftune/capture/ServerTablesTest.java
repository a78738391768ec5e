package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.client.OneRequest;
import io.perftune.simulator.Simulator;
import io.perftune.simulator.SimulatorSettings;
import io.perftune.simulator.Truth;
import io.perftune.value.Json;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import io.perftune.wire.StreamFrame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Each kind of server that the simulator imitates, as the client meets it: what comes over the
/// wire, and the record that is made of it, held to what the simulator knows.
@Timeout(60)
class ServerTablesTest {
  private static final String FAST = "step_ms=0&prefill.tokens_per_s=1000000000";

  private static Simulator simulator;

  @TempDir private Path temporary;

  @BeforeAll
  static void start() throws Exception {
    simulator = Simulator.start(SimulatorSettings.local());
  }

  @AfterAll
  static void stop() throws Exception {
    simulator.close();
  }

  /// Server, its first delta, the field of its thoughts, where finish_reason and usage stand, and
  /// whether `[DONE]` comes.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "like-vllm         | {\"role\":\"assistant\",\"content\":\"\"}   | reasoning         | last token | own, no choice | yes",
        "like-llama-server | {\"role\":\"assistant\",\"content\":null} | reasoning_content | own chunk  | own, no choice | yes",
        "like-transformers | {\"role\":\"assistant\"}                  | none_seen         | own chunk  | on the finish  | never",
        "like-litellm      | {\"role\":\"assistant\",\"content\":\"\"}   | reasoning_content | own chunk  | own, {}        | yes",
        "like-llm-d        | {\"role\":\"assistant\"}                  | none_seen         | own chunk  | own, no choice | yes",
        "like-aiperf-mock  | text                                      | none_seen         | last token | none           | yes",
      })
  void framingIsThatOfTheServer(
      String server, String first, String field, String finish, String usage, String done)
      throws Exception {
    List<StreamFrame> frames = frames(server, "{}", 120);
    RequestRecord record = Replay.written(frames);

    List<String> data = data(frames);
    List<JsonNode> events =
        data.stream().filter(text -> !text.equals("[DONE]")).map(Json.MAPPER::readTree).toList();
    String delta = events.getFirst().at("/choices/0/delta").toString();
    assertThat(first.equals("text") ? delta.contains("\"content\":\"") : delta.equals(first))
        .as(delta)
        .isTrue();
    assertThat(finishPlace(events)).isEqualTo(finish);
    assertThat(usagePlace(events)).isEqualTo(usage);
    assertThat(data.getLast().equals("[DONE]")).isEqualTo(done.equals("yes"));
    assertThat(record.ending().result()).isEqualTo(Result.OK);
    assertThat(record.tokens().reasoningField()).isEqualTo(field);
    assertThat(record.server().output() == null).isEqualTo(usage.equals("none"));
    agreesWithTheTruth(record);
  }

  /// The rows of the table of output controls: what is asked for, and what comes of it: the number
  /// of tokens, or the status of a refusal. By themselves the servers end after 200 answer tokens.
  @ParameterizedTest(name = "{0} with {1} and {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "like-vllm         | {\"min_tokens\":400}                     |   0 | 400",
        "like-vllm         | {\"min_tokens\":40}                      |  20 | HTTP 400",
        "like-vllm         | {\"ignore_eos\":true}                    | 400 | 400",
        "like-vllm         | {\"no_such_field\":1}                    |  16 | 16",
        "like-vllm         | {\"max_tokens\":16}                      |   0 | 16",
        "like-vllm         | {\"max_completion_tokens\":16}           |   0 | 16",
        "like-llama-server | {\"min_tokens\":400}                     |   0 | 300",
        "like-llama-server | {\"ignore_eos\":true}                    | 400 | 400",
        "like-llama-server | {\"max_tokens\":16}                      |   0 | 16",
        "like-llama-server | {\"max_completion_tokens\":16}           |   0 | 16",
        "like-transformers | {\"min_tokens\":400}                     |   0 | HTTP 422",
        "like-transformers | {\"ignore_eos\":true}                    | 400 | HTTP 422",
        "like-transformers | {\"max_tokens\":16}                      |   0 | 16",
        "like-transformers | {\"max_completion_tokens\":16}           |   0 | 200",
        "like-llm-d        | {\"min_tokens\":400}                     |   0 | 200",
        "like-llm-d        | {\"ignore_eos\":true}                    | 400 | 400",
        "like-llm-d        | {\"ignore_eos\":true}                    |   0 | HTTP 400",
        "like-llm-d        | {\"max_tokens\":16}                      |   0 | 16",
        "like-llm-d        | {\"max_completion_tokens\":16}           |   0 | 16",
        "like-aiperf-mock  | {\"min_tokens\":400}                     |   0 | 200",
        "like-aiperf-mock  | {\"ignore_eos\":true}                    | 400 | 200",
        "like-aiperf-mock  | {\"max_tokens\":16}                      |   0 | 200",
        "like-aiperf-mock  | {\"max_completion_tokens\":16}           |   0 | 16",
        "like-litellm      | {\"min_tokens\":400}                     |   0 | 400",
        "like-litellm      | {\"ignore_eos\":true}                    | 400 | 400",
        "like-litellm      | {\"max_tokens\":16}                      |   0 | 16",
        "like-litellm      | {\"max_completion_tokens\":16}           |   0 | 16",
      })
  void outputControlsWorkAsInTheServer(String server, String extra, int limit, String outcome)
      throws Exception {
    RequestRecord record = ask(server, extra, limit);

    if (outcome.startsWith("HTTP ")) {
      assertThat(record.ending().result()).isEqualTo(Result.FAILED);
      assertThat("HTTP " + record.ending().errorCode()).isEqualTo(outcome);
      assertThat(record.ending().errorMessage()).isNotBlank();
      assertThat(record.tokens().output()).isNull();
    } else {
      assertThat(record.ending().result()).isEqualTo(Result.OK);
      assertThat(record.tokens().output()).isEqualTo(Integer.parseInt(outcome));
      agreesWithTheTruth(record);
    }
  }

  /// What a client has to take of each server, as switches on it: the result, and the field in
  /// which thoughts were found.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "like-vllm?boundary=mixed&tokens_per_delta=4                 | OK        | reasoning",
        "like-vllm?draft_tokens=3&acceptance=0.7                     | OK        | reasoning",
        "like-vllm?boundary=empty_content                            | OK        | reasoning",
        "like-vllm?boundary=empty_delta                              | OK        | reasoning",
        "like-vllm?reasoning.field=inline                            | OK        | inline_think",
        "like-vllm?reasoning.field=inline_closed                     | OK        | inline_think",
        "like-vllm?reasoning.field=hidden                            | OK        | none_seen",
        "like-vllm?answer_share=0                                    | OK        | reasoning",
        "like-vllm?sse.cr_lf=true                                    | OK        | reasoning",
        "like-vllm?sse.torn=true                                     | OK        | reasoning",
        "like-vllm?sse.cr_lf=true&sse.torn=true&role_early=true      | OK        | reasoning",
        "like-llama-server?ping_ms=1&decode.step_ms=4                | OK        | reasoning_content",
        "like-vllm?sse.done=false                                    | OK        | reasoning",
        "like-vllm?usage.place=before_finish                         | OK        | reasoning",
        "like-vllm?usage.place=finish_chunk                          | OK        | reasoning",
        "like-transformers?kind=early_end&at_token=9                 | TRUNCATED | none_seen",
        "like-transformers?kind=cut&at_token=9                       | TRUNCATED | none_seen",
      })
  void everyWayOfSayingItGivesTheTokensThatWereSent(String server, Result result, String field)
      throws Exception {
    RequestRecord record = ask(server, "{}", 120);

    assertThat(record.ending().result()).isEqualTo(result);
    assertThat(record.tokens().reasoningField()).isEqualTo(field);
    agreesWithTheTruth(record);
  }

  /// The forms of errors: switches on a server, then code, type and message of the record.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "like-vllm?kind=status&error.status=400&error.body={\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":400}} | 400 | t | m",
        "like-transformers?kind=status&error.status=422&error.body={\"detail\":\"Unexpected fields\"} | 422 | http_status | Unexpected",
        "like-llama-server?kind=status&error.status=400&error.body={\"error\":{\"code\":400,\"message\":\"m\",\"type\":\"t\",\"n_prompt_tokens\":9,\"n_ctx\":8}} | 400 | t | m",
        "like-litellm?kind=status&error.status=401&error.body={\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"None\",\"code\":\"401\"}} | 401 | t | m",
        "like-litellm?kind=status&error.status=500&error.body=Internal Server Error | 500 | http_status | Internal Server Error",
        "like-llm-d?context_length=4                             | 400 | BadRequestError            | context",
        "like-llama-server?context_length=4                      | 400 | exceed_context_size_error  | context",
        "like-vllm?context_length=4                              | 400 | BadRequestError            | context",
        "like-vllm?kind=stream_error&at_token=9                  | 500 | InternalServerError        | simulated",
        "like-vllm?kind=stream_error&at_token=9&error.done=true  | 500 | InternalServerError        | simulated",
        "like-vllm?kind=disconnect&at_token=9                    | -   | reset                      | reset",
        "like-vllm?kind=disconnect&at_token=-1                   | -   | reset                      | reset",
        "like-vllm?kind=cut&at_token=-1                          | -   | eof                        | closed",
      })
  void everyFormOfErrorFailsTheRequestInTheServersWords(
      String server, @Nullable String code, String type, String message) throws Exception {
    RequestRecord record = ask(server, "{}", 120);

    assertThat(record.ending().result()).isEqualTo(Result.FAILED);
    assertThat(record.ending().errorCode()).isEqualTo(code);
    assertThat(record.ending().errorType()).isEqualTo(type);
    assertThat(record.ending().errorMessage()).containsIgnoringCase(message);
    assertThat(record.tokens().output()).isNull();
  }

  @Test
  void aDyingEngineFailsTheRequestUnderWayAndAllThatFollow() throws Exception {
    String dying = "like-vllm?kind=engine_death&at_token=9";
    RequestRecord first = ask(dying, "{}", 120);
    RequestRecord next = ask(dying, "{}", 120);

    assertThat(first.ending().result()).isEqualTo(Result.FAILED);
    assertThat(first.timing().ttftMs()).isPositive();
    assertThat(next.ending().result()).isEqualTo(Result.FAILED);
    assertThat(next.ending().errorCode()).isEqualTo("500");
    assertThat(next.timing().ttftMs()).isNull();
  }

  @Test
  void tokensThatShowNothingAreAnsweredByUsageAndHaveNoTime() throws Exception {
    RequestRecord record = ask("like-vllm?output.blank=true&reasoning.field=none", "{}", 12);

    assertThat(record.ending().result()).isEqualTo(Result.OK);
    assertThat(record.server().output()).isEqualTo(12);
    assertThat(record.tokens().output()).isZero();
    assertThat(record.timing().ttftMs()).isNull();
    assertThat(record.timing().ttfoMs()).isNull();
  }

  @Test
  void usageThatDeniesThoughtsStandsBesideTheirCount() throws Exception {
    RequestRecord record = ask("like-vllm", "{}", 120);

    assertThat(record.server().reasoning()).isZero();
    assertThat(record.tokens().reasoning()).isEqualTo(100);
    assertThat(record.tokens().answer()).isEqualTo(20);
    assertThat(record.timing().ttftMs()).isLessThanOrEqualTo(record.timing().ttfoMs());
  }

  private RequestRecord ask(String server, String extra, int limit) throws Exception {
    return Replay.written(frames(server, extra, limit));
  }

  private List<StreamFrame> frames(String server, String extra, int limit) throws Exception {
    String model = fast(server);
    return OneRequest.frames(simulator.origin(model), model, limit, extra, temporary);
  }

  /// The server without delays.
  private static String fast(String server) {
    String fast = server.contains("step_ms") ? "prefill.tokens_per_s=999999999" : FAST;
    return server + (server.contains("?") ? "&" : "?") + fast;
  }

  private static List<String> data(List<StreamFrame> frames) {
    return frames.stream()
        .filter(frame -> frame.kind() == StreamFrame.Kind.BYTES)
        .map(frame -> new String(frame.bytes(), StandardCharsets.UTF_8))
        .collect(Collectors.joining())
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  private static String finishPlace(List<JsonNode> events) {
    JsonNode choice =
        events.stream()
            .map(event -> event.at("/choices/0"))
            .filter(at -> at.path("finish_reason").isString())
            .findFirst()
            .orElseThrow();
    return choice.path("delta").isEmpty() ? "own chunk" : "last token";
  }

  private static String usagePlace(List<JsonNode> events) {
    JsonNode event =
        events.stream().filter(at -> at.path("usage").isObject()).findFirst().orElse(null);
    if (event == null) {
      return "none";
    }
    if (event.at("/choices/0/finish_reason").isString()) {
      return "on the finish";
    }
    return event.path("choices").isEmpty() ? "own, no choice" : "own, {}";
  }

  /// The latest request is the one that the record is of.
  private static void agreesWithTheTruth(RequestRecord record) {
    Truth truth = simulator.truth().getLast();
    assertThat(truth.request().id()).isEqualTo(record.key().requestId());
    assertThat(record.tokens().answer()).isEqualTo(truth.sent().answerTokens());
    assertThat(record.tokens().reasoning()).isEqualTo(truth.sent().reasoningTokens());
  }
}
