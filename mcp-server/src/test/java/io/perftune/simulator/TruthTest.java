package io.perftune.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.Truth.Ending;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Decode;
import io.perftune.simulator.behaviour.Prefill;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.behaviour.Reasoning.Field;
import io.perftune.simulator.behaviour.Speed;
import io.perftune.tokens.O200k;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TruthTest {
  private static final O200k TOKENS = new O200k();

  @Test
  void hasAStampForEveryEvent() throws IOException {
    try (Chat chat = Chat.with(Chat.FAST.with(Reasoning.of(Field.REASONING, 4)))) {
      RawReply reply = chat.stream("\"ignore_eos\":true,\"max_tokens\":10");
      Truth truth = chat.simulator.truth().getFirst();
      assertThat(truth.sent().chunks()).hasSize(reply.events().size());
      assertThat(truth.sent().chunks())
          .extracting(Truth.Chunk::nanos)
          .isSorted()
          .allSatisfy(nanos -> assertThat(nanos).isGreaterThan(truth.request().arrivedNanos()));
      assertThat(truth.sent().reasoningTokens()).isEqualTo(4);
      assertThat(truth.sent().answerTokens()).isEqualTo(6);
      assertThat(truth.firstToken())
          .hasValueSatisfying(c -> assertThat(c.reasoningTokens()).isOne());
      assertThat(truth.firstAnswer()).isEqualTo(Optional.of(truth.sent().chunks().get(5)));
      assertThat(truth.lastToken()).isEqualTo(Optional.of(truth.sent().chunks().get(10)));
    }
  }

  @Test
  void countsAreThoseOfTheJoinedText() throws IOException {
    for (Field field : Field.values()) {
      try (Chat chat = Chat.with(Chat.FAST.with(Reasoning.of(field, 30)))) {
        RawReply reply = chat.stream("\"ignore_eos\":true,\"max_tokens\":90");
        Truth.Sent sent = chat.simulator.truth().getFirst().sent();
        String content = reply.text("content");
        int close = content.indexOf("</think>");
        String inline = close < 0 ? "" : content.substring(0, close).replace("<think>", "");
        String answer = close < 0 ? content : content.substring(close + "</think>".length());
        assertThat(sent.answerTokens()).as("%s", field).isEqualTo(TOKENS.count(answer));
        assertThat(sent.reasoningTokens())
            .as("%s", field)
            .isEqualTo(
                TOKENS.count(inline + reply.text("reasoning") + reply.text("reasoning_content")));
      }
    }
  }

  @Test
  void firstTokenWaitsForThePrompt() throws IOException {
    Speed speed = new Speed(Prefill.of(100), Decode.of(2));
    try (Chat chat = Chat.with(Behaviour.PLAIN.with(speed))) {
      chat.stream("\"ignore_eos\":true,\"max_tokens\":5");
      Truth truth = chat.simulator.truth().getFirst();
      long arrived = truth.request().arrivedNanos();
      assertThat(truth.prompt().tokens()).isEqualTo(3);
      assertThat(truth.firstToken().orElseThrow().nanos() - arrived)
          .isGreaterThanOrEqualTo(30_000_000);
      assertThat(truth.lastToken().orElseThrow().nanos() - arrived)
          .isGreaterThanOrEqualTo(38_000_000);
    }
  }

  @Test
  void hiddenThoughtsTakeTheirTime() throws IOException {
    Behaviour hidden = Chat.FAST.with(Speed.of(1e9, 2)).with(Reasoning.of(Field.HIDDEN, 20));
    try (Chat chat = Chat.with(hidden)) {
      chat.stream("\"ignore_eos\":true,\"max_tokens\":22");
      Truth truth = chat.simulator.truth().getFirst();
      assertThat(truth.firstToken().orElseThrow().nanos() - truth.request().arrivedNanos())
          .isGreaterThanOrEqualTo(40_000_000);
      assertThat(truth.sent().reasoningTokens()).isZero();
    }
  }

  @Test
  void queuedPromptsAreReadOneAfterTheOther() throws Exception {
    Prefill queue = new Prefill(100, true, 0, 0, false);
    try (Chat chat = Chat.with(Behaviour.PLAIN.with(new Speed(queue, Decode.of(0))))) {
      together(chat, 3, "\"max_tokens\":1");
      List<Long> firsts =
          chat.simulator.truth().stream()
              .map(truth -> truth.firstToken().orElseThrow().nanos())
              .sorted()
              .toList();
      long earliest =
          chat.simulator.truth().stream()
              .mapToLong(t -> t.request().arrivedNanos())
              .min()
              .orElse(0);
      assertThat(firsts.get(0) - earliest).isGreaterThanOrEqualTo(30_000_000);
      assertThat(firsts.get(1) - earliest).isGreaterThanOrEqualTo(60_000_000);
      assertThat(firsts.get(2) - earliest).isGreaterThanOrEqualTo(90_000_000);
    }
  }

  @Test
  void requestsInFlightAreCountedAtArrival() throws Exception {
    try (Chat chat = Chat.with(Chat.FAST.with(Speed.of(30, 0)))) {
      together(chat, 4, "\"max_tokens\":1");
      assertThat(chat.simulator.truth())
          .extracting(truth -> truth.request().inFlight())
          .containsExactlyInAnyOrder(1, 2, 3, 4);
      assertThat(chat.simulator.truth())
          .extracting(truth -> truth.request().ordinal())
          .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    }
  }

  @Test
  void repeatedPromptsAreSeenAndCached() throws IOException {
    Prefill caching = new Prefill(1e9, false, 0, 0, true);
    try (Chat chat = Chat.with(Chat.FAST.with(new Speed(caching, Decode.of(0))))) {
      chat.stream("\"max_tokens\":1");
      RawReply again = chat.stream("\"max_tokens\":1");
      List<Truth> truths = chat.simulator.truth();
      assertThat(truths.get(0).prompt()).isEqualTo(truths.get(1).prompt());
      assertThat(truths.stream().map(truth -> truth.outcome().usage()))
          .extracting("cachedTokens")
          .containsExactly(0, 2);
      assertThat(again.usages().getFirst().at("/prompt_tokens_details/cached_tokens").intValue())
          .isEqualTo(2);
    }
  }

  @Test
  void templateTokensAreInUsageOnly() throws IOException {
    Prefill template = new Prefill(1e9, false, 11, 0.5, false);
    try (Chat chat = Chat.with(Chat.FAST.with(new Speed(template, Decode.of(0))))) {
      JsonNode usage = chat.stream("\"max_tokens\":1").usages().getFirst();
      assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(14);
      assertThat(usage.at("/prompt_tokens_details/cached_tokens").intValue()).isEqualTo(7);
      assertThat(chat.simulator.truth().getFirst().prompt().tokens()).isEqualTo(3);
    }
  }

  @Test
  void wholeReplyIsOneChunk() throws IOException {
    try (Chat chat = Chat.with(Chat.FAST.with(Reasoning.of(Field.REASONING_CONTENT, 4)))) {
      JsonNode json = chat.whole("\"ignore_eos\":true,\"max_tokens\":10").json();
      JsonNode message = json.at("/choices/0/message");
      assertThat(TOKENS.count(message.path("content").stringValue())).isEqualTo(6);
      assertThat(TOKENS.count(message.path("reasoning_content").stringValue())).isEqualTo(4);
      assertThat(json.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
      assertThat(json.at("/usage/total_tokens").intValue()).isEqualTo(13);
      Truth truth = chat.simulator.truth().getFirst();
      assertThat(truth.sent().chunks()).hasSize(1);
      assertThat(truth.sent().chunks().getFirst().tokens()).isEqualTo(10);
      assertThat(truth.outcome().ending()).isEqualTo(Ending.COMPLETED);
    }
  }

  @Test
  void wholeReplyInlineHasTheMarks() throws IOException {
    try (Chat chat = Chat.with(Chat.FAST.with(Reasoning.of(Field.INLINE, 4)))) {
      JsonNode json = chat.whole("\"ignore_eos\":true,\"max_tokens\":10").json();
      assertThat(json.at("/choices/0/message/content").stringValue())
          .startsWith("<think> ")
          .contains("</think> ");
    }
  }

  @Test
  void fileHasALineForEachRequest(@TempDir Path directory) throws IOException {
    Path log = directory.resolve("truth.jsonl");
    String canary = "sk-canary-key";
    SimulatorSettings settings =
        SimulatorSettings.local().withOnly(Map.of("m", Chat.FAST)).withTruthLog(log);
    try (Simulator simulator = Simulator.start(settings)) {
      String body = Chat.body("\"stream\":true,\"max_tokens\":2");
      RawReply.chat(
          simulator.origin(), body, "X-Request-ID: r-1", "Authorization: Bearer " + canary);
      RawReply.chat(simulator.origin(), "{}");
    }
    String text = Files.readString(log);
    assertThat(text).doesNotContain(canary);
    List<JsonNode> lines = text.lines().map(new JsonMapper()::readTree).toList();
    assertThat(lines).hasSize(2);
    JsonNode first = lines.getFirst();
    assertThat(first.at("/request/id").stringValue()).isEqualTo("r-1");
    assertThat(first.at("/request/model").stringValue()).isEqualTo("m");
    assertThat(first.at("/request/bearer_key_present").booleanValue()).isTrue();
    assertThat(first.at("/prompt/sha256").stringValue()).hasSize(64);
    assertThat(first.at("/sent/answer_tokens").intValue()).isEqualTo(2);
    assertThat(first.at("/sent/chunks/1/2").intValue()).isEqualTo(1);
    assertThat(first.at("/outcome/finish_reason").stringValue()).isEqualTo("length");
    assertThat(first.at("/outcome/ending").stringValue()).isEqualTo("completed");
    assertThat(first.at("/outcome/usage").isNull()).isTrue();
    assertThat(lines.getLast().at("/outcome/status").intValue()).isEqualTo(400);
    assertThat(lines.getLast().at("/request/bearer_key_present").booleanValue()).isFalse();
  }

  @Test
  void onlyTheLatestAreKeptInMemory() throws IOException {
    SimulatorSettings settings =
        SimulatorSettings.local().withOnly(Map.of("m", Chat.FAST)).withKept(2);
    try (Simulator simulator = Simulator.start(settings)) {
      for (int request = 0; request < 5; request++) {
        RawReply.chat(simulator.origin(), Chat.body("\"max_tokens\":1"));
      }
      assertThat(simulator.truth())
          .extracting(truth -> truth.request().ordinal())
          .containsExactly(4L, 5L);
    }
  }

  @Test
  void manyStreamsAtOnceAllComplete() throws Exception {
    try (Chat chat = Chat.with(Chat.FAST.with(Speed.of(1e6, 2)))) {
      together(chat, 64, "\"ignore_eos\":true,\"max_tokens\":40");
      assertThat(chat.simulator.truth())
          .hasSize(64)
          .allSatisfy(truth -> {
            assertThat(truth.sent().answerTokens()).isEqualTo(40);
            assertThat(truth.outcome().ending()).isEqualTo(Ending.COMPLETED);
          });
    }
  }

  private static void together(Chat chat, int requests, String fields)
      throws InterruptedException, ExecutionException {
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<RawReply>> replies = new ArrayList<>();
      for (int request = 0; request < requests; request++) {
        replies.add(clients.submit(() -> chat.stream(fields)));
      }
      for (Future<RawReply> reply : replies) {
        assertThat(reply.get().status()).isEqualTo(200);
      }
    }
  }
}
