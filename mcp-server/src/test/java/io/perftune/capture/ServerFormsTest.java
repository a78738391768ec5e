package io.perftune.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.value.RequestRecord;
import io.perftune.value.RequestRecord.Result;
import io.perftune.wire.StreamEnd;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every way in which a server is known to answer, and what becomes of it.
class ServerFormsTest {
  private static final String ROLE = delta("{\"role\":\"assistant\",\"content\":\"\"}");
  private static final String STOP =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  /// @param counts answer, reasoning and output in o200k tokens and the field of the reasoning
  record Streamed(String name, String body, Result result, String counts) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Refused(String name, String response, @Nullable String code, String type, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Streamed> streams() {
    String both = delta("{\"reasoning\":\"so\",\"content\":\"yes\"}");
    String usage12 = "data: {\"choices\":[],\"usage\":{\"completion_tokens\":12}}\n\n";
    return Stream.of(
        new Streamed(
            "finish and done", ROLE + content("yes") + STOP + DONE, Result.OK, "1 0 1 none_seen"),
        new Streamed("finish without done", content("yes") + STOP, Result.OK, "1 0 1 none_seen"),
        new Streamed("done without finish", content("yes") + DONE, Result.OK, "1 0 1 none_seen"),
        new Streamed("neither", content("yes"), Result.TRUNCATED, "1 0 1 none_seen"),
        new Streamed("no event", "", Result.TRUNCATED, "0 0 0 none_seen"),
        new Streamed(
            "content null beside the role",
            delta("{\"role\":\"assistant\",\"content\":null}") + content("yes") + STOP,
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed("both in one delta", both + STOP, Result.OK, "1 1 2 reasoning"),
        new Streamed(
            "both names of reasoning",
            delta("{\"reasoning\":\"so\",\"reasoning_content\":\"so\"}") + STOP,
            Result.OK,
            "0 1 1 reasoning_content"),
        new Streamed(
            "several tokens in a delta",
            content("one two three") + STOP,
            Result.OK,
            "3 0 3 none_seen"),
        new Streamed(
            "one token over several deltas",
            content("y") + content("e") + content("s") + STOP,
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed(
            "empty deltas in mid-stream",
            content("yes") + delta("{}") + content("") + STOP,
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed(
            "usage 12 and nothing visible",
            content("").repeat(12) + STOP + usage12,
            Result.OK,
            "0 0 0 none_seen"),
        new Streamed(
            "inline think",
            content("<thi") + content("nk>so</th") + content("ink>yes") + STOP,
            Result.OK,
            "1 1 2 inline_think"),
        new Streamed(
            "think opened by the template",
            content("so</thin") + content("k>yes") + STOP,
            Result.OK,
            "1 1 2 inline_think"),
        new Streamed(
            "think never closed", content("<think>so") + STOP, Result.OK, "0 1 1 inline_think"),
        new Streamed(
            "think only talked about",
            content("a <think> tag") + STOP,
            Result.OK,
            Replay.O200K.count("a <think> tag")
                + " 0 "
                + Replay.O200K.count("a <think> tag")
                + " none_seen"),
        new Streamed(
            "usage before finish", usage12 + content("yes") + STOP, Result.OK, "1 0 1 none_seen"),
        new Streamed(
            "pings while silent",
            ": ping\n\n" + content("yes") + ": ping\n\n" + STOP,
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed(
            "CR LF",
            (content("yes") + STOP + DONE).replace("\n", "\r\n"),
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed(
            "CR", (content("yes") + STOP + DONE).replace("\n", "\r"), Result.OK, "1 0 1 none_seen"),
        new Streamed(
            "no space after the colon",
            (content("yes") + STOP).replace("data: ", "data:"),
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed(
            "last event without blank line",
            content("yes") + STOP.stripTrailing() + "\n",
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed(
            "last line without its end",
            content("yes") + "data: [DONE]",
            Result.OK,
            "1 0 1 none_seen"),
        new Streamed(
            "cut inside a line",
            content("yes") + STOP + "data: {\"choi",
            Result.TRUNCATED,
            "1 0 1 none_seen"),
        new Streamed(
            "tool call",
            delta("{\"tool_calls\":[{\"function\":{\"name\":\"yes\",\"arguments\":\"\"}}]}") + STOP,
            Result.OK,
            "0 0 1 none_seen"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsEveryFormOfStream(Streamed form) {
    RequestRecord record = Replay.whole(SseSamples.stream(form.body()));

    assertThat(record.ending().result()).isEqualTo(form.result());
    RequestRecord.Tokens tokens = record.tokens();
    assertThat(
            "%s %s %s %s"
                .formatted(
                    tokens.answer(), tokens.reasoning(), tokens.output(), tokens.reasoningField()))
        .isEqualTo(form.counts());
    byte[] bytes = SseSamples.stream(form.body()).getBytes(StandardCharsets.UTF_8);
    assertThat(Replay.byteByByte(bytes)).isEqualTo(record);
  }

  static Stream<Refused> refusals() {
    return Stream.of(
        refused(
            "OpenAI",
            "400 Bad Request",
            "{\"error\":{\"message\":\"no\",\"type\":\"bad\",\"param\":null,\"code\":400}}",
            "400",
            "bad",
            "no"),
        refused(
            "llama-server",
            "400 Bad Request",
            "{\"error\":{\"code\":400,\"message\":\"no\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9,\"n_ctx\":8}}",
            "400",
            "exceed_context_size_error",
            "no"),
        refused(
            "litellm",
            "401 Unauthorized",
            "{\"error\":{\"message\":\"no\",\"type\":\"auth\",\"param\":\"None\",\"code\":\"401\"}}",
            "401",
            "auth",
            "no"),
        refused(
            "transformers",
            "422 Unprocessable Entity",
            "{\"detail\":\"no\"}",
            "422",
            "http_status",
            "no"),
        refused(
            "FastAPI",
            "422 Unprocessable Entity",
            "{\"detail\":[{\"msg\":\"no\"}]}",
            "422",
            "http_status",
            "[{\"msg\":\"no\"}]"),
        refused(
            "older vLLM",
            "400 Bad Request",
            "{\"object\":\"error\",\"message\":\"no\",\"type\":\"bad\",\"code\":400}",
            "400",
            "bad",
            "no"),
        refused(
            "error as text", "400 Bad Request", "{\"error\":\"no\"}", "400", "http_status", "no"),
        refused(
            "plain text",
            "500 Internal Server Error",
            "Internal Server Error",
            "500",
            "http_status",
            "Internal Server Error"),
        refused(
            "no body",
            "503 Service Unavailable",
            "",
            "503",
            "http_status",
            "The server answered 503 without a body."),
        refused(
            "redirect",
            "307 Temporary Redirect",
            "",
            "307",
            "redirect",
            "The server answered 307, a redirect to nowhere; none is followed."),
        new Refused(
            "JSON of status 200",
            SseSamples.sized("200 OK", "application/json", "{\"choices\":[]}"),
            null,
            "not_a_stream",
            "The answer is application/json, not a stream: {\"choices\":[]}"),
        new Refused(
            "page of status 200",
            SseSamples.sized("200 OK", "text/html; charset=utf-8", "<p>log in"),
            null,
            "not_a_stream",
            "The answer is text/html, not a stream: <p>log in"),
        new Refused(
            "error in stream, no done",
            SseSamples.stream(
                content("yes") + "data: {\"error\":{\"message\":\"died\",\"code\":500}}\n\n"),
            "500",
            "error_in_stream",
            "died"),
        new Refused(
            "error event",
            SseSamples.stream("event: error\ndata: {\"message\":\"died\"}\n\n" + DONE),
            null,
            "error_in_stream",
            "died"),
        new Refused(
            "event that is not JSON",
            SseSamples.stream("data: oops\n\n" + DONE),
            null,
            "not_json",
            "An event of the stream is not JSON"),
        new Refused(
            "abort",
            SseSamples.stream(content("yes") + STOP.replace("stop", "abort")),
            null,
            "finish_reason",
            "The server ended the answer with abort."),
        new Refused(
            "gzip",
            SseSamples.sized("200 OK\r\ncontent-encoding: gzip", "text/event-stream", "x"),
            null,
            "encoded",
            "The answer is encoded as gzip"),
        new Refused(
            "another protocol",
            "SSH-2.0-OpenSSH_9.9\r\n\r\n",
            null,
            "not_http",
            "The answer is not HTTP"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void failsEveryFormOfError(Refused form) {
    RequestRecord record = Replay.whole(form.response());

    assertThat(record.ending().result()).isEqualTo(Result.FAILED);
    assertThat(record.ending().errorCode()).isEqualTo(form.code());
    assertThat(record.ending().errorType()).isEqualTo(form.type());
    assertThat(record.ending().errorMessage()).startsWith(form.message());
    assertThat(record.tokens().output()).isNull();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"COMPLETE", "EOF", "CANCELLED"},
      mode = EnumSource.Mode.EXCLUDE)
  void failsWhatTheTransportBrokeOff(StreamEnd.Cause cause) {
    byte[] part = part(content("yes"));

    RequestRecord record = Replay.whole(part, cause);

    assertThat(record.ending().result()).isEqualTo(Result.FAILED);
    assertThat(record.ending().errorType()).isEqualTo(cause.label());
  }

  @Test
  void takesResetAfterTheWholeAnswerForItsEnd() {
    assertThat(Replay.whole(part(content("yes") + STOP), StreamEnd.Cause.RESET).ok()).isTrue();
  }

  @Test
  void truncatesWhatTheServerClosedEarly() {
    byte[] part = part(content("yes"));

    assertThat(Replay.whole(part, StreamEnd.Cause.EOF).ending().result())
        .isEqualTo(Result.TRUNCATED);
    assertThat(Replay.whole(new byte[0], StreamEnd.Cause.EOF).ending().result())
        .isEqualTo(Result.FAILED);
    assertThat(Replay.whole(part, StreamEnd.Cause.CANCELLED).ending().result())
        .isEqualTo(Result.CANCELLED);
  }

  @Test
  void readsBodyThatEndsWithItsConnection() {
    String response =
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n" + content("yes") + STOP;

    assertThat(Replay.whole(response.getBytes(StandardCharsets.UTF_8), StreamEnd.Cause.EOF).ok())
        .isTrue();
  }

  @Test
  void passesOverInterimResponses() {
    String response = "HTTP/1.1 100 Continue\r\n\r\n" + SseSamples.stream(content("yes") + STOP);

    assertThat(Replay.whole(response).ok()).isTrue();
  }

  @Test
  void cutsMessagesAtFiveHundredCharacters() {
    String response = SseSamples.sized("500 Oops", "text/plain", "x".repeat(499) + "😀😀");

    assertThat(Replay.whole(response).ending().errorMessage()).isEqualTo("x".repeat(499));
  }

  @Test
  void stampsTokensByTheReadThatCompletedThem() {
    String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
    String first = delta("{\"reasoning_content\":\"so\"}");
    RequestRecord record =
        Replay.timed(
            head,
            ROLE,
            first.substring(0, 20),
            first.substring(20),
            content("yes"),
            content(" indeed sir"),
            STOP,
            "data: {\"choices\":[],\"usage\":{\"completion_tokens\":4}}\n\n",
            DONE);

    RequestRecord.Timing timing = record.timing();
    assertThat(timing.ttfbMs()).isEqualTo(1.0);
    assertThat(timing.ttftMs()).isEqualTo(4.0);
    assertThat(timing.ttfoMs()).isEqualTo(5.0);
    assertThat(timing.latencyMs()).isEqualTo(6.0);
    assertThat(record.tokens().output()).isEqualTo(4);
    assertThat(timing.itlMs()).isEqualTo(2.0 / 3);
    assertThat(timing.endNs() - timing.startNs()).isEqualTo(90_000_000);
  }

  @Test
  void theTagsOfInlineThoughtsAreSixTokensThatTheTablesSayAreInNeitherCount() {
    assertThat(Replay.O200K.count("<think>") + Replay.O200K.count("</think>")).isEqualTo(6);
    assertThat(Tables.table(Tables.ATLAS).columns())
        .filteredOn(column -> column.name().equals("mean_output_tokens"))
        .singleElement()
        .satisfies(column ->
            assertThat(column.description())
                .contains("(<think>, </think>; 6 tokens) are in neither"));
  }

  @Test
  void stampsTheAnswerAfterInlineThinkByItsOwnRead() {
    String head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";

    RequestRecord record =
        Replay.timed(
            head, content("<think>"), content("so</thi"), content("nk>"), content("yes"), STOP);

    assertThat(record.timing().ttftMs()).isEqualTo(2.0);
    assertThat(record.timing().ttfoMs()).isEqualTo(5.0);
  }

  @Test
  void hasNoTimesWhereNothingVisibleCame() {
    RequestRecord record = Replay.whole(SseSamples.stream(content("").repeat(3) + STOP));

    assertThat(List.of(record.ok())).containsExactly(true);
    assertThat(record.timing().ttftMs()).isNull();
    assertThat(record.timing().latencyMs()).isNull();
    assertThat(record.timing().itlMs()).isNull();
    assertThat(record.timing().ttfbMs()).isEqualTo(7.0);
  }

  private static byte[] part(String body) {
    String whole = SseSamples.stream(body);
    return whole
        .substring(0, whole.length() - "0\r\n\r\n".length())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Refused refused(
      String name, String status, String body, String code, String type, String message) {
    return new Refused(
        name, SseSamples.sized(status, "application/json", body), code, type, message);
  }

  private static String content(String text) {
    return delta("{\"content\":\"" + text + "\"}");
  }

  private static String delta(String delta) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}\n\n";
  }
}
