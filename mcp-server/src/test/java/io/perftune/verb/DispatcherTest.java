package io.perftune.verb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.FakeVerb;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class DispatcherTest {
  private static final String SAME_CALL =
      """
      {"campaign":"c","cell":"aa-1k","concurrencies":[1,10],\
      "i_understand_this_submits_jobs":true,"backend":"aa","fresh":false,"keep_streams":true,"dry_run":false,"preflight_only":false,"detach":false,\
      "json":false}\
      """;

  @TempDir Path directory;
  private final FakeVerb cellRun = FakeVerb.done("cell_run", Safety.SUBMITS_JOBS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {"args": ["--campaign", "c", "--cell", "aa-1k", "--concurrencies", "1,10",
          "--i-understand-this-submits-jobs"]}\
        """,
        """
        {"args": "--campaign c --cell 'aa-1k' --concurrencies 1,10 \
        --i-understand-this-submits-jobs"}\
        """,
        """
        {"params": {"args": ["--campaign", "c", "--cell", "aa-1k", "--concurrencies", "1,10"],
          "i_understand_this_submits_jobs": true, "allow_nonzero": true}}\
        """,
        """
        {"campaign": "c", "cell": "aa-1k", "concurrencies": [1, 10],
          "i_understand_this_submits_jobs": true, "request_count": null}\
        """,
        """
        {"campaign": "c", "args": ["--campaign", "c", "--cell", "aa-1k"],
          "params": {"concurrencies": [1, 10], "i_understand_this_submits_jobs": true}}\
        """,
      })
  void everyFormIsTheSameCall(String sent) throws InterruptedException {
    Reply reply = call(cellRun, sent);

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(cellRun.inputs()).hasSize(1);
    assertThat(sorted(cellRun.inputs().getFirst())).isEqualTo(sorted(json(SAME_CALL)));
  }

  @Test
  void envelopeCarriesTheWholeContract() throws InterruptedException {
    Reply reply =
        call(cellRun, "{\"campaign\": \"c\", \"args\": \"--cell aa-1k\", \"fresh\": true}");

    assertThat(reply.envelope().propertyNames())
        .containsExactly(
            "tool",
            "library",
            "verb",
            "safety",
            "ack_required",
            "ack_field",
            "args",
            "returncode",
            "stdout",
            "stderr",
            "json");
    assertThat(reply.envelope().without("json").toString())
        .isEqualTo(
            """
            {"tool":"perf_tune_report_cell_run","library":"perf_tune_report","verb":"cell_run",\
            "safety":"submits_jobs","ack_required":true,\
            "ack_field":"i_understand_this_submits_jobs",\
            "args":["--cell","aa-1k","--campaign","c","--fresh"],"returncode":0,\
            "stdout":"cell_run is done.\\n","stderr":""}\
            """);
    assertThat(reply.json().get("row_count").isNull()).isTrue();
  }

  @Test
  void dryRunNeedsNoAcknowledgement() throws InterruptedException {
    assertThat(call(cellRun, "{\"args\": \"--campaign c --cell x --dry-run\"}").ackRequired())
        .isFalse();
  }

  @Test
  void jsonFlagMakesStandardOutputTheJsonAndNothingElse() throws InterruptedException {
    Reply reply = call(cellRun, "{\"args\": \"--campaign c --cell x --json\"}");

    assertThat(json(reply.stdout())).isEqualTo(reply.json());
  }

  @Test
  void problemsOfAnOutcomeStandInJsonAndOnStandardError() throws InterruptedException {
    Problem warning = new Problem("slow", "It is slow.", "c=1", "Wait.");
    FakeVerb failing =
        new FakeVerb(
            "atlas_aggregate",
            Safety.WRITES_ARTIFACTS,
            (_, _) ->
                new Outcome.Failed(Json.object().put("row_count", 1), "Half.", List.of(warning)));

    Reply reply = call(failing, "{\"campaign\": \"c\"}");

    assertThat(reply.returncode()).isEqualTo(1);
    assertThat(reply.error()).isTrue();
    assertThat(reply.stdout()).isEqualTo("Half.\n");
    assertThat(reply.stderr()).isEqualTo("c=1: It is slow. Wait.\n");
    assertThat(reply.json().toString())
        .isEqualTo(
            """
            {"campaign_dir":null,"atlas_path":null,"row_count":1,"cell_count":null,\
            "coverage":null,"problems":[{"code":"slow","message":"It is slow.","where":"c=1",\
            "remedy":"Wait."}]}\
            """);
  }

  @Test
  void allowNonzeroTakesAFailureAsNoError() throws InterruptedException {
    assertThat(call(cellRun, "{\"allow_nonzero\": true}").error()).isFalse();
    assertThat(call(cellRun, "{\"params\": {\"allow_nonzero\": true}}").error()).isFalse();
    assertThat(call(cellRun, "{\"allow_nonzero\": false}").error()).isTrue();
  }

  @Test
  void problemExceptionIsARefusal() throws InterruptedException {
    FakeVerb refusing =
        new FakeVerb(
            "doctor",
            Safety.READ_ONLY,
            (_, _) -> {
              throw new ProblemException(Problem.of("gone", "It is gone.", "Look again."));
            });

    Reply reply = call(refusing, "{}");

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).isEqualTo("It is gone. Look again.\n");
  }

  @Test
  void aPasswordInAUrlIsRepeatedNowhere() throws InterruptedException {
    Reply said =
        call(
            cellRun,
            """
            {"args": "--campaign c --cell x --endpoint-url=http://me:hush@h/v1",
              "endpoint_url": "http://me:hush@other:80"}\
            """);

    assertThat(said.envelope().toString()).doesNotContain("hush");
    assertThat(said.args()).endsWith("--endpoint-url=http://***@h/v1");
    assertThat(said.stderr()).contains("\"http://***@h/v1\" in args, but \"http://***@other:80\"");
  }

  @Test
  void whatCannotBeAPathIsARefusal() throws InterruptedException {
    FakeVerb opening =
        new FakeVerb(
            "atlas_aggregate",
            Safety.WRITES_ARTIFACTS,
            (input, context) -> {
              Path unreachable = context.resolve(input.required("campaign").asString());
              return new Outcome.Done(Json.object(), unreachable.toString(), List.of());
            });

    Reply reply = call(opening, "{\"campaign\": \"a\\u0000b\"}");

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr())
        .isEqualTo(
            "\"a\\u0000b\" cannot be a path here: Nul character not allowed. Give a path that this"
                + " machine's file system takes.\n");
  }

  @Test
  void defectIsSeventyWithoutAStackTrace() {
    Dispatcher dispatcher = new Dispatcher(List.of(cellRun));

    Reply reply =
        dispatcher.defect(
            "cell-run",
            json("{\"args\": \"--cell x\"}"),
            new IllegalStateException("cell x is null"));

    assertThat(reply.returncode()).isEqualTo(70);
    assertThat(reply.args()).containsExactly("--cell", "x");
    assertThat(reply.stderr())
        .isEqualTo(
            "cell_run broke: java.lang.IllegalStateException: cell x is null. This is a defect of"
                + " perf-tune-report; the log has the details.\n");
  }

  @Test
  void variableStandsInForAnAbsentPropertyOnly() throws InterruptedException {
    Map<String, String> variables = Map.of("PERFREPORT_CAMPAIGNS_DIR", "elsewhere");
    Context context = Contexts.in(directory, variables, (_, _, _) -> {});
    FakeVerb verb = FakeVerb.done("atlas_aggregate", Safety.WRITES_ARTIFACTS);
    Dispatcher dispatcher = new Dispatcher(List.of(verb));

    dispatcher.call("atlas-aggregate", json("{\"campaign\": \"c\"}"), context);
    dispatcher.call(
        "atlas_aggregate", json("{\"args\": \"--campaign c --campaigns-dir here\"}"), context);

    assertThat(verb.inputs().getFirst().required("campaigns_dir").asString())
        .isEqualTo("elsewhere");
    assertThat(verb.inputs().getLast().required("campaigns_dir").asString()).isEqualTo("here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"args\": \"--no-strict\"}",
        "{\"args\": \"--allow-incomplete\"}",
        "{\"no_strict\": true}",
        "{\"allow_incomplete\": true}",
        "{\"strict\": false}",
        "{\"strict\": false, \"args\": \"--no-strict\"}"
      })
  void everySpellingOfNoStrictIsNotStrict(String sent) throws InterruptedException {
    FakeVerb publish = FakeVerb.done("publish_to_lake", Safety.PUBLISHES_EXTERNALLY);
    ObjectNode arguments = json(sent).put("campaign", "c");

    Reply reply =
        new Dispatcher(List.of(publish)).call("publish_to_lake", arguments, Contexts.in(directory));

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(publish.inputs().getFirst().required("strict").booleanValue()).isFalse();
    assertThat(publish.inputs().getFirst().has("no_strict")).isFalse();
  }

  @Test
  void unknownVerbIsRefusedWithTheNearest() {
    Dispatcher dispatcher = new Dispatcher(FakeVerb.all());

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> dispatcher.desk("cel-run"))
        .withMessage("cel-run is not a verb. Did you mean cell_run?");
  }

  private Reply call(FakeVerb verb, String sent) throws InterruptedException {
    return new Dispatcher(List.of(verb)).call(verb.name(), json(sent), Contexts.in(directory));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.MAPPER.readTree(text);
  }

  private static Map<String, String> sorted(ObjectNode node) {
    Map<String, String> members = new java.util.TreeMap<>();
    node.properties().forEach(member -> members.put(member.getKey(), member.getValue().toString()));
    return members;
  }
}
