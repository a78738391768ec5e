package io.perftune.verb.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Contexts;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.verb.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// publish_to_lake into a catalog of configs/lake.yaml.
class PublishToCatalogTest {
  private static final String ACKNOWLEDGEMENT = "i_understand_this_publishes_externally";

  @TempDir Path root;
  private PublishSample sample = new PublishSample(Path.of("unset"));

  @BeforeEach
  void makeCampaign() throws IOException {
    sample = PublishSample.make(root);
    Files.createDirectories(root.resolve("configs"));
    Files.copy(
        Path.of(System.getProperty("checkout"), "configs/lake.yaml"),
        root.resolve("configs/lake.yaml"));
  }

  @Test
  void landsInTheCatalogThatComesWithUsAndLeavesAReceipt() throws IOException {
    Outcome outcome = publish(input().put(ACKNOWLEDGEMENT, true));

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.json().required("destination").asString()).isEqualTo("iceberg:local");
    assertThat(outcome.json().required("tables")).hasSize(7);
    for (JsonNode table : outcome.json().required("tables")) {
      String name = table.required("table").asString();
      String below = table.required("key").asString().substring(name.length() + 1);
      Path warehouse = root.resolve("lake/iceberg/warehouse/perftune");
      assertThat(table.required("outcome").asString()).isEqualTo("created");
      assertThat(warehouse.resolve(name).resolve("data").resolve(below)).isRegularFile();
    }
    try (var receipts = Files.list(sample.file("receipts"))) {
      Path receipt = receipts.findFirst().orElseThrow();
      JsonNode json = Json.MAPPER.readTree(Files.readString(receipt));
      assertThat(json.required("destination").asString()).isEqualTo("iceberg:local");
      assertThat(json.required("publish_id")).isEqualTo(outcome.json().required("publish_id"));
    }
  }

  @Test
  void refusesWithoutTheAcknowledgementAndTouchesNothing() {
    Outcome outcome = publish(input());

    assertThat(outcome.problems()).extracting(Problem::code).containsExactly("not-acknowledged");
    assertThat(root.resolve("lake")).doesNotExist();
  }

  @Test
  void aDryRunNeedsNoAcknowledgement() {
    Outcome outcome = publish(input().put("dry_run", true));

    assertThat(outcome.problems()).isEmpty();
    assertThat(outcome.json().required("tables").valueStream())
        .hasSize(7)
        .allMatch(table -> table.required("outcome").asString().equals("would_create"));
    assertThat(root.resolve("lake/iceberg/warehouse")).doesNotExist();
  }

  @Test
  void anUnknownNameIsRefusedWithThoseThereAreAndTheFile() {
    assertThat(refusal(input().put("lake", "iceberg:prod")))
        .isEqualTo(
            "--lake: There is no catalog prod; they are looked for in %s. It has local."
                    .formatted(root.resolve("configs/lake.yaml"))
                + " Name one of them, or add it there; docs/lake.md shows how.");
  }

  @Test
  void aMissingVariableAndALiteralSecretAreRefused() throws IOException {
    catalog("jdbc:postgresql://db/x", "${ENV:CATALOG_PASSWORD}");
    assertThat(refusal(input()))
        .isEqualTo(
            "CATALOG_PASSWORD: The catalog local takes a value from CATALOG_PASSWORD, which is"
                + " not set. Set it in the environment of this call.");
    catalog("jdbc:postgresql://db/x", "hunter2hunter2");
    assertThat(refusal(input()))
        .contains("holds a literal credential")
        .doesNotContain("hunter2hunter2");
    catalog("jdbc:postgresql://me:hunter2hunter2@db/x", "${ENV:CATALOG_PASSWORD}");
    assertThat(refusal(input()))
        .contains("holds a literal credential")
        .doesNotContain("hunter2hunter2");
  }

  @Test
  void whatACatalogSaysIsToldWithoutItsSecrets() throws IOException {
    catalog("jdbc:none://db/${ENV:CATALOG_PASSWORD}", "${ENV:CATALOG_PASSWORD}");

    Outcome outcome =
        publish(input().put(ACKNOWLEDGEMENT, true), Map.of("CATALOG_PASSWORD", "hunter2hunter2"));

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.problems().getFirst().code()).isEqualTo("catalog-failed");
    assertThat(outcome.problems().toString()).doesNotContain("hunter2hunter2");
  }

  private void catalog(String uri, String password) throws IOException {
    Files.writeString(
        root.resolve("configs/lake.yaml"),
        """
        catalogs:
          local:
            type: jdbc
            uri: %s
            warehouse: w
            properties:
              jdbc.password: %s
        """
            .formatted(uri, password));
  }

  private static ObjectNode input() {
    return PublishSample.input().put("lake", "iceberg:local");
  }

  private Outcome publish(ObjectNode input) {
    return publish(input, Map.of());
  }

  private Outcome publish(ObjectNode input, Map<String, String> environment) {
    return new PublishToLake(CampaignFile::load)
        .run(input, Contexts.in(root, environment, (_, _, _) -> {}));
  }

  private String refusal(ObjectNode input) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> publish(input.put(ACKNOWLEDGEMENT, true)));
    assertThat(refusal).isNotNull();
    return refusal.problems().getFirst().line();
  }
}
