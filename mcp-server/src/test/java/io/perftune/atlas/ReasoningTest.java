package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningTest {
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // text, usage, ttfo later, declared -> tied, reading, AA's constant
        "false, false, false, true,        true,  unconfigured_parser,   -",
        "false, false, false, false,       true,  not_a_reasoning_model, 0",
        "false, false, false, undisclosed, true,  undetermined,          -",
        "false, true,  false, true,        true,  unconfigured_parser,   -",
        "false, true,  false, false,       true,  unconfigured_parser,   -",
        "false, true,  false, undisclosed, true,  unconfigured_parser,   -",
        "true,  true,  true,  true,        false, -,                     2000",
        "true,  false, true,  false,       false, -,                     2000",
        "true,  false, true,  undisclosed, false, -,                     2000",
        "true,  true,  false, true,        true,  undetermined,          2000",
      })
  void readsATie(
      boolean text,
      boolean usage,
      boolean later,
      String declared,
      boolean tied,
      @Nullable String reading,
      @Nullable Integer assumed) {
    Requests request = Requests.ok(0);
    if (text) {
      request.with("reasoning_tokens", 500);
    }
    if (usage) {
      request.with("server_reasoning_tokens", 500);
    }
    if (later) {
      request.with("ttfo_ms", 5_100);
    }

    assertThat(Reasoning.of(List.of(request.record()), declared))
        .isEqualTo(new Reasoning(text, null, tied, reading, assumed));
  }

  @Test
  void oneUntiedRequestUntiesThePoint() {
    Reasoning reasoning =
        Reasoning.of(
            List.of(Requests.ok(0).record(), Requests.ok(1).with("ttfo_ms", 4_000).record()),
            "true");

    assertThat(reasoning.tied()).isFalse();
    assertThat(reasoning.tiedReading()).isNull();
  }

  @Test
  void whereNobodyAnsweredThereIsNoTie() {
    assertThat(Reasoning.of(List.of(Requests.thinkOnly(0).record()), "true"))
        .isEqualTo(new Reasoning(true, null, null, null, 2_000));
    assertThat(Reasoning.of(List.of(), "true"))
        .isEqualTo(new Reasoning(false, null, null, null, null));
    assertThat(Reasoning.of(List.of(), "false"))
        .isEqualTo(new Reasoning(false, null, null, null, 0));
  }

  @Test
  void oneThinkingRequestMakesAReasoningModel() {
    assertThat(
            Reasoning.of(
                    Stream.of(Requests.ok(0), Requests.thinking(1)).map(Requests::record).toList(),
                    "false")
                .streamed())
        .isTrue();
  }
}
