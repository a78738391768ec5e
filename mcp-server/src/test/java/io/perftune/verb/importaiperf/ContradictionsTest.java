package io.perftune.verb.importaiperf;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.capture.AiperfSetup;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.plan.Planner;
import io.perftune.plan.prompts.Seeds;
import io.perftune.value.AaMode;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.PointPlan;
import io.perftune.value.Problem;
import io.perftune.value.Trial;
import io.perftune.workspace.CellDirectory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ContradictionsTest {
  @Test
  void anotherCapThanTheCellsIsOne() {
    Cell cell = SampleCampaigns.cell("a", Map.of());
    PointPlan plan =
        new Planner(
                List.of("/bin/aiperf"),
                Seeds.of("7", AaMode.SYNTHETIC, "id", "a"),
                new CellDirectory(Path.of("a")),
                false,
                null)
            .point(cell, new Trial(1, 1), 1);

    assertThat(Contradictions.of(setup(1_000), cell, plan)).isEmpty();
    assertThat(Contradictions.of(setup(500), cell, plan))
        .extracting(Problem::message)
        .containsExactly("The export's output tokens is 500, the cell's is 1000.");
  }

  private static AiperfSetup setup(int output) {
    JsonNode config =
        Json.MAPPER.readTree(
            """
            {"datasets": [{"type": "synthetic",
                           "prompts": {"isl": {"mean": 1000.0}, "osl": {"mean": %d.0}}}]}
            """
                .formatted(output));
    return new AiperfSetup(config, Json.object());
  }
}
