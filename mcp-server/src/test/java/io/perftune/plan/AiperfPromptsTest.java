package io.perftune.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleCampaigns;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.AaMode;
import io.perftune.value.Cell;
import io.perftune.value.PointPlan;
import io.perftune.value.Trial;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What keeps AIPerf's own prompts from repeating: a seed for each trial of each point and attempt,
/// and a prompt for every request that it sends.
class AiperfPromptsTest {
  private static final Cell CELL = SampleCampaigns.cell("a", java.util.Map.of());

  @Test
  void thereIsAPromptForEveryRequestAndWarmUp() {
    PointPlan point = planner("one").point(CELL, new Trial(10, 1), 1);
    List<String> argv = point.run().argv();

    assertThat(point.load().warmup()).isEqualTo(10);
    assertThat(after(argv, "--num-dataset-entries"))
        .isEqualTo(String.valueOf(point.load().requests() + 10));
    assertThat(after(argv, "--request-count")).isEqualTo(String.valueOf(point.load().requests()));
    assertThat(after(argv, "--warmup-request-count")).isEqualTo("10");
  }

  @Test
  void everyTrialOfEveryPointAndAttemptHasItsOwnSeed() {
    List<String> seeds = new ArrayList<>();
    for (String campaign : List.of("one", "two")) {
      for (int concurrency : List.of(1, 10)) {
        for (int trial : List.of(1, 2)) {
          for (int attempt : List.of(1, 2)) {
            PointPlan point = planner(campaign).point(CELL, new Trial(concurrency, trial), attempt);
            seeds.add(after(point.run().argv(), "--random-seed"));
          }
        }
      }
    }

    assertThat(seeds).hasSize(16).doesNotHaveDuplicates();
  }

  private static Planner planner(String campaign) {
    Seeds seeds = Seeds.of(null, AaMode.SYNTHETIC, campaign, CELL.cellId());
    CellDirectory place = new CellDirectory(Path.of("cells/a"));
    return new Planner(List.of("/bin/aiperf"), seeds, place, false, null);
  }

  private static String after(List<String> argv, String flag) {
    return argv.get(argv.indexOf(flag) + 1);
  }
}
