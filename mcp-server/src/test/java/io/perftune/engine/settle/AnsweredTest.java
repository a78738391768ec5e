package io.perftune.engine.settle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What counts as an answer of a completion that nobody measures.
class AnsweredTest {
  private static final String CHUNK = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

  @Test
  void aStreamThatCameToItsEndIsWhole() {
    assertThat(Answered.of(200, CHUNK + CHUNK + "data: [DONE]\n\n"))
        .isEqualTo(new Answered.Whole(2));
    assertThat(
            Answered.of(
                200, CHUNK + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"))
        .isEqualTo(new Answered.Whole(2));
    assertThat(Answered.of(200, ": ping\r\n\r\n" + CHUNK + "data:[DONE]"))
        .isEqualTo(new Answered.Whole(1));
  }

  @Test
  void anAnswerThatWasNotStreamedIsWhole() {
    assertThat(Answered.of(200, "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}"))
        .isEqualTo(new Answered.Whole(1));
  }

  @Test
  void failuresAfterTheStatusAreSeen() {
    assertThat(Answered.of(200, CHUNK)).isInstanceOf(Answered.Failed.class);
    assertThat(Answered.of(200, "")).isInstanceOf(Answered.Failed.class);
    assertThat(Answered.of(200, "data: [DONE]\n\n")).isInstanceOf(Answered.Failed.class);
    assertThat(Answered.of(200, CHUNK + "data: {\"error\":{\"message\":\"full\"}}\n\n"))
        .isEqualTo(new Answered.Failed("an error in the stream: full"));
    assertThat(Answered.of(200, CHUNK + "event: error\ndata: {\"choices\":[]}\n\ndata: [DONE]\n\n"))
        .isInstanceOf(Answered.Failed.class);
    assertThat(Answered.of(200, "<html>welcome</html>")).isInstanceOf(Answered.Failed.class);
  }

  @Test
  void aRefusalIsQuotedOnOneLine() {
    assertThat(Answered.of(503, "not\n ready"))
        .isEqualTo(new Answered.Failed("HTTP 503: not ready"));
  }
}
