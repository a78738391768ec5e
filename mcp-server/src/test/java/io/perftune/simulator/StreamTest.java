package io.perftune.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.simulator.RawReply.End;
import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Framing;
import io.perftune.simulator.behaviour.Framing.Finish;
import io.perftune.simulator.behaviour.Framing.Role;
import io.perftune.simulator.behaviour.Output;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.behaviour.Reasoning.Boundary;
import io.perftune.simulator.behaviour.Reasoning.Field;
import io.perftune.simulator.behaviour.Speed;
import io.perftune.simulator.behaviour.Sse;
import io.perftune.simulator.behaviour.Usage;
import io.perftune.simulator.behaviour.Usage.Place;
import io.perftune.simulator.behaviour.Usage.ReasoningTokens;
import io.perftune.simulator.behaviour.Usage.Report;
import io.perftune.tokens.O200k;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class StreamTest {
  private static final O200k TOKENS = new O200k();
  private static final String EIGHT = "\"ignore_eos\":true,\"max_tokens\":8";

  private static RawReply reply(Behaviour behaviour) throws IOException {
    try (Chat chat = Chat.with(behaviour)) {
      return chat.stream(EIGHT);
    }
  }

  private static RawReply reply(Framing framing) throws IOException {
    return reply(Chat.FAST.with(framing));
  }

  private static RawReply reply(Reasoning reasoning) throws IOException {
    return reply(Chat.FAST.with(reasoning));
  }

  private static Framing usage(Report report, Place place) {
    return Framing.DEFAULT.with(new Usage(report, place, false, ReasoningTokens.EXACT, true));
  }

  @Test
  void plainStreamIsCompleteAndExact() throws IOException {
    RawReply reply = reply(Chat.FAST);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.headers()).containsEntry("content-type", "text/event-stream; charset=utf-8");
    assertThat(reply.end()).isEqualTo(End.WELL_FORMED);
    assertThat(TOKENS.count(reply.text("content"))).isEqualTo(8);
    assertThat(reply.finishReasons()).containsExactly("length");
    assertThat(reply.data()).endsWith("[DONE]");
    assertThat(reply.events())
        .allSatisfy(event -> {
          assertThat(event.path("object").stringValue()).isEqualTo("chat.completion.chunk");
          assertThat(event.path("model").stringValue()).isEqualTo("m");
          assertThat(event.path("id").stringValue()).startsWith("chatcmpl-");
        });
  }

  @Test
  void eachEventIsAnHttpChunkOfItsOwn() throws IOException {
    RawReply reply = reply(Chat.FAST);
    assertThat(reply.httpChunks())
        .hasSize(reply.data().size())
        .allSatisfy(chunk -> assertThat(chunk).startsWith("data: ").endsWith("\n\n"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "BARE, `{\"role\":\"assistant\"}`",
        "NULL_CONTENT, `{\"role\":\"assistant\",\"content\":null}`",
        "EMPTY_CONTENT, `{\"role\":\"assistant\",\"content\":\"\"}`"
      })
  void roleChunkComesFirstInItsForm(Role role, String delta) throws IOException {
    RawReply reply = reply(Framing.DEFAULT.withRole(role));
    assertThat(reply.deltas().getFirst().toString()).isEqualTo(delta);
    assertThat(reply.text("content")).isNotEmpty();
  }

  @Test
  void roleChunkMayBeLeftOut() throws IOException {
    assertThat(reply(Framing.DEFAULT.withRole(Role.OFF)).deltas())
        .noneMatch(delta -> delta.has("role"));
  }

  @Test
  void severalTokensComeInOneDelta() throws IOException {
    RawReply reply = reply(Framing.DEFAULT.withTokensPerDelta(3));
    List<Integer> counts =
        reply.deltas().stream()
            .map(delta -> TOKENS.count(delta.path("content").stringValue("")))
            .filter(count -> count > 0)
            .toList();
    assertThat(counts).containsExactly(3, 3, 2);
  }

  @Test
  void finishRidesOnTheLastTokenOrStandsAlone() throws IOException {
    List<JsonNode> riding = reply(Framing.DEFAULT.withFinish(Finish.LAST_TOKEN)).events();
    JsonNode last = riding.get(riding.size() - 2).path("choices").path(0);
    assertThat(last.path("finish_reason").stringValue()).isEqualTo("length");
    assertThat(last.path("delta").path("content").stringValue()).isNotEmpty();
    List<JsonNode> alone = reply(Framing.DEFAULT).events();
    JsonNode own = alone.get(alone.size() - 2).path("choices").path(0);
    assertThat(own.path("finish_reason").stringValue()).isEqualTo("length");
    assertThat(own.path("delta").isEmpty()).isTrue();
  }

  @Test
  void streamMayEndWithoutDone() throws IOException {
    RawReply reply = reply(Framing.DEFAULT.with(new Sse(false, 0, false, false)));
    assertThat(reply.data()).doesNotContain("[DONE]");
    assertThat(reply.finishReasons()).containsExactly("length");
    assertThat(reply.end()).isEqualTo(End.WELL_FORMED);
  }

  @Test
  void linesMayEndInCrLf() throws IOException {
    RawReply reply = reply(Framing.DEFAULT.with(new Sse(true, 0, true, false)));
    assertThat(reply.body()).contains("}\r\n\r\ndata: ").endsWith("data: [DONE]\r\n\r\n");
    assertThat(reply.body().replace("\r\n", "")).doesNotContain("\n");
  }

  @Test
  void eventsMayBeTorn() throws IOException {
    RawReply reply = reply(Framing.DEFAULT.with(new Sse(false, 0, true, true)));
    assertThat(reply.httpChunks()).hasSize(2 * reply.data().size());
    assertThat(reply.httpChunks().getFirst()).doesNotContain("\n");
    assertThat(TOKENS.count(reply.text("content"))).isEqualTo(8);
  }

  @Test
  void silenceIsFilledWithPings() throws IOException {
    Behaviour slow =
        Behaviour.PLAIN
            .with(Speed.of(100, 0))
            .with(Framing.DEFAULT.with(new Sse(false, 5, true, false)));
    RawReply reply = reply(slow);
    assertThat(reply.body()).startsWith(": ping\n\n");
    assertThat(TOKENS.count(reply.text("content"))).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void usageStandsInItsPlace(Place place) throws IOException {
    List<JsonNode> events = reply(usage(Report.WHEN_ASKED, place)).events();
    JsonNode last = events.getLast();
    JsonNode holder = place == Place.BEFORE_FINISH ? events.get(events.size() - 2) : last;
    assertThat(events.stream().filter(event -> event.path("usage").isObject()))
        .containsExactly(holder);
    assertThat(holder.path("choices").toString())
        .isEqualTo(
            switch (place) {
              case OWN_CHUNK, BEFORE_FINISH -> "[]";
              case OWN_CHUNK_WITH_CHOICE ->
                  "[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":null}]";
              case FINISH_CHUNK ->
                  "[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\"}]";
            });
    assertThat(holder.path("usage").toString())
        .isEqualTo(
            "{\"prompt_tokens\":3,\"total_tokens\":11,\"completion_tokens\":8,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0},"
                + "\"prompt_tokens_details\":{\"cached_tokens\":0}}");
  }

  @ParameterizedTest
  @CsvSource({"FINISH_CHUNK", "BEFORE_FINISH", "OWN_CHUNK"})
  void usageAgreesWithAFinishOnTheLastToken(Place place) throws IOException {
    Framing framing = usage(Report.ALWAYS, place).withFinish(Finish.LAST_TOKEN);
    RawReply reply = reply(framing);
    assertThat(reply.usages()).hasSize(1);
    assertThat(reply.finishReasons()).containsExactly("length");
    assertThat(TOKENS.count(reply.text("content"))).isEqualTo(8);
  }

  @Test
  void usageComesWhenAskedOrAlwaysOrNever() throws IOException {
    for (Report report : Report.values()) {
      try (Chat chat = Chat.with(Chat.FAST.with(usage(report, Place.OWN_CHUNK)))) {
        int asked = chat.stream(EIGHT).usages().size();
        int notAsked =
            RawReply.chat(chat.simulator.origin(), Chat.body("\"stream\":true," + EIGHT))
                .usages()
                .size();
        assertThat(asked).as("%s, asked", report).isEqualTo(report == Report.OFF ? 0 : 1);
        assertThat(notAsked).as("%s, not asked", report).isEqualTo(report == Report.ALWAYS ? 1 : 0);
      }
    }
  }

  @Test
  void everyOtherChunkMaySayUsageNull() throws IOException {
    Usage nulls = new Usage(Report.WHEN_ASKED, Place.OWN_CHUNK, true, ReasoningTokens.EXACT, true);
    List<JsonNode> events = reply(Framing.DEFAULT.with(nulls)).events();
    assertThat(events.subList(0, events.size() - 1))
        .allSatisfy(event -> assertThat(event.get("usage").isNull()).isTrue());
    assertThat(events.getLast().get("usage").isObject()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"REASONING_CONTENT, reasoning_content", "REASONING, reasoning"})
  void thoughtsComeInTheirField(Field field, String name) throws IOException {
    RawReply reply = reply(Reasoning.of(field, 5));
    assertThat(TOKENS.count(reply.text(name))).isEqualTo(5);
    assertThat(TOKENS.count(reply.text("content"))).isEqualTo(3);
    assertThat(
            reply.usages().getFirst().at("/completion_tokens_details/reasoning_tokens").intValue())
        .isEqualTo(5);
  }

  @Test
  void inlineThoughtsAreInTheContent() throws IOException {
    String content = reply(Reasoning.of(Field.INLINE, 5)).text("content");
    assertThat(content).startsWith("<think> ").contains("</think> ");
    int close = content.indexOf("</think>");
    assertThat(TOKENS.count(content.substring("<think>".length(), close))).isEqualTo(5);
    assertThat(TOKENS.count(content.substring(close + "</think>".length()))).isEqualTo(3);
  }

  @Test
  void onlyTheClosingMarkMayShow() throws IOException {
    String content = reply(Reasoning.of(Field.INLINE_CLOSED, 5)).text("content");
    assertThat(content).doesNotContain("<think>").contains("</think>");
    assertThat(TOKENS.count(content.substring(0, content.indexOf("</think>")))).isEqualTo(5);
  }

  @Test
  void hiddenThoughtsAreInUsageOnly() throws IOException {
    RawReply reply = reply(Reasoning.of(Field.HIDDEN, 5));
    assertThat(TOKENS.count(reply.text("content"))).isEqualTo(3);
    assertThat(reply.text("reasoning_content") + reply.text("reasoning")).isEmpty();
    JsonNode usage = reply.usages().getFirst();
    assertThat(usage.path("completion_tokens").intValue()).isEqualTo(8);
    assertThat(usage.at("/completion_tokens_details/reasoning_tokens").intValue()).isEqualTo(5);
  }

  @Test
  void oneDeltaMayHaveBothKinds() throws IOException {
    RawReply reply = reply(Reasoning.of(Field.REASONING, 5).with(Boundary.MIXED));
    assertThat(reply.deltas())
        .filteredOn(delta -> delta.has("reasoning") && delta.has("content"))
        .hasSize(1);
    assertThat(TOKENS.count(reply.text("reasoning"))).isEqualTo(5);
    assertThat(TOKENS.count(reply.text("content"))).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"EMPTY_CONTENT, `{\"content\":\"\"}`", "EMPTY_DELTA, {}"})
  void emptyDeltaMayStandInMidStream(Boundary boundary, String delta) throws IOException {
    List<String> deltas =
        reply(Reasoning.of(Field.REASONING, 5).with(boundary)).deltas().stream()
            .map(JsonNode::toString)
            .toList();
    int empty = deltas.indexOf(delta);
    assertThat(deltas.get(empty - 1)).contains("reasoning");
    assertThat(deltas.get(empty + 1)).contains("content");
  }

  @Test
  void everyDeltaMayBeBlank() throws IOException {
    Output blank =
        new Output(8, Output.Control.HONOURED, Output.Control.HONOURED, true, true, true);
    RawReply reply = reply(Chat.FAST.with(blank));
    assertThat(reply.text("content")).isEmpty();
    assertThat(reply.deltas()).hasSizeGreaterThan(8);
    assertThat(reply.usages().getFirst().path("completion_tokens").intValue()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"EXACT, 5", "ZERO, 0", "ABSENT, -1"})
  void usageMayBeWrongAboutThoughts(ReasoningTokens said, int tokens) throws IOException {
    Usage usage = new Usage(Report.WHEN_ASKED, Place.OWN_CHUNK, false, said, false);
    RawReply reply =
        reply(Chat.FAST.with(Reasoning.of(Field.REASONING, 5)).with(Framing.DEFAULT.with(usage)));
    assertThat(
            reply
                .usages()
                .getFirst()
                .at("/completion_tokens_details/reasoning_tokens")
                .intValue(-1))
        .isEqualTo(tokens);
    assertThat(reply.usages().getFirst().has("prompt_tokens_details")).isFalse();
    assertThat(TOKENS.count(reply.text("reasoning"))).isEqualTo(5);
  }

  @Test
  void manyTokensStayExact() throws IOException {
    try (Chat chat = Chat.with(Chat.FAST.with(Reasoning.of(Field.REASONING_CONTENT, 700)))) {
      RawReply reply = chat.stream("\"ignore_eos\":true,\"max_tokens\":2000");
      assertThat(TOKENS.count(reply.text("reasoning_content"))).isEqualTo(700);
      assertThat(TOKENS.count(reply.text("content"))).isEqualTo(1_300);
    }
  }
}
