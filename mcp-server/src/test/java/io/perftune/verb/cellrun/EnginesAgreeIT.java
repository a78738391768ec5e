package io.perftune.verb.cellrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.verb.Reply;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// One seeded dataset through the real AIPerf and through the client of this product: the same
/// prompts, and the same counts of what came back.
class EnginesAgreeIT extends SimulatedCell {
  private static final List<String> COUNTS =
      List.of(
          "mean_input_tokens",
          "mean_output_tokens",
          "mean_answer_tokens",
          "reasoning_token_count",
          "server_input_tokens",
          "server_output_tokens",
          "floor_met_share",
          "ttfo_coverage",
          "requests_ok",
          "requests_answered");

  @Override
  void prepare(Workbench bench) throws Exception {
    bench.environment().put("AIPERF_BIN", RealAiperf.program());
  }

  @Test
  void theSameDatasetGivesTheSamePromptsAndCounts() throws Exception {
    Workbench aiperf = measured("aiperf");
    List<String> sent = prompts();
    JsonNode theirs = aiperf.row(2);

    Workbench builtin = measured("builtin");
    List<String> all = new ArrayList<>(prompts());
    JsonNode ours = builtin.row(2);

    assertThat(sent).hasSize(4 + 2).doesNotHaveDuplicates();
    assertThat(all.subList(sent.size(), all.size())).containsExactlyInAnyOrderElementsOf(sent);
    assertThat(ours.required("dataset_sha256")).isEqualTo(theirs.required("dataset_sha256"));
    assertThat(ours.required("load_engine").asString()).isEqualTo("builtin");
    assertThat(theirs.required("load_engine").asString()).isEqualTo("aiperf");
    for (String count : COUNTS) {
      assertThat(ours.required(count)).as(count).isEqualTo(theirs.required(count));
    }
  }

  private Workbench measured(String engine) throws Exception {
    Workbench bench =
        bench(
            Files.createDirectory(directory.resolve(engine)),
            "sim-reasoner?step_ms=1&reasoning.tokens=50",
            "concurrencies: [2]",
            "reasoning: true",
            "reasoning_parser: sim",
            "aa:mode: dataset-replay",
            "aa:max_output_tokens: 1100",
            "aa:engine: " + engine);
    Reply reply = bench.run();
    assertThat(bench.rows()).as(reply.stderr()).containsKey(2);
    return bench;
  }
}
