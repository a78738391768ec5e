package io.perftune.simulator.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class ProfilesTest {
  private static final List<Enum<?>[]> ENUMS =
      List.of(
          Reasoning.Field.values(),
          Reasoning.Boundary.values(),
          Output.Control.values(),
          Framing.Role.values(),
          Framing.Finish.values(),
          Usage.Report.values(),
          Usage.Place.values(),
          Usage.ReasoningTokens.values(),
          Fault.Kind.values(),
          Endpoint.Models.values(),
          Endpoint.TooLong.values(),
          Endpoint.Access.values(),
          Endpoint.Metrics.values());

  @Test
  void everySwitchAndItsDefault() {
    assertThat(new JsonMapper().writeValueAsString(Switches.tree(Behaviour.PLAIN)))
        .isEqualTo(
            """
            {"speed":{"prefill":{"tokens_per_s":20000.0,"queue":false,"template_tokens":0,\
            "cached_share":0.0,"cache_repeats":false},\
            "decode":{"step_ms":5.0,"batch_slope":0.0,"jitter":0.0,"draft_tokens":0,"acceptance":0.0}},\
            "reasoning":{"field":"none","tokens":0,"answer_share":1.0,"boundary":"split"},\
            "output":{"natural_tokens":200,"min_tokens":"honoured","ignore_eos":"honoured",\
            "max_tokens":true,"max_completion_tokens":true,"blank":false},\
            "framing":{"role":"empty_content","role_early":false,"tokens_per_delta":1,"finish":"own_chunk",\
            "sse":{"cr_lf":false,"ping_ms":0.0,"done":true,"torn":false},\
            "usage":{"report":"when_asked","place":"own_chunk","null_on_each_chunk":false,\
            "reasoning_tokens":"exact","cached_tokens":true}},\
            "fault":{"kind":"none","every":1,"first":0,"at_token":0,"stall_ms":0.0,\
            "error":{"status":500,"body":"","done":false}},\
            "endpoint":{"context_length":131072,"models":"max_model_len","too_long":"status_400",\
            "access":"key","metrics":"vllm","created_gauges":true}}\
            """);
  }

  @Test
  void whatAProfileLeavesOutKeepsItsDefault() throws ProfileException {
    assertThat(Profiles.parse("{\"models\":{\"a\":{}}}")).isEqualTo(Map.of("a", Behaviour.PLAIN));
  }

  @Test
  void readsNestedSwitchesFromAFile(@TempDir Path directory) throws IOException, ProfileException {
    Path file = directory.resolve("profiles.json");
    Files.writeString(
        file,
        """
        {"models": {"slow": {"speed": {"decode": {"step_ms": 40}},
                             "reasoning": {"field": "inline_closed", "tokens": 9},
                             "output": {"ignore_eos": "refused_422"}}}}
        """);
    Behaviour slow = Profiles.read(file).get("slow");
    assertThat(slow)
        .isEqualTo(
            Behaviour.PLAIN
                .with(new Speed(Prefill.DEFAULT, Decode.of(40)))
                .with(Reasoning.of(Reasoning.Field.INLINE_CLOSED, 9))
                .with(
                    Output.DEFAULT.withControls(
                        Output.Control.HONOURED, Output.Control.REFUSED_422)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"models": {"a": {"sped": {}}}}                              | a: sped is not a switch; known: speed, reasoning, output, framing, fault, endpoint
          {"models": {"a": {"speed": {"decode": {"ms": 1}}}}}          | a: speed.decode.ms is not a switch; known: step_ms, batch_slope, jitter, draft_tokens, acceptance
          {"models": {"a": {"reasoning": {"field": "thoughts"}}}}      | a: reasoning.field is thoughts; known: none, reasoning_content, reasoning, inline, inline_closed, hidden
          {"models": {"a": {"reasoning": {"answer_share": 2}}}}        | a: reasoning.answer_share is 2, must be from 0 to 1
          {"models": {"a": {"speed": {"prefill": {"tokens_per_s": 0}}}}} | a: speed.prefill.tokens_per_s is 0, must be above 0
          {"models": {"a": {"speed": 3}}}                              | a: speed must be an object of switches
          {"models": {"a": {"fault": {"every": null}}}}                | a: fault.every must be a number, a text or true or false
          {"models": {"a": 1}}                                         | a: a profile must be an object of switches
          {"model": {}, "models": {}}                                  | model is not a key of a profile file; known: models
          {}                                                           | models must be an object of profiles by name
          """)
  void refusesWhatIsNotASwitch(String text, String problem) {
    assertThatThrownBy(() -> Profiles.parse(text))
        .isInstanceOfSatisfying(
            ProfileException.class,
            refused -> assertThat(refused.problems()).containsExactly(problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"models": {"a": {"fault": {"every": "x"}}}}       | fault.every
          {"models": {"a": {"fault": {"every": 1.5}}}}       | fault.every
          {"models": {"a": {"framing": {"role_early": 1}}}}  | framing.role_early
          {"models": {"a": {}, "a": {}}}                     | not JSON
          {"models":                                         | not JSON
          """)
  void refusesWrongKinds(String text, String where) {
    assertThatThrownBy(() -> Profiles.parse(text))
        .isInstanceOf(ProfileException.class)
        .hasMessageContaining(where);
  }

  @Test
  void tellsAllUnknownSwitchesAtOnce() {
    assertThatThrownBy(
            () -> Profiles.parse("{\"models\":{\"a\":{\"x\":1,\"y\":2},\"b\":{\"z\":3}}}"))
        .isInstanceOfSatisfying(
            ProfileException.class, refused -> assertThat(refused.problems()).hasSize(3));
  }

  @Test
  void builtInModelsAreThere() {
    assertThat(Profiles.builtIn())
        .containsKeys("sim-8b", "sim-reasoner", "sim-speculative", "like-vllm", "like-llama-server")
        .containsKeys("like-transformers", "like-litellm", "like-llm-d", "like-aiperf-mock");
  }

  @Test
  void everySwitchValueAndModelIsDocumented() throws IOException {
    String text =
        Files.readString(Path.of(System.getProperty("checkout", ".."), "docs", "simulator.md"));
    for (String path : Switches.paths()) {
      String section = path.substring(0, path.indexOf('.'));
      assertThat(section(text, section)).contains("`" + path.substring(section.length() + 1) + "`");
    }
    for (Enum<?>[] values : ENUMS) {
      for (Enum<?> value : values) {
        assertThat(text).contains("`" + value.name().toLowerCase(Locale.ROOT) + "`");
      }
    }
    assertThat(Profiles.builtIn().keySet())
        .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
  }

  private static String section(String text, String name) {
    int start = text.indexOf("### " + name + "\n");
    assertThat(start).as(name).isPositive();
    int end = text.indexOf("\n#", start + 1);
    return text.substring(start, end);
  }

  @Test
  void nameCarriesSwitchesByPathOrByItsEnd() throws ProfileException {
    Behaviour changed =
        Profiles.overlay(
            Behaviour.PLAIN, "step_ms=7&reasoning.field=hidden&reasoning.tokens=4&sse.done=false");
    assertThat(changed.speed().decode().stepMs()).isEqualTo(7);
    assertThat(changed.reasoning()).isEqualTo(Reasoning.of(Reasoning.Field.HIDDEN, 4));
    assertThat(changed.framing().sse().done()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          stp=1        | stp is not a switch; known: speed.prefill.tokens_per_s
          step_ms      | a switch in a name is name=value, not step_ms
          min_tokens=x | output.min_tokens is x; known: honoured, ignored
          """)
  void nameWithWrongSwitchIsRefused(String switches, String problem) {
    assertThatThrownBy(() -> Profiles.overlay(Behaviour.PLAIN, switches))
        .isInstanceOf(ProfileException.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void ambiguousEndOfAPathIsRefusedWithItsMeanings() {
    assertThatThrownBy(() -> Profiles.overlay(Behaviour.PLAIN, "done=false"))
        .isInstanceOf(ProfileException.class)
        .hasMessage("done may mean framing.sse.done or fault.error.done");
  }
}
