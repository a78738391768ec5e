package io.perftune.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A chat answer out of its chunks.
class ChatStreamTest {
  private static final String DONE = "data: [DONE]\n\n";
  private static final String STOP =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

  /// @param says answer, reasoning and tool text, finish reason, whether it is complete
  record Form(String name, String body, String says) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Form> forms() {
    String usage = "data: {\"choices\":[],\"usage\":{\"completion_tokens\":7}}\n\n";
    return Stream.of(
        new Form("[DONE] missing", content("a") + STOP, "a|||stop|true"),
        new Form("neither", content("a"), "a||||false"),
        new Form("text behind [DONE]", content("a") + DONE + content("b"), "a||||true"),
        new Form("half a line behind [DONE]", content("a") + DONE + "data: {\"ch", "a||||true"),
        new Form("no JSON behind [DONE]", content("a") + DONE + "data: bye\n\n", "a||||true"),
        new Form("an error behind [DONE]", content("a") + DONE + error(), "a||||true"),
        new Form("[DONE] twice", content("a") + DONE + DONE, "a||||true"),
        new Form("[DONE] with blanks", content("a") + "data:  [DONE] \n\n", "a||||true"),
        new Form("usage alone at the end", content("a") + STOP + usage + DONE, "a|||stop|true"),
        new Form("usage alone", usage + DONE, "||||true"),
        new Form(
            "choices empty", "data: {\"choices\":[]}\n\n" + content("a") + STOP, "a|||stop|true"),
        new Form(
            "choices null", "data: {\"choices\":null}\n\n" + content("a") + STOP, "a|||stop|true"),
        new Form("delta null", choice("0", "null") + content("a") + STOP, "a|||stop|true"),
        new Form(
            "no delta",
            "data: {\"choices\":[{\"index\":0}]}\n\n" + content("a") + STOP,
            "a|||stop|true"),
        new Form(
            "the second choice in chunks of its own",
            choice("0", "{\"content\":\"a\"}")
                + choice("1", "{\"content\":\"X\"}")
                + choice("0", "{\"content\":\"b\"}")
                + STOP,
            "ab|||stop|true"),
        new Form(
            "the second choice beside the first",
            "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"X\"}},"
                + "{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"
                + STOP,
            "a|||stop|true"),
        new Form(
            "only the second choice is finished",
            content("a")
                + "data: {\"choices\":[{\"index\":1,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n",
            "a||||false"),
        new Form(
            "a tool call in pieces",
            choice(
                    "0",
                    "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}")
                + choice(
                    "0",
                    "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}]}")
                + choice(
                    "0", "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}")
                + STOP.replace("stop", "tool_calls"),
            "||f{\"x\":1}|tool_calls|true"),
        new Form(
            "two tool calls in one chunk",
            choice(
                    "0",
                    "{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\"}},{\"index\":1,\"function\":{\"name\":\"g\"}}]}")
                + STOP,
            "||fg|stop|true"),
        new Form(
            "the older function call",
            choice("0", "{\"function_call\":{\"name\":\"f\",\"arguments\":\"{}\"}}") + STOP,
            "||f{}|stop|true"),
        new Form(
            "content that is no text",
            choice("0", "{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}") + content("b") + STOP,
            "b|||stop|true"),
        new Form(
            "text of all kinds",
            choice("0", "{\"reasoning\":\"r\",\"content\":\"é😀\\u0000\\n\"}") + STOP,
            "é😀\u0000\n|r||stop|true"),
        new Form("byte order mark", "\uFEFF" + content("a") + STOP, "a|||stop|true"),
        new Form(
            "data in several lines",
            "data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"a\"}}]}\n\n" + STOP,
            "a|||stop|true"),
        new Form(
            "another event between",
            "event: ping\ndata: {\"type\":\"ping\"}\n\n" + content("a") + STOP,
            "a|||stop|true"),
        new Form("finish before text", STOP + content("a"), "a|||stop|true"));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void readsEveryForm(Form form) {
    assertThat(summary(answer(form.body()))).isEqualTo(form.says());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void readsEveryFormTheSameWhereverItIsCut(Form form) {
    byte[] bytes = form.body().getBytes(StandardCharsets.UTF_8);
    for (int cut = 1; cut < bytes.length; cut++) {
      ChatStream stream = new ChatStream();
      stream.accept(Arrays.copyOf(bytes, cut), 1);
      stream.accept(Arrays.copyOfRange(bytes, cut, bytes.length), 2);
      assertThat(summary(stream.finish())).as("cut at %d", cut).isEqualTo(form.says());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "length", "content_filter", "tool_calls", "eos_token"})
  void keepsTheServersReason(String reason) {
    ChatAnswer answer = answer(content("a") + STOP.replace("stop", reason));

    assertThat(answer.ending().finishReason()).isEqualTo(reason);
    assertThat(answer.ending().complete()).isTrue();
  }

  /// The form of an error in mid-stream, and its code, type and message.
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":500}}              | 500 | t | m",
        "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"busy\"}}         | busy | t | m",
        "{\"error\":\"m\"}                                                        | - | - | m",
        "{\"error\":{}}                                                           | - | - | {}",
        "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"code\":400}     | 400 | t | m",
        "{\"detail\":\"m\"}                                                       | - | - | m",
        "{\"choices\":[],\"error\":{\"message\":\"m\"}}                           | - | - | m",
      })
  void anErrorInTheStreamFailsIt(
      String data, @Nullable String code, @Nullable String type, String message) {
    for (String end : List.of("", DONE, STOP + DONE)) {
      ChatAnswer answer = answer(content("a") + "data: " + data + "\n\n" + end);

      assertThat(answer.ending().complete()).isFalse();
      assertThat(answer.ending().error()).isEqualTo(new ErrorBody(code, type, message));
      assertThat(answer.texts().answer()).isEqualTo("a");
    }
  }

  @Test
  void anErrorThatIsNullIsNone() {
    String chunk = "data: {\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";

    assertThat(summary(answer(chunk + STOP))).isEqualTo("a|||stop|true");
  }

  @Test
  void theFirstErrorIsTheOneThatCounts() {
    ChatAnswer answer = answer(error() + error().replace("died", "again"));

    assertThat(answer.ending().error()).isEqualTo(new ErrorBody(null, null, "died"));
  }

  @Test
  void theUsageThatComesLastCountsAndNullIsNone() {
    String running =
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"usage\":{\"completion_tokens\":1}}\n\n";
    String nothing = "data: {\"choices\":[{\"delta\":{}}],\"usage\":null}\n\n";

    assertThat(answer(running + running.replace(":1", ":2") + nothing + STOP).usage().output())
        .isEqualTo(2);
  }

  @Test
  void usageAndEmptyDeltasMoveNoTime() {
    ChatStream stream = new ChatStream();
    stream.accept(bytes(choice("0", "{\"role\":\"assistant\",\"content\":\"\"}")), 1);
    stream.accept(bytes(content("a")), 2);
    stream.accept(bytes(choice("0", "{}")), 3);
    stream.accept(bytes(content("b")), 4);
    stream.accept(bytes(STOP), 5);
    stream.accept(
        bytes("data: {\"choices\":[],\"usage\":{\"completion_tokens\":2}}\n\n" + DONE), 6);
    ChatAnswer answer = stream.finish();

    assertThat(answer.firstToken()).isEqualTo(2);
    assertThat(answer.firstAnswer()).isEqualTo(2);
    assertThat(answer.lastToken()).isEqualTo(4);
  }

  @Test
  void theSecondChoiceMovesNoTime() {
    ChatStream stream = new ChatStream();
    stream.accept(bytes(choice("1", "{\"content\":\"X\"}")), 1);
    stream.accept(bytes(content("a")), 2);
    stream.accept(bytes(choice("1", "{\"content\":\"Y\"}") + STOP), 3);
    ChatAnswer answer = stream.finish();

    assertThat(answer.firstToken()).isEqualTo(2);
    assertThat(answer.lastToken()).isEqualTo(2);
  }

  private static String summary(ChatAnswer answer) {
    return String.join(
        "|",
        answer.texts().answer(),
        answer.texts().reasoning(),
        answer.texts().tool(),
        answer.ending().finishReason() == null ? "" : answer.ending().finishReason(),
        Boolean.toString(answer.ending().complete()));
  }

  private static ChatAnswer answer(String body) {
    ChatStream stream = new ChatStream();
    stream.accept(bytes(body), 1);
    return stream.finish();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String content(String text) {
    return choice("0", "{\"content\":\"" + text + "\"}");
  }

  private static String choice(String index, String delta) {
    return "data: {\"choices\":[{\"index\":%s,\"delta\":%s,\"finish_reason\":null}]}\n\n"
        .formatted(index, delta);
  }

  private static String error() {
    return "data: {\"error\":{\"message\":\"died\"}}\n\n";
  }
}
