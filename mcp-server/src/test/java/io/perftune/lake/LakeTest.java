package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StepObserver;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class LakeTest {
  @TempDir Path root;

  @Test
  void layoutIsHivesWithTheCampaignsDate() throws Exception {
    List<Landed> landed = publish(LakeSample.publication(), IfExists.FAIL);

    assertThat(landed)
        .extracting(Landed::key)
        .containsExactly(
            "atlas_v1/dt=2026-01-15/campaign=20260115T093000Z-sample/part-0.parquet",
            "requests_v1/dt=2026-01-15/campaign=20260115T093000Z-sample/part-0.parquet",
            "campaign_v1/dt=2026-01-15/campaign=20260115T093000Z-sample/part-0.parquet");
    assertThat(landed).extracting(Landed::rows).containsExactly(6L, 120L, 1L);
    for (Landed table : landed) {
      Path file = root.resolve(table.key());
      assertThat(Digest.sha256(Files.readAllBytes(file))).isEqualTo(table.sha256());
      assertThat(Files.size(file)).isEqualTo(table.bytes());
      assertThat(table.outcome()).isEqualTo("created");
    }
  }

  @Test
  void publishAgainChangesNothing() throws Exception {
    publish(LakeSample.publication(), IfExists.FAIL);
    Map<String, String> before = LakeTree.files(root);

    for (IfExists ifExists : IfExists.values()) {
      assertThat(publish(LakeSample.publication(), ifExists))
          .extracting(Landed::outcome)
          .containsOnly("unchanged");
      assertThat(LakeTree.files(root)).isEqualTo(before);
    }
  }

  @Test
  void refusesToReplaceAPublishedCampaignUnlessTold() throws Exception {
    publish(LakeSample.publication(), IfExists.FAIL);
    Map<String, String> before = LakeTree.files(root);

    assertThatThrownBy(() -> publish(LakeSample.changed(), IfExists.FAIL))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "20260115T093000Z-sample is in this lake already, with other content."
                + " Use --if-exists skip to leave it, or --if-exists overwrite to replace it.");
    assertThat(LakeTree.files(root)).isEqualTo(before);
    assertThat(publish(LakeSample.changed(), IfExists.SKIP))
        .extracting(Landed::outcome)
        .containsOnly("skipped");
    assertThat(LakeTree.files(root)).isEqualTo(before);
  }

  @Test
  void overwriteLeavesWhatAFreshPublishLeaves(@TempDir Path other) throws Exception {
    publish(LakeSample.publication(), IfExists.FAIL);
    assertThat(publish(LakeSample.changed(), IfExists.OVERWRITE))
        .extracting(Landed::outcome)
        .containsOnly("replaced");
    new Lake(new LocalStore(other)).publish(LakeSample.changed(), IfExists.FAIL);

    assertThat(LakeTree.files(root)).isEqualTo(LakeTree.files(other));
  }

  @Test
  void completesATableThatWentMissing() throws Exception {
    List<Landed> landed = publish(LakeSample.publication(), IfExists.FAIL);
    Map<String, String> before = LakeTree.files(root);
    Files.delete(root.resolve(landed.get(1).key()));

    assertThat(publish(LakeSample.publication(), IfExists.FAIL))
        .extracting(Landed::outcome)
        .containsExactly("unchanged", "created", "unchanged");
    assertThat(LakeTree.files(root)).isEqualTo(before);
  }

  @Test
  void refusesWhileAnotherPublishHoldsTheLock() throws Exception {
    Files.createDirectories(root.resolve(".publish"));
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(".publish/" + LakeSample.ID + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> publish(LakeSample.publication(), IfExists.FAIL))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("Another publish of 20260115T093000Z-sample");
    }
    assertThat(publish(LakeSample.publication(), IfExists.FAIL)).hasSize(3);
  }

  @Test
  void aRefusedPublishInTheSameProcessDoesNotOpenTheLakeToOthers() throws Exception {
    Publication publication = LakeSample.small("one");
    List<String> seen = new ArrayList<>();
    StepObserver second =
        moment -> {
          if (moment.equals("before stage atlas_v1.staged")) {
            assertThatThrownBy(() -> publish(publication, IfExists.FAIL))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Another publish of 20260115T093000Z-sample");
            seen.add(LockProbe.ask(root.resolve(".publish/" + LakeSample.ID + ".lock")));
          }
        };

    new Lake(new LocalStore(root, second)).publish(publication, IfExists.FAIL);

    assertThat(seen).containsExactly("held");
  }

  @Test
  void unreadableTableIsAnErrorAndNotAbsent() throws Exception {
    Path table = root.resolve(LakeSample.publication().key().file("atlas_v1"));
    Files.createDirectories(table);

    assertThatThrownBy(() -> publish(LakeSample.publication(), IfExists.FAIL))
        .isInstanceOf(IOException.class);
    assertThat(LakeTree.files(root)).doesNotContainKey("campaign_v1");
  }

  @Test
  void previewSaysWhatWouldBeAndTouchesNothing() throws Exception {
    Lake lake = new Lake(new LocalStore(root.resolve("new")));
    List<Landed> preview = lake.preview(LakeSample.publication(), IfExists.FAIL);

    assertThat(preview).extracting(Landed::outcome).containsOnly("would_create");
    assertThat(root).isEmptyDirectory();
    List<Landed> landed = lake.publish(LakeSample.publication(), IfExists.FAIL);
    assertThat(preview)
        .extracting(Landed::sha256)
        .isEqualTo(landed.stream().map(Landed::sha256).toList());
    assertThat(outcomes(lake, IfExists.FAIL)).containsOnly("would_refuse");
    assertThat(outcomes(lake, IfExists.SKIP)).containsOnly("would_skip");
    assertThat(outcomes(lake, IfExists.OVERWRITE)).containsOnly("would_replace");
  }

  private static List<String> outcomes(Lake lake, IfExists ifExists) throws IOException {
    return lake.preview(LakeSample.changed(), ifExists).stream().map(Landed::outcome).toList();
  }

  @Test
  void publishIdFollowsEveryValue() throws Exception {
    String id = LakeSample.publication().publishId();

    assertThat(LakeSample.publication().publishId()).isEqualTo(id).matches("[0-9a-f]{64}");
    assertThat(LakeSample.changed().publishId()).isNotEqualTo(id);
    List<ObjectNode> atlas = LakeSample.atlas();
    atlas.getLast().put("notes", "x");
    assertThat(LakeSample.publication(atlas, LakeSample.requests()).publishId()).isNotEqualTo(id);
  }

  @Test
  void refusesRowsThatChangeWhileTheyAreWritten() throws Exception {
    List<ObjectNode> atlas = LakeSample.atlas();
    Publication publication = LakeSample.publication(atlas, LakeSample.requests());
    atlas.getFirst().set("extra", Json.object());

    assertThatThrownBy(() -> publish(publication, IfExists.FAIL))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("The rows of atlas_v1 changed while they were published.");
    assertThat(root.resolve("atlas_v1")).doesNotExist();
  }

  private List<Landed> publish(Publication publication, IfExists ifExists) throws IOException {
    return new Lake(new LocalStore(root)).publish(publication, ifExists);
  }
}
