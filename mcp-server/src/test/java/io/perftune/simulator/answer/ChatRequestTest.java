package io.perftune.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatRequestTest {
  @Test
  void readsWhatDecidesTheReply() throws MalformedRequestException {
    ChatRequest chat =
        ChatRequest.parse(
            """
            {"model": "m", "stream": true, "stream_options": {"include_usage": true},
             "messages": [{"role": "system", "content": "Be brief."},
                          {"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
             "min_tokens": 3, "max_tokens": 9, "ignore_eos": null, "temperature": 0}
            """);
    assertThat(chat.model()).isEqualTo("m");
    assertThat(chat.prompt()).isEqualTo("Be brief.\nHi");
    assertThat(chat.stream()).isTrue();
    assertThat(chat.includeUsage()).isTrue();
    assertThat(chat.limits().minTokens()).hasValue(3);
    assertThat(chat.limits().maxTokens()).hasValue(9);
    assertThat(chat.limits().maxCompletionTokens()).isEmpty();
    assertThat(chat.limits().ignoreEos()).isFalse();
    assertThat(chat.limits().controls()).containsExactly("ignore_eos", "min_tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {                                                     | body
          []                                                    | body
          {"messages": [{"content": "x"}]}                      | model
          {"model": "m"}                                        | messages
          {"model": "m", "messages": []}                        | messages
          {"model": "m", "messages": [{}], "max_tokens": 0}     | max_tokens
          {"model": "m", "messages": [{}], "max_tokens": "9"}   | max_tokens
          {"model": "m", "messages": [{}], "min_tokens": -1}    | min_tokens
          """)
  void refusesWhatNoServerCouldAnswer(String body, String parameter) {
    assertThatThrownBy(() -> ChatRequest.parse(body))
        .isInstanceOfSatisfying(
            MalformedRequestException.class,
            refused -> assertThat(refused.parameter()).isEqualTo(parameter));
  }
}
