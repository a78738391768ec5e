package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The look at an endpoint before a cell's load: recorded, costed, obeyed, and told in reply and
/// rows. Where nothing depends on what the load brings, the stand-in for AIPerf sends none.
class PreflightCellTest extends SimulatedCell {
  private static final String QUICK = "?step_ms=0.2";

  @Override
  void prepare(Workbench bench) {}

  /// A cell that is looked over for real, and measured by the stand-in.
  private Workbench looked(String model, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("aa:preflight: true");
    return bench(model, all.toArray(String[]::new));
  }

  /// A cell that is looked over and measured for real, two requests at a concurrency of two.
  private Workbench measured(String model, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(more));
    all.add("aa:engine: builtin");
    all.add("aa:warmup_requests: 0");
    all.add("aa:request_count: 2");
    all.add("concurrencies: [2]");
    return looked(model, all.toArray(String[]::new));
  }

  @Test
  void isRecordedAndToldAndItsCostStandsInThePlan() throws Exception {
    Workbench bench = looked("sim-8b" + QUICK);
    int planned = bench.dryRun().json().at("/plan/requests").intValue();

    Reply reply = bench.run();

    JsonNode seen = reply.json().required("preflight");
    assertThat(seen).as(reply.stderr()).isEqualTo(preflight(bench));
    assertThat(seen.required("at_least_n").asString()).isEqualTo("honoured");
    int requests = seen.at("/cost/requests").intValue();
    // The truth log has chat requests only, and one of these asked for the list of models.
    assertThat(simulator().truth()).isNotEmpty().hasSize(requests - 1);
    int load = (4 + 1) + (4 + 2);
    assertThat(planned - load).isBetween(requests, 5);
    assertThat(reply.stdout()).contains("Preflight of " + simulator().origin());
    assertThat(bench.row(2).at("/extra/preflight").asString()).isEqualTo("done");
  }

  @Test
  void aCompleteCellIsNotAskedAgain() throws Exception {
    Workbench bench = looked("sim-8b" + QUICK);
    assertThat(bench.run().json().required("status").asString()).isEqualTo("full");
    int sent = simulator().truth().size();

    Reply again = bench.run();

    assertThat(simulator().truth()).hasSize(sent);
    assertThat(again.json().required("preflight").isNull()).isTrue();
  }

  @Test
  void alonePutsNoLoadOnTheEndpointAndNeedsNoLoadGenerator() throws Exception {
    Workbench bench = looked("sim-8b" + QUICK);
    bench.environment().put("AIPERF_BIN", "/nonexistent/aiperf");

    Reply reply = bench.run("preflight_only", true);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(preflight(bench)).isEqualTo(reply.json().required("preflight"));
    assertThat(bench.cell().normalized()).doesNotExist();
    assertThat(bench.cell().status()).doesNotExist();
  }

  @Test
  void aloneIsAskedForOnceAndAcknowledged() throws Exception {
    Workbench bench = looked("sim-8b" + QUICK);

    Reply both = bench.dryRun("preflight_only", true);
    Reply unacknowledged = bench.call(bench.context(), "preflight_only", true);

    assertThat(both.returncode()).isEqualTo(2);
    assertThat(Call.codes(both)).contains("contradiction");
    assertThat(unacknowledged.returncode()).isEqualTo(2);
    assertThat(Call.codes(unacknowledged)).contains("not-acknowledged");
    assertThat(simulator().truth()).isEmpty();
  }

  @Test
  void aRefusedMinimumEndsTheRunBeforeItsLoadWithTheRemedy() throws Exception {
    Workbench bench = looked("sim-8b?min_tokens=refused_400&step_ms=0.2");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).contains("min_tokens", "aa.extra_output_controls: false");
    assertThat(preflight(bench).required("at_least_n").asString()).isEqualTo("rejected");
    assertThat(bench.calls()).isEmpty();
    assertThat(bench.cell().normalized()).doesNotExist();
  }

  @Test
  void aWrongModelIsRefusedBeforeAnyLoad() throws Exception {
    Workbench bench = looked("no-such-model");

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).contains("aa.model");
    assertThat(bench.calls()).isEmpty();
  }

  @Test
  void anIgnoredMinimumIsALabelAndNeverCalledGuaranteed() throws Exception {
    Workbench bench = looked("sim-8b?min_tokens=ignored&ignore_eos=ignored&step_ms=0.2");

    Reply reply = bench.run();

    assertThat(preflight(bench).required("at_least_n").asString())
        .as(reply.stderr())
        .isEqualTo("ignored");
    assertThat(Call.codes(reply)).contains("preflight-at-least-n");
    assertThat(bench.row(1).required("output_control").asString()).isEqualTo("unverified");
    assertThat(number(bench.row(1), "floor_met_share")).isEqualTo(1);
  }

  @Test
  void theFieldThatWorksIsFoundAndUsedAndShownFromThenOn() throws Exception {
    Workbench bench =
        measured(
            "sim-8b?output.max_completion_tokens=false&natural_tokens=3000&step_ms=0.05",
            "aa:max_tokens_field: auto",
            "aa:extra_output_controls: false");
    String before = command(bench.dryRun());

    Reply reply = bench.run();

    assertThat(preflight(bench).required("max_tokens_field").asString())
        .as(reply.stderr())
        .isEqualTo("max_tokens");
    assertThat(before).contains("--max-tokens-field max_completion_tokens");
    assertThat(command(bench.dryRun("fresh", true))).contains("--max-tokens-field max_tokens ");
    assertThat(number(bench.row(2), "mean_output_tokens")).isEqualTo(1_000);
  }

  @Test
  void withoutItTheFileAndTheReplySayThatNothingWasVerified() throws Exception {
    Workbench bench = bench("sim-8b");

    Reply reply = bench.run();

    assertThat(preflight(bench).required("done").booleanValue()).isFalse();
    assertThat(reply.stdout()).contains("Preflight: not done");
    assertThat(simulator().truth()).isEmpty();
    assertThat(bench.row(1).at("/extra/preflight").asString()).isEqualTo("not_done");
  }

  @ParameterizedTest
  @CsvSource({"undisclosed, hidden_by_provider", "none, unconfigured_parser"})
  void hiddenReasoningIsToldFromAMissingParser(String parser, String reading) throws Exception {
    Workbench bench =
        measured(
            "sim-reasoner?reasoning.field=hidden&reasoning.tokens=100&step_ms=0.2",
            "reasoning: true",
            "reasoning_parser: " + parser,
            "aa:max_output_tokens: 1200");

    Reply reply = bench.run();

    assertThat(bench.row(2).required("tied_reading").asString())
        .as(reply.stderr())
        .isEqualTo(reading);
  }

  @Test
  void aRequestNotToThinkThatIsIgnoredIsSaid() throws Exception {
    Workbench bench =
        measured(
            "sim-reasoner?reasoning.tokens=50&step_ms=0.2",
            "reasoning: true",
            "aa:max_output_tokens: 1200",
            "aa:extra_body: {chat_template_kwargs: {enable_thinking: false}}");

    Reply reply = bench.run();

    assertThat(Call.codes(reply)).contains("preflight-disable-thinking", "thinking-not-disabled");
    assertThat(bench.row(2).required("notes").asString()).contains("not to think");
  }

  @Test
  void aParserOfToolCallsMaySplitReasoningThoughItsParserIsOff() throws Exception {
    Workbench bench = looked("sim-8b", "reasoning_parser: none", "tool_call_parser: hermes");

    assertThat(Call.codes(bench.dryRun())).contains("reasoning-parser-not-off");
  }

  @Test
  void aRecordThatCannotBeReadIsNamed() throws Exception {
    Workbench bench = looked("sim-8b", "aa:max_tokens_field: auto");
    Files.createDirectories(bench.cell().root());
    Files.writeString(bench.cell().preflight(), "{");

    Reply reply = bench.dryRun();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).contains("preflight.json");
  }

  private static ObjectNode preflight(Workbench bench) throws Exception {
    return (ObjectNode) Json.MAPPER.readTree(Files.readString(bench.cell().preflight()));
  }

  /// The first command of a plan as one line.
  private static String command(Reply reply) {
    return reply
        .json()
        .required("commands")
        .get(0)
        .valueStream()
        .map(JsonNode::asString)
        .collect(Collectors.joining(" "));
  }
}
