package io.perftune.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CampaignInitTest {
  private static final String CAMPAIGN =
      """
      # kept as it is, comments too
      name: demo
      description: What is measured
      family: from-the-file
      cells:
        - cell_id: one
          backend: aa
          concurrencies: [1, 10]
          model: m
          hardware: undisclosed
          endpoint_kind: local
          aa: {url: "http://127.0.0.1:9", model: served, shape: aa-1k}
        - cell_id: two
          backend: aa
          concurrencies: [1]
          model: m
          hardware: undisclosed
          endpoint_kind: local
          aa: {url: "http://127.0.0.1:9", model: served, shape: aa-10k}
      """;

  @TempDir Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(directory.resolve("demo.yaml"), CAMPAIGN);
  }

  @Test
  void keepsTheModelsShapeThatItsFirstCellNames() throws Exception {
    byte[] shape =
        java.util.Objects.requireNonNull(
                CampaignInitTest.class.getResourceAsStream("/model/dense-8b.json"))
            .readAllBytes();
    Files.write(directory.resolve("config.json"), shape);
    Files.writeString(
        directory.resolve("demo.yaml"),
        CAMPAIGN.replaceFirst("model: m", "model: m\n    model_config: config.json"));

    Reply reply = init(Map.of());

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    Path kept = Path.of(String.valueOf(Json.text(reply.json(), "campaign_dir")), "model_config");
    assertThat(kept.resolve("one.json")).hasBinaryContent(shape);
    assertThat(kept.resolve("two.json")).doesNotExist();
  }

  @Test
  void refusesAModelConfigThatIsNoShapeBeforeAnythingIsMade() throws Exception {
    Files.writeString(directory.resolve("config.json"), "{\"hidden_size\": 4096}");
    Files.writeString(
        directory.resolve("demo.yaml"),
        CAMPAIGN
            .replaceFirst("model: m", "model: m\n    model_config: config.json")
            .replace("cell_id: two", "cell_id: two\n    model_config: absent.json"));

    Reply reply = init(Map.of());

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr())
        .contains("num_hidden_layers")
        .contains("absent.json cannot be read")
        .contains("two: model_config");
    assertThat(directory.resolve("campaigns")).doesNotExist();
  }

  @Test
  void makesTheDirectoryWithTheFileFrozenAndItsOrigin() throws Exception {
    Reply reply = init(Map.of());

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(Json.text(reply.json(), "campaign_id")).isEqualTo("20260101T120000Z-demo");
    assertThat(Json.text(reply.json(), "slug")).isEqualTo("demo");
    assertThat(Json.text(reply.json(), "family")).isEqualTo("from-the-file");
    assertThat(reply.json().required("experiment_id").isNull()).isTrue();
    assertThat(reply.json().required("cell_count").intValue()).isEqualTo(2);
    assertThat(reply.json().required("cells").toString()).isEqualTo("[\"one\",\"two\"]");
    Path made = directory.resolve("campaigns/20260101T120000Z-demo");
    assertThat(Json.text(reply.json(), "campaign_dir")).isEqualTo(made.toString());
    assertThat(made.toFile().list())
        .containsExactlyInAnyOrder("config.yaml", "SOURCE.md", "provenance.json", "summary.md");
    assertThat(made.resolve("config.yaml")).hasContent(CAMPAIGN);
    assertThat(made.resolve("SOURCE.md"))
        .content()
        .contains("20260101T120000Z-demo", "demo.yaml", "not in a git checkout");
    assertThat(made.resolve("summary.md"))
        .content()
        .contains("What is measured", "- one: aa-1k at concurrency [1, 10]");
    JsonNode provenance = Json.MAPPER.readTree(Files.readString(made.resolve("provenance.json")));
    assertThat(provenance.at("/config/sha256").asString()).isEqualTo(Digest.sha256(CAMPAIGN));
    assertThat(provenance.at("/config_git/why").asString()).isEqualTo("not in a git checkout");
    assertThat(provenance.at("/made_at").asString()).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(provenance.at("/host/jdk").asString()).isEqualTo(Runtime.version().toString());
    assertThat(provenance.at("/host/tool_version").asString()).isNotBlank();
  }

  @Test
  void neverOverwritesACampaign() throws Exception {
    init(Map.of());
    Path config = directory.resolve("campaigns/20260101T120000Z-demo/config.yaml");
    Files.writeString(config, "changed: since\n");

    Reply again = init(Map.of());

    assertThat(again.returncode()).isEqualTo(2);
    assertThat(Call.codes(again)).containsExactly("campaign-exists");
    assertThat(config).hasContent("changed: since");
  }

  @Test
  void aSlugAndAFamilyOfTheCallGoFirst() throws Exception {
    Reply reply = init(Map.of("slug", "other", "family", "mine", "evidence_bundle", "s3://e"));

    assertThat(Json.text(reply.json(), "campaign_id")).isEqualTo("20260101T120000Z-other");
    assertThat(Json.text(reply.json(), "family")).isEqualTo("mine");
    JsonNode provenance =
        Json.MAPPER.readTree(
            Files.readString(
                directory.resolve("campaigns/20260101T120000Z-other/provenance.json")));
    assertThat(Json.text(provenance, "evidence_bundle_path")).isEqualTo("s3://e");
  }

  @Test
  void anExperimentIdIsTheDirectorysName() throws Exception {
    Reply reply = init(Map.of("experiment_id", "exp-7.20251231T235959Z"));

    assertThat(Json.text(reply.json(), "campaign_id")).isEqualTo("exp-7.20251231T235959Z");
    assertThat(directory.resolve("campaigns/exp-7.20251231T235959Z/config.yaml")).isRegularFile();
  }

  @Test
  void anExperimentIdWhoseStampIsNoDateIsRefused() throws Exception {
    Reply reply = init(Map.of("experiment_id", "exp-20261332T000000Z"));

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(Call.codes(reply)).containsExactly("no-date");
    assertThat(directory.resolve("campaigns")).doesNotExist();
  }

  @Test
  void ofABadFileEveryProblemIsToldAndNothingIsMade() throws Exception {
    Files.writeString(
        directory.resolve("demo.yaml"),
        CAMPAIGN.replace("backend: aa\n", "backend: ab\n").replace("model: m\n", "modle: m\n"));

    Reply reply = init(Map.of());

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.json().required("problems")).hasSizeGreaterThanOrEqualTo(4);
    assertThat(reply.stderr()).contains("demo.yaml:7:");
    assertThat(directory.resolve("campaigns")).doesNotExist();
  }

  @Test
  void aFileThatIsNotThereIsNoTraceback() throws Exception {
    Reply reply = init(Map.of("config", "nowhere.yaml"));

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(reply.stderr()).contains("nowhere.yaml");
    assertThat(directory.resolve("campaigns")).doesNotExist();
  }

  @Test
  void aCampaignsRootThatIsAFileLeavesItAlone() throws Exception {
    Files.writeString(directory.resolve("file"), "mine");

    Reply reply = init(Map.of("campaigns_dir", "file"));

    assertThat(reply.returncode()).isEqualTo(2);
    assertThat(directory.resolve("file")).hasContent("mine");
    try (Stream<Path> entries = Files.list(directory)) {
      assertThat(entries).hasSize(2);
    }
  }

  @Test
  void theVariableSaysWhereCampaignsLie() throws Exception {
    Reply reply =
        Call.of(
            new CampaignInit(),
            Map.of("config", "demo.yaml"),
            Contexts.in(
                directory, Map.of("PERFREPORT_CAMPAIGNS_DIR", "else/where"), (_, _, _) -> {}));

    assertThat(Json.text(reply.json(), "campaign_dir"))
        .isEqualTo(directory.resolve("else/where/20260101T120000Z-demo").toString());
  }

  private Reply init(Map<String, Object> more) throws InterruptedException {
    Map<String, Object> all = new HashMap<>(Map.of("config", "demo.yaml"));
    all.putAll(more);
    return Call.of(new CampaignInit(), all, Contexts.in(directory));
  }
}
