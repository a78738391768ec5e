package io.perftune.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleCampaigns;
import io.perftune.plan.prompts.PromptFile;
import io.perftune.plan.prompts.Seeds;
import io.perftune.tokens.O200k;
import io.perftune.value.AaMode;
import io.perftune.value.AaWorkload;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Plan;
import io.perftune.value.PointPlan;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerTest {
  private static final O200k TOKENS = new O200k();

  @TempDir Path directory;

  @Test
  void aUsersPromptsArePlannedByTheirOwnSize() throws IOException {
    Cell cell = SampleCampaigns.cell("a", Map.of());
    PromptFile own = own(10, 400_000);
    Plan generated = plan(cell, null);
    Plan plan = plan(cell, own);

    PointPlan.Load load = plan.points().getFirst().load();
    assertThat(load.inputTokens()).isEqualTo(own.meanTokens());
    assertThat(plan.inputTokens())
        .isEqualTo((long) own.meanTokens() * plan.requests())
        .isGreaterThan(100 * generated.inputTokens());
    assertThat(plan.expected()).isGreaterThan(generated.expected());
    assertThat(plan.diskBytes()).isGreaterThan(generated.diskBytes());
    assertThat(plan.temporaryBytes()).isGreaterThan(generated.temporaryBytes());
  }

  @Test
  void theLargestOfAUsersPromptsIsWaitedFor() throws IOException {
    Cell cell = SampleCampaigns.cell("a", Map.of());
    PromptFile even = own(60_000, 60_000);
    PromptFile uneven = own(10, 119_990);

    assertThat(uneven.meanTokens()).isEqualTo(even.meanTokens());
    assertThat(uneven.maxTokens()).isGreaterThan(even.maxTokens());
    assertThat(plan(cell, uneven).points().getFirst().run().limit())
        .isGreaterThan(plan(cell, even).points().getFirst().run().limit());
  }

  @Test
  void aBurnInTakesTheRoomOfThePointThatItIs() {
    for (String engine : List.of("aiperf", "builtin")) {
      Plan plan = plan(cell(engine, AaWorkload.Settle.NONE), null);
      Plan burnIn = plan(cell(engine, new AaWorkload.Settle(List.of(), true, null, true)), null);

      assertThat(burnIn.diskBytes()).as(engine).isEqualTo(2 * plan.diskBytes());
      assertThat(burnIn.temporaryBytes()).as(engine).isEqualTo(plan.temporaryBytes());
    }
  }

  /// One concurrency.
  private static Cell cell(String engine, AaWorkload.Settle settle) {
    Cell cell = SampleCampaigns.cell("a", Map.of());
    AaWorkload aa = cell.aa();
    return new Cell(
        cell.cellId(),
        cell.declared(),
        List.of(1),
        cell.ceilingKey(),
        new AaWorkload(
            aa.shape(),
            aa.mode(),
            engine,
            aa.endpoint(),
            aa.load(),
            aa.output(),
            new AaWorkload.Checks(false, false, null, settle)));
  }

  private Plan plan(Cell cell, @Nullable PromptFile file) {
    Seeds seeds = Seeds.of("7", AaMode.DATASET_REPLAY, "id", cell.cellId());
    CellDirectory place = new CellDirectory(directory.resolve("a"));
    return new Planner(List.of("/bin/aiperf"), seeds, place, false, file).plan(cell, _ -> 1);
  }

  /// Two prompts, of so many words each.
  private PromptFile own(int one, int two) throws IOException {
    Path file = directory.resolve(one + "-" + two + ".jsonl");
    Files.write(file, List.of(row("A", one), row("B", two)));
    return PromptFile.checked(file, 1_000, TOKENS);
  }

  private static String row(String first, int words) {
    return Json.line(Json.object().put("text_input", first + " word".repeat(words - 1)));
  }
}
