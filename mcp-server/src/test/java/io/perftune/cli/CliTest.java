package io.perftune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Contexts;
import io.perftune.fixtures.FakeVerb;
import io.perftune.fixtures.Golden;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.verb.Dispatcher;
import io.perftune.verb.Outcome;
import io.perftune.verb.Safety;
import io.perftune.verb.Verb;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpListsEveryVerb() {
    assertThat(run(FakeVerb.all(), "--help")).isZero();
    Golden.check("help/perftunereport.txt", text(out));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "campaign_init",
        "cell_run",
        "import_aiperf",
        "import_sol",
        "atlas_aggregate",
        "report_render",
        "compare",
        "value_view",
        "run_status",
        "run_cancel",
        "publish_to_lake",
        "search_runbooks",
        "search_evidence",
        "dataset",
        "aa_workload",
        "export_aiperf",
        "aa_ttfo_probe",
        "doctor",
        "install_skill"
      })
  void helpOfAVerbListsEveryFlag(String verb) {
    assertThat(run(FakeVerb.all(), verb, "--help")).isZero();
    Golden.check("help/" + verb + ".txt", text(out));
  }

  @Test
  void helpIsTheSameInAnotherLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(run(FakeVerb.all(), "cell-run", "-h")).isZero();
      Golden.check("help/cell_run.txt", text(out));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void noWordsShowHelpAndRefuse() {
    assertThat(run(FakeVerb.all())).isEqualTo(2);
    assertThat(text(out)).isEmpty();
    assertThat(text(err)).contains("Verbs:");
  }

  @Test
  void versionIsOneLine() {
    assertThat(run(FakeVerb.all(), "--version")).isZero();
    assertThat(text(out)).isEqualTo("perftunereport 0.0.0-test\n");
  }

  @Test
  void digestGoesToStandardOutputProblemsAndProgressToStandardError() {
    Problem warning = Problem.of("slow", "It is slow.", "Wait.");
    FakeVerb verb =
        new FakeVerb(
            "doctor",
            Safety.READ_ONLY,
            (_, context) -> {
              context.progress().report(1, 4, "looking");
              context.progress().report(2, 4, "looking");
              return new Outcome.Failed(Json.object().put("ok", false), "Ill.", List.of(warning));
            });

    assertThat(run(List.of(verb), "doctor")).isEqualTo(1);
    assertThat(text(out)).isEqualTo("Ill.\n");
    assertThat(text(err)).isEqualTo("[ 25 %] looking\nIt is slow. Wait.\n");
  }

  @Test
  void jsonPrintsTheJsonAndNothingElseAlsoOfARefusal() {
    assertThat(run(FakeVerb.all(), "cell-run", "--json", "--backend", "vllm-sweep")).isEqualTo(2);

    assertThat(
            Json.MAPPER.readTree(text(out)).required("problems").get(0).required("code").asString())
        .isEqualTo("not-there-yet");
    assertThat(text(out).lines()).hasSize(1);
    assertThat(text(err)).contains("backend vllm-sweep is not there yet.");
  }

  @Test
  void unknownVerbIsRefusedWithTheNearest() {
    assertThat(run(FakeVerb.all(), "cellrun", "--help")).isEqualTo(2);
    assertThat(text(err)).isEqualTo("cellrun is not a verb. Did you mean cell_run?\n");
  }

  @Test
  void interruptedVerbEndsWith130() {
    FakeVerb verb =
        new FakeVerb(
            "doctor",
            Safety.READ_ONLY,
            (_, _) -> {
              throw new InterruptedException();
            });

    assertThat(run(List.of(verb), "doctor")).isEqualTo(130);
    assertThat(text(err)).isEqualTo("Interrupted.\n");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void defectEndsWith70AndItsTraceOnStandardError(boolean error) {
    FakeVerb verb =
        new FakeVerb(
            "doctor",
            Safety.READ_ONLY,
            (_, _) -> {
              if (error) {
                throw new StackOverflowError("deep");
              }
              throw new IllegalStateException("lost");
            });

    assertThat(run(List.of(verb), "doctor", "--json")).isEqualTo(70);
    assertThat(text(err)).contains("\tat io.perftune.", "doctor broke: java.lang.");
    assertThat(text(out)).doesNotContain("\tat ");
  }

  private int run(List<Verb> verbs, String... words) {
    Cli cli =
        new Cli(
            new Dispatcher(verbs),
            progress -> Contexts.in(directory, Map.of(), progress),
            "0.0.0-test",
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    int code = cli.run(List.of(words));
    cli.err().flush();
    return code;
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
