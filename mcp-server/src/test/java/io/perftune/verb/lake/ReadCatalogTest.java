package io.perftune.verb.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Contexts;
import io.perftune.lake.LakeSample;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Outcome;
import io.perftune.verb.publish.PublishSample;
import io.perftune.verb.publish.PublishToLake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The lake verb on a catalog.
class ReadCatalogTest {
  private static final String ACKNOWLEDGEMENT = "i_understand_this_publishes_externally";

  @TempDir Path root;

  @BeforeEach
  void publish() throws IOException {
    PublishSample.make(root);
    Files.createDirectories(root.resolve("configs"));
    Files.copy(
        Path.of(System.getProperty("checkout"), "configs/lake.yaml"),
        root.resolve("configs/lake.yaml"));
    Outcome outcome =
        new PublishToLake(CampaignFile::load)
            .run(
                PublishSample.input().put("lake", "iceberg:local").put(ACKNOWLEDGEMENT, true),
                Contexts.in(root));
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void listsShowsVerifiesAndCompacts() throws InterruptedException {
    JsonNode listed = run(input("ls")).json().required("campaigns").get(0);
    assertThat(listed.required("campaign_id").asString()).isEqualTo(LakeSample.ID);
    assertThat(listed.required("tables")).hasSize(7);

    JsonNode shown =
        run(input("show").put("campaign", LakeSample.ID).put("table", "requests_v1")).json();
    assertThat(shown.required("row_count").intValue()).isEqualTo(120);
    assertThat(shown.required("rows")).hasSize(50);

    Outcome verified = run(input("verify"));
    assertThat(verified).isInstanceOf(Outcome.Done.class);
    assertThat(verified.digest()).contains("1 campaigns read, all are what was published");

    assertThat(run(input("compact")).problems())
        .extracting(Problem::code)
        .containsExactly("not-acknowledged");
    assertThat(run(input("compact").put(ACKNOWLEDGEMENT, true)).json().required("compacted"))
        .hasSize(7);
  }

  @Test
  void whatWasChangedBehindTheCatalogIsFound() throws IOException, InterruptedException {
    Path data = root.resolve("lake/iceberg/warehouse/perftune/cost_v1/data");
    Path other = root.resolve("lake/iceberg/warehouse/perftune/tpm_v1/data");
    Files.copy(file(other), file(data), java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    Outcome verified = run(input("verify"));

    assertThat(verified).isInstanceOf(Outcome.Failed.class);
    assertThat(verified.problems()).extracting(Problem::code).contains("rows-differ");
  }

  private static Path file(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  @Test
  void compactIsRefusedForADirectory() throws IOException {
    Files.createDirectories(root.resolve("hive"));

    assertThatThrownBy(() -> run(input("compact").put("lake", "hive")))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problems().getFirst().line()).contains("compact is for a catalog"));
  }

  private static ObjectNode input(String action) {
    return Json.object().put("action", action).put("lake", "iceberg:local").put("limit", 50);
  }

  private Outcome run(ObjectNode input) throws InterruptedException {
    return new ReadLake().run(input, Contexts.in(root));
  }
}
