package io.perftune.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.perftune.simulator.behaviour.Behaviour;
import io.perftune.simulator.behaviour.Endpoint;
import io.perftune.simulator.behaviour.Output;
import io.perftune.simulator.behaviour.Output.Control;
import io.perftune.simulator.behaviour.Reasoning;
import io.perftune.simulator.behaviour.Reasoning.Field;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
  private static final String LONG = "\"ignore_eos\":true,\"min_tokens\":50,\"max_tokens\":60";

  private static Verdict judge(Behaviour behaviour, String fields, long ordinal)
      throws MalformedRequestException {
    String rest = fields.isEmpty() ? "" : "," + fields;
    ChatRequest chat =
        ChatRequest.parse("{\"model\":\"m\",\"messages\":[{\"content\":\"x\"}]" + rest + "}");
    return new Judge(behaviour).judge(chat.limits(), 10, ordinal);
  }

  private static Lengths lengths(Behaviour behaviour, String fields)
      throws MalformedRequestException {
    Verdict verdict = judge(behaviour, fields, 1);
    assertThat(verdict).isInstanceOf(Verdict.Answered.class);
    return ((Verdict.Answered) verdict).lengths();
  }

  private static Behaviour controls(Control min, Control eos) {
    return Behaviour.PLAIN.with(Output.DEFAULT.withNaturalTokens(20).withControls(min, eos));
  }

  @ParameterizedTest
  @CsvSource({
    "HONOURED, HONOURED, 60, length",
    "HONOURED, IGNORED, 50, stop",
    "IGNORED, HONOURED, 60, length",
    "IGNORED, IGNORED, 20, stop",
    "IGNORED, NEEDS_MAX, 60, length",
  })
  void controlsDecideTheLength(Control min, Control eos, int tokens, String reason)
      throws MalformedRequestException {
    assertThat(lengths(controls(min, eos), LONG)).isEqualTo(new Lengths(0, tokens, reason));
  }

  @Test
  void maxTokensCutsTheNaturalLength() throws MalformedRequestException {
    assertThat(lengths(Behaviour.PLAIN, "\"max_tokens\":7")).isEqualTo(new Lengths(0, 7, "length"));
    assertThat(lengths(Behaviour.PLAIN, "\"max_completion_tokens\":7"))
        .isEqualTo(new Lengths(0, 7, "length"));
  }

  @Test
  void ignoredLimitsLeaveTheNaturalLength() throws MalformedRequestException {
    Output output = new Output(30, Control.IGNORED, Control.IGNORED, false, true, false);
    assertThat(lengths(Behaviour.PLAIN.with(output), "\"max_tokens\":7").total()).isEqualTo(30);
    Output other = new Output(30, Control.IGNORED, Control.IGNORED, true, false, false);
    assertThat(lengths(Behaviour.PLAIN.with(other), "\"max_completion_tokens\":7").total())
        .isEqualTo(30);
  }

  @Test
  void refusesWithTheBodyOfFastApi() throws MalformedRequestException {
    assertThat(judge(controls(Control.REFUSED_422, Control.REFUSED_422), LONG, 1))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused -> {
          assertThat(refused.response().status()).isEqualTo(422);
          assertThat(refused.response().body())
              .isEqualTo(
                  "{\"detail\":\"Unexpected fields in the request: {'ignore_eos', 'min_tokens'}\"}");
        });
  }

  @Test
  void refusesWithAnErrorObject() throws MalformedRequestException {
    assertThat(judge(controls(Control.REFUSED_400, Control.HONOURED), LONG, 1))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused ->
            assertThat(refused.response().body())
                .isEqualTo(
                    "{\"error\":{\"message\":\"Unrecognized request argument supplied: min_tokens\",\"type\":\"BadRequestError\",\"param\":\"min_tokens\",\"code\":400}}"));
  }

  @Test
  void refusedControlsDontMatterWhereNotSent() throws MalformedRequestException {
    assertThat(lengths(controls(Control.REFUSED_400, Control.REFUSED_422), "").total())
        .isEqualTo(20);
  }

  @Test
  void ignoreEosWithoutALimitIsRefusedWhereItNeedsOne() throws MalformedRequestException {
    Behaviour needs = controls(Control.IGNORED, Control.NEEDS_MAX);
    assertThat(judge(needs, "\"ignore_eos\":true", 1)).isInstanceOf(Verdict.Refused.class);
    assertThat(judge(needs, "\"ignore_eos\":false", 1)).isInstanceOf(Verdict.Answered.class);
  }

  @Test
  void minimumAboveTheMaximumIsRefused() throws MalformedRequestException {
    assertThat(judge(Behaviour.PLAIN, "\"min_tokens\":9,\"max_tokens\":4", 1))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused ->
            assertThat(refused.response().body())
                .contains("min_tokens must be less than or equal to max_tokens=4, got 9."));
  }

  @Test
  void thinkingComesFirstAndEatsALowLimit() throws MalformedRequestException {
    Behaviour thinker = Behaviour.PLAIN.with(Reasoning.of(Field.REASONING, 100));
    assertThat(lengths(thinker, "\"max_tokens\":150")).isEqualTo(new Lengths(100, 50, "length"));
    assertThat(lengths(thinker, "\"max_tokens\":60")).isEqualTo(new Lengths(60, 0, "length"));
    assertThat(lengths(thinker, "")).isEqualTo(new Lengths(100, 200, "stop"));
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "0.5, 5", "0, 0", "0.3, 3"})
  void answerShareIsExactOverTenRequests(double share, int answered)
      throws MalformedRequestException {
    Behaviour thinker =
        Behaviour.PLAIN.with(Reasoning.of(Field.REASONING, 10).withAnswerShare(share));
    long counted = 0;
    for (long ordinal : LongStream.rangeClosed(1, 10).toArray()) {
      Verdict verdict = judge(thinker, "\"max_tokens\":50,\"ignore_eos\":true", ordinal);
      counted += ((Verdict.Answered) verdict).lengths().answer() > 0 ? 1 : 0;
    }
    assertThat(counted).isEqualTo(answered);
  }

  @Test
  void answerShareMeansNothingWithoutThinking() throws MalformedRequestException {
    Behaviour plain = Behaviour.PLAIN.with(Reasoning.NONE.withAnswerShare(0));
    assertThat(lengths(plain, "\"max_tokens\":5")).isEqualTo(new Lengths(0, 5, "length"));
  }

  @Test
  void whatExceedsTheContextIsRefusedInEachStyle() throws MalformedRequestException {
    Endpoint small = Endpoint.DEFAULT.withContextLength(30);
    String over = "\"max_tokens\":21";
    assertThat(judge(Behaviour.PLAIN.with(small), "\"max_tokens\":20", 1))
        .isInstanceOf(Verdict.Answered.class);
    assertThat(judge(Behaviour.PLAIN.with(small), over, 1))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused ->
            assertThat(refused.response().body())
                .contains("maximum context length is 30 tokens. However, you requested 31"));
    assertThat(judge(Behaviour.PLAIN.with(small.with(Endpoint.TooLong.STATUS_400_N_CTX)), over, 1))
        .asInstanceOf(type(Verdict.Refused.class))
        .satisfies(refused ->
            assertThat(refused.response().body())
                .contains("\"n_prompt_tokens\":10", "\"n_ctx\":30"));
    assertThat(judge(Behaviour.PLAIN.with(small.with(Endpoint.TooLong.IN_STREAM)), over, 1))
        .isInstanceOf(Verdict.RefusedInStream.class);
  }

  @Test
  void withoutALimitTheContextIsTheLimit() throws MalformedRequestException {
    Behaviour small = Behaviour.PLAIN.with(Endpoint.DEFAULT.withContextLength(30));
    assertThat(lengths(small, "\"ignore_eos\":true")).isEqualTo(new Lengths(0, 20, "length"));
  }
}
