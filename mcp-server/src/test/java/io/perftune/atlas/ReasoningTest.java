package io.perftune.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Preflight;
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

    assertThat(Reasoning.of(List.of(request.record()), declared(declared)))
        .isEqualTo(new Reasoning(text, null, tied, reading, assumed));
  }

  @Test
  void oneUntiedRequestUntiesThePoint() {
    Reasoning reasoning =
        Reasoning.of(
            List.of(Requests.ok(0).record(), Requests.ok(1).with("ttfo_ms", 4_000).record()),
            declared("true"));

    assertThat(reasoning.tied()).isFalse();
    assertThat(reasoning.tiedReading()).isNull();
  }

  @Test
  void whereNobodyAnsweredThereIsNoTie() {
    assertThat(Reasoning.of(List.of(Requests.thinkOnly(0).record()), declared("true")))
        .isEqualTo(new Reasoning(true, null, null, null, 2_000));
    assertThat(Reasoning.of(List.of(), declared("true")))
        .isEqualTo(new Reasoning(false, null, null, null, null));
    assertThat(Reasoning.of(List.of(), declared("false")))
        .isEqualTo(new Reasoning(false, null, null, null, 0));
  }

  @Test
  void oneThinkingRequestMakesAReasoningModel() {
    assertThat(
            Reasoning.of(
                    Stream.of(Requests.ok(0), Requests.thinking(1)).map(Requests::record).toList(),
                    declared("false"))
                .streamed())
        .isTrue();
  }

  /// A tie without thoughts in the records, usage that counts some where `usage` says so, and a
  /// probe before it.
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "hidden by the provider, true, undisclosed, none_seen, true, true, hidden_by_provider, 0",
        "hidden though undeclared, undisclosed, undisclosed, none_seen, true, true, hidden_by_provider, 0",
        "a parser that is off hides nothing, true, none, none_seen, true, true, unconfigured_parser, null",
        "thoughts inline, false, undisclosed, inline_think, false, false, unconfigured_parser, null",
        "the probe saw a parser at work, true, qwen3, reasoning_content, false, false, undetermined, null",
        "nothing seen of a declared one, true, undisclosed, none_seen, false, false, unconfigured_parser, null",
        "nothing seen of one that is none, false, undisclosed, none_seen, false, false, not_a_reasoning_model, 0",
        "nothing seen and nothing said, undisclosed, undisclosed, none_seen, false, false, undetermined, null",
        "no probe, undisclosed, undisclosed, null, false, true, unconfigured_parser, null"
      })
  void aProbeSaysWhatATieMeans(
      String name,
      String declared,
      String parser,
      @Nullable String surface,
      boolean hidden,
      boolean usage,
      String reading,
      @Nullable Integer assumed) {
    Requests request = Requests.ok(0);
    if (usage) {
      request.with("server_reasoning_tokens", 500);
    }
    Preflight.Seen probe = surface == null ? null : seen(surface, hidden);

    Reasoning reasoning =
        Reasoning.of(List.of(request.record()), new Reasoning.Known(declared, parser, probe));

    assertThat(reasoning.tiedReading()).as(name).isEqualTo(reading);
    assertThat(reasoning.assumedTokens()).isEqualTo(assumed);
  }

  /// AIPerf does not tell in which field thoughts came; the probe does, where the records agree.
  @ParameterizedTest
  @CsvSource(
      nullValues = "null",
      value = {
        "true, reasoning, reasoning",
        "true, none_seen, null",
        "false, inline_think, inline_think",
        "false, reasoning, null"
      })
  void aProbeNamesTheFieldThatTheEngineDoesNotTell(
      boolean streamed, String probed, @Nullable String field) {
    Requests request = streamed ? Requests.thinking(0) : Requests.ok(0);

    assertThat(
            Reasoning.of(
                    List.of(request.record()),
                    new Reasoning.Known("true", "undisclosed", seen(probed, false)))
                .field())
        .isEqualTo(field);
  }

  private static Preflight.Seen seen(String surface, boolean hidden) {
    return new Preflight.Seen(
        "max_tokens", Preflight.AtLeast.HONOURED, surface, hidden ? 500 : null, hidden);
  }

  private static Reasoning.Known declared(String declared) {
    return new Reasoning.Known(declared, "undisclosed", null);
  }
}
