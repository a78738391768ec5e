package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.verb.Reply;
import io.perftune.workspace.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What a cell sends, and what a reader must know of it.
class PromptsOfACellTest {
  @TempDir Path directory;

  @Test
  void datasetReplayWritesWhatItSendsAndNamesIt() throws Exception {
    Workbench bench = replay();

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    for (int concurrency : List.of(1, 2)) {
      Path dataset = bench.cell().dataset(concurrency, 1, 1);
      JsonNode manifest =
          Json.MAPPER.readTree(Files.readString(bench.cell().manifest(concurrency, 1, 1)));
      String sha256 = Digest.sha256(Files.readAllBytes(dataset));
      assertThat(Files.readAllLines(dataset)).hasSize(4 + concurrency);
      assertThat(manifest.required("sha256").asString()).isEqualTo(sha256);
      assertThat(bench.row(concurrency).required("dataset_sha256").asString()).isEqualTo(sha256);
      assertThat(bench.calls().get(concurrency - 1))
          .contains("--input-file " + dataset + " --custom-dataset-type mooncake_trace");
    }
    List<String> prompts = new ArrayList<>(Files.readAllLines(bench.cell().dataset(1, 1, 1)));
    prompts.addAll(Files.readAllLines(bench.cell().dataset(2, 1, 1)));
    assertThat(prompts).doesNotHaveDuplicates();
  }

  @Test
  void pointsShareNoPromptOfAnInputFile() throws Exception {
    Workbench bench = own(11);

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    List<String> sent = new ArrayList<>(Files.readAllLines(bench.cell().dataset(1, 1, 1)));
    sent.addAll(Files.readAllLines(bench.cell().dataset(2, 1, 1)));
    assertThat(sent).hasSize(11).doesNotHaveDuplicates();
  }

  @Test
  void tooFewPromptsAreRefusedBeforeAnythingIsWritten() throws Exception {
    Workbench bench = own(10);
    Map<Path, String> before = bench.tree();

    Reply reply = bench.run();

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.problem(reply, "too-few-prompts").required("message").asString())
        .isEqualTo("The file has 10 prompts; 11 are needed.");
    assertThat(bench.tree()).isEqualTo(before);
    Reply dryRun = bench.dryRun();
    assertThat(dryRun.returncode()).isZero();
    assertThat(Call.codes(dryRun)).contains("too-few-prompts");
  }

  @Test
  void anInputFileThatIsNotThereIsAProblemAndADryRunStillPlans() throws Exception {
    Workbench bench = own(11);
    Files.delete(directory.resolve("own.jsonl"));

    assertThat(Call.codes(bench.run())).containsExactly("file-unreadable");
    Reply dryRun = bench.dryRun();
    assertThat(dryRun.returncode()).isZero();
    assertThat(Call.codes(dryRun)).contains("file-unreadable");
  }

  @Test
  void otherPromptsInTheFileAreAnotherPlan() throws Exception {
    Workbench bench = own(11);
    bench.run();
    prompts(11, "other");

    assertThat(Call.codes(bench.run())).contains("plan-changed");
  }

  @Test
  void noPromptOfAnInputFileIsSentASecondTime() throws Exception {
    Workbench bench = own(24);
    bench.run("concurrencies", List.of(1));
    bench.run("concurrencies", List.of(2));
    bench.mode("half");
    bench.run("concurrencies", List.of(1), "fresh", true);
    bench.mode("full");

    Reply last = bench.run("concurrencies", List.of(1));

    assertThat(last.returncode()).as(last.stderr()).isZero();
    assertThat(
            new Journal(bench.cell().journal())
                .events().stream()
                    .filter(event -> event.path("event").asString().equals("point_started"))
                    .map(event -> event.at("/input/first_row").intValue()))
        .containsExactly(0, 5, 11, 16);
    List<String> sent = new ArrayList<>();
    for (Path dataset : bench.files("c\\d-t1-a\\d\\.jsonl")) {
      sent.addAll(Files.readAllLines(dataset));
    }
    assertThat(sent).hasSize(21).doesNotHaveDuplicates();

    Reply none = bench.run("concurrencies", List.of(1), "fresh", true);

    assertThat(none.returncode()).isEqualTo(2);
    assertThat(Call.problem(none, "too-few-prompts").required("message").asString())
        .isEqualTo("The file has 24 prompts; 5 are needed after the first 21.");
    assertThat(bench.status().at("/points/0/status").asString()).isEqualTo("full");
  }

  @Test
  void anotherFileThanBeforeMayRepeatItsPrompts() throws Exception {
    Workbench bench = own(11);
    bench.run("concurrencies", List.of(1));
    prompts(12, "question");

    Reply other = bench.dryRun("concurrencies", List.of(2));

    assertThat(Call.problem(other, "prompts-repeat").required("message").asString())
        .startsWith("Cell one has sent prompts of another input file before");
  }

  @Test
  void cellsOfOneInputFileAreNamedWhateverTheirShapes() throws Exception {
    prompts(11, "question");
    String[] replay = {"aa:mode: dataset-replay", "aa:input_file: own.jsonl"};
    Workbench bench =
        new Workbench(
            directory,
            Workbench.cell("one", replay),
            Workbench.cell("long", replay[0], replay[1], "aa:shape: aa-10k"));

    assertThat(Call.problem(bench.dryRun(), "prompts-shared").required("message").asString())
        .contains("as long to the same model");
  }

  @Test
  void aReasoningModelOnGeneratedPromptsIsCalledIllPosed() throws Exception {
    Workbench bench =
        new Workbench(
            directory, Workbench.cell("one", "reasoning: true", "aa:max_output_tokens: 4000"));

    Reply reply = bench.dryRun();

    JsonNode problem = Call.problem(reply, "ill-posed-workload");
    assertThat(problem.required("remedy").asString())
        .contains("--input-file")
        .contains("above the floor of 1000");
    bench.mode("thinking");
    assertThat(Call.codes(bench.run())).containsOnlyOnce("ill-posed-workload");
  }

  @Test
  void aModelThatIsSeenToThinkIsTakenForOneWhateverWasDeclared() throws Exception {
    Workbench bench = new Workbench(directory, Workbench.cell("one", "reasoning: false"));
    bench.mode("thinking");

    Reply reply = bench.run();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(Call.codes(reply)).containsExactly("ill-posed-workload");
  }

  @Test
  void aCellInAClusterSaysThatItWasNotWarmedUp() throws Exception {
    Workbench bench = new Workbench(directory, Workbench.cell("one", "endpoint_kind: in_cluster"));

    Reply reply = bench.run();

    assertThat(Call.problem(reply, "first-after-deploy").required("message").asString())
        .contains("first-after-deploy numbers are not to be quoted");
    assertThat(bench.row(1).required("notes").asString())
        .contains("first-after-deploy numbers are not to be quoted");
  }

  @Test
  void cellsThatSendTheSamePromptsToTheSameModelAreNamed() throws Exception {
    String replay = "aa:mode: dataset-replay";
    Workbench bench =
        new Workbench(
            directory,
            Workbench.cell("one", replay),
            Workbench.cell("twin", replay),
            Workbench.cell("synthetic"));

    Reply reply = bench.dryRun();

    assertThat(Call.problem(reply, "prompts-shared").required("message").asString())
        .contains("as twin to the same model of http://127.0.0.1:9");
    assertThat(Call.codes(bench.dryRun("cell", "synthetic"))).doesNotContain("prompts-shared");
    assertThat(Call.codes(bench.dryRun("served_model", "another")))
        .doesNotContain("prompts-shared");
    assertThat(Call.codes(bench.dryRun("concurrencies", List.of(3))))
        .doesNotContain("prompts-shared");
  }

  private Workbench replay() throws Exception {
    return new Workbench(directory, Workbench.cell("one", "aa:mode: dataset-replay"));
  }

  private Workbench own(int prompts) throws Exception {
    prompts(prompts, "question");
    return new Workbench(
        directory, Workbench.cell("one", "aa:mode: dataset-replay", "aa:input_file: own.jsonl"));
  }

  private void prompts(int count, String word) throws IOException {
    Files.write(
        directory.resolve("own.jsonl"),
        IntStream.range(0, count)
            .mapToObj(i -> Json.line(Json.object().put("text_input", word + " " + i + "?")))
            .toList());
  }
}
