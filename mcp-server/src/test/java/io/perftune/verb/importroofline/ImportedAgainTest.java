package io.perftune.verb.importroofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.CampaignFile;
import io.perftune.fixtures.Call;
import io.perftune.fixtures.Contexts;
import io.perftune.value.Json;
import io.perftune.verb.CampaignInit;
import io.perftune.verb.Reply;
import io.perftune.verb.aggregate.AtlasAggregate;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A sweep that is taken over an earlier one: of other lengths, after a crash, onto a full disk.
class ImportedAgainTest {
  @TempDir Path root;

  private CampaignDirectory campaign = new CampaignDirectory(Path.of("unset"));
  private Path bundle = Path.of("unset");

  @BeforeEach
  void takeOnce() throws Exception {
    Files.writeString(root.resolve("demo.yaml"), "name: demo\ncells: []\n");
    Reply made = Call.of(new CampaignInit(), Map.of("config", "demo.yaml"), Contexts.in(root));
    campaign = new CampaignDirectory(Path.of(made.json().required("campaign_dir").asString()));
    bundle = Files.createDirectories(root.resolve("dense"));
    Path from = Path.of(Objects.requireNonNull(getClass().getResource("/roofline/dense")).toURI());
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, bundle.resolve(file.getFileName()));
      }
    }
    assertThat(take().json().required("status").asString()).isEqualTo("full");
  }

  @Test
  void oneConcurrencyAtTwoLengthsIsTwoCells() throws Exception {
    String first = lines().getFirst();
    append(first.replace("\"isl\": 256", "\"isl\": 4096"));

    Reply reply = take();

    assertThat(reply.returncode()).as(reply.stderr()).isZero();
    assertThat(reply.json().required("decode_points").intValue()).isEqualTo(10);
    assertThat(campaign.cellsOnDisk())
        .containsExactly("dense-4096x512-decode", "dense-decode", "dense-prefill");
    assertThat(atlas()).hasSize(10);
    assertThat(atlas())
        .filteredOn(row -> row.required("cell_id").asString().equals("dense-4096x512-decode"))
        .singleElement()
        .matches(row -> row.required("target_input_tokens").intValue() == 4096);
    JsonNode sweep = json(campaign.cell("dense-decode").rooflineSweep());
    assertThat(sweep.required("decode")).hasSize(10);
    assertThat(campaign.cell("dense-4096x512-decode").rooflineSweep()).doesNotExist();
    assertThat(take().json().required("status").asString()).isEqualTo("unchanged");
  }

  @Test
  void aCellOfLengthsThatTheSweepHasNoMoreIsKeptAsEvidenceAndNotCounted() throws Exception {
    List<String> before = lines();
    append(before.getFirst().replace("\"isl\": 256", "\"isl\": 4096"));
    take();
    Files.write(bundle.resolve("decode_sweep.jsonl"), before);

    assertThat(take().json().required("status").asString()).isEqualTo("full");

    assertThat(campaign.cellsOnDisk()).containsExactly("dense-decode", "dense-prefill");
    assertThat(atlas()).hasSize(9);
    assertThat(found(campaign.cell("dense-decode"), "dense-4096x512-decode/normalized.json"))
        .hasSize(1);
  }

  @Test
  void whatStoodThereIsKeptAndGpuReadingsStayInPlace() throws Exception {
    CellDirectory cell = campaign.cell("dense-decode");
    String before = Files.readString(cell.normalized());
    Files.writeString(cell.root().resolve("kernels.json"), "{}");

    assertThat(take("data_parallel", 2).json().required("status").asString()).isEqualTo("full");

    List<Path> kept = found(cell, "normalized.json");
    assertThat(kept).singleElement().matches(file -> read(file).equals(before));
    assertThat(found(cell, "status.json")).hasSize(1);
    assertThat(cell.root().resolve("kernels.json")).hasContent("{}");
    assertThat(cell.root().resolve(".import")).doesNotExist();
  }

  @Test
  void aDiskThatRefusesTheNewFilesLeavesTheOldOnesWhole() throws Exception {
    String atlas = Files.readString(campaign.atlas());
    Path blocked = campaign.cell("dense-prefill").root().resolve(".import");
    Files.writeString(blocked, "in the way");

    Reply reply = take("data_parallel", 2);

    assertThat(Call.codes(reply)).containsExactly("cannot-write");
    assertThat(aggregate().returncode()).isZero();
    assertThat(Files.readString(campaign.atlas())).isEqualTo(atlas);
    Files.delete(blocked);
    assertThat(take("data_parallel", 2).json().required("status").asString()).isEqualTo("full");
  }

  @Test
  void aFirstImportThatTheDiskRefusesLeavesNoCellBehind() throws Exception {
    String atlas = Files.readString(campaign.atlas());
    Path blocked = campaign.cell("new-prefill").root().resolve(".import");
    Files.createDirectories(blocked.getParent());
    Files.writeString(blocked, "in the way");

    assertThat(Call.codes(take("cell_id", "new"))).containsExactly("cannot-write");

    assertThat(campaign.cellsOnDisk()).contains("new-decode");
    assertThat(aggregate().returncode()).isZero();
    assertThat(Files.readString(campaign.atlas())).isEqualTo(atlas);
    Files.delete(blocked);
    assertThat(take("cell_id", "new").json().required("status").asString()).isEqualTo("full");
    assertThat(atlas()).hasSize(18);
  }

  @Test
  void anImportThatWasCutOffIsMendedByTheSameImportAndNothingIsLost() throws Exception {
    CellDirectory cell = campaign.cell("dense-decode");
    String before = Files.readString(cell.normalized());
    take("data_parallel", 2);
    String whole = Files.readString(cell.normalized());
    // As a crash between the renames leaves it: one old file, no status, a staged file.
    Files.writeString(cell.normalized(), before);
    Files.delete(cell.status());
    Files.createDirectories(cell.root().resolve(".import"));
    Files.writeString(cell.root().resolve(".import/normalized.json"), whole);
    assertThat(aggregate().returncode()).as("half a sweep is no result").isNotZero();

    assertThat(take("data_parallel", 2).json().required("status").asString()).isEqualTo("full");

    assertThat(Files.readString(cell.normalized())).isEqualTo(whole);
    assertThat(found(cell, "normalized.json")).isNotEmpty().anyMatch(f -> read(f).equals(before));
    assertThat(aggregate().returncode()).isZero();
  }

  private Reply take(Object... more) throws InterruptedException {
    Map<String, Object> all = new HashMap<>();
    all.put("campaign", campaign.id());
    all.put("bundle", bundle.toString());
    for (int i = 0; i < more.length; i += 2) {
      all.put((String) more[i], more[i + 1]);
    }
    return Call.of(new ImportRooflineSweep(CampaignFile::load), all, Contexts.in(root));
  }

  private Reply aggregate() throws InterruptedException {
    return Call.of(
        new AtlasAggregate(CampaignFile::load),
        Map.of("campaign", campaign.id()),
        Contexts.in(root));
  }

  private List<String> lines() throws Exception {
    return Files.readAllLines(bundle.resolve("decode_sweep.jsonl"));
  }

  private void append(String line) throws Exception {
    List<String> lines = new ArrayList<>(lines());
    lines.add(line);
    Files.write(bundle.resolve("decode_sweep.jsonl"), lines);
  }

  private List<JsonNode> atlas() throws Exception {
    return Files.readAllLines(campaign.atlas()).stream().map(Json.MAPPER::readTree).toList();
  }

  private static JsonNode json(Path file) throws Exception {
    return Json.MAPPER.readTree(Files.readString(file));
  }

  /// Files of that name in the cell's superseded/.
  private static List<Path> found(CellDirectory cell, String name) throws Exception {
    try (var files = Files.walk(cell.root().resolve("superseded"))) {
      return files.filter(file -> file.endsWith(name)).toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
