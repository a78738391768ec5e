package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StepObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/// Stops a publish at every moment at which it announces itself, and looks at what is there.
class CrashTest {
  @TempDir(factory = MemoryFirst.class)
  Path work;

  /// Thousands of syncs are quick where the directory lies in memory.
  static final class MemoryFirst implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext extension)
        throws IOException {
      return Files.isWritable(MEMORY)
          ? Files.createTempDirectory(MEMORY, "lake")
          : Files.createTempDirectory("lake");
    }
  }

  @Test
  void freshPublishConvergesFromEveryCrash() throws Exception {
    Publication publication = LakeSample.small("old");
    Map<String, String> clean = publishedTree(work.resolve("clean"), publication);
    List<String> moments =
        CrashingPublish.moments(work.resolve("moments"), publication, IfExists.FAIL);

    assertThat(moments).hasSizeGreaterThan(40).contains("before sync campaign_v1.staged");
    for (int crash = 0; crash < moments.size(); crash++) {
      Path lake = work.resolve("fresh-" + crash);
      CrashingPublish.crash(lake, publication, IfExists.FAIL, crash);
      new Lake(new LocalStore(lake)).publish(publication, IfExists.FAIL);

      assertThat(LakeTree.files(lake)).as(moments.get(crash)).isEqualTo(clean);
    }
  }

  @Test
  void overwriteConvergesFromEveryCrash() throws Exception {
    Publication old = LakeSample.small("old");
    Publication changed = LakeSample.small("new");
    Map<String, String> clean = publishedTree(work.resolve("clean"), changed);
    Path observed = work.resolve("moments");
    new Lake(new LocalStore(observed)).publish(old, IfExists.FAIL);
    List<String> moments = CrashingPublish.moments(observed, changed, IfExists.OVERWRITE);

    assertThat(LakeTree.files(observed)).isEqualTo(clean);
    for (int crash = 0; crash < moments.size(); crash++) {
      Path lake = work.resolve("overwrite-" + crash);
      new Lake(new LocalStore(lake)).publish(old, IfExists.FAIL);
      CrashingPublish.crash(lake, changed, IfExists.OVERWRITE, crash);
      new Lake(new LocalStore(lake)).publish(changed, IfExists.OVERWRITE);

      assertThat(LakeTree.files(lake)).as(moments.get(crash)).isEqualTo(clean);
    }
  }

  @Test
  void crashOfTheRetryConvergesToo() throws Exception {
    Publication publication = LakeSample.small("old");
    Map<String, String> clean = publishedTree(work.resolve("clean"), publication);
    int moments =
        CrashingPublish.moments(work.resolve("moments"), publication, IfExists.FAIL).size();

    for (int crash = 0; crash < moments; crash++) {
      Path lake = work.resolve("twice-" + crash);
      CrashingPublish.crash(lake, publication, IfExists.FAIL, crash);
      CrashingPublish.crash(lake, publication, IfExists.FAIL, 8);
      new Lake(new LocalStore(lake)).publish(publication, IfExists.FAIL);

      assertThat(LakeTree.files(lake)).as("crash at " + crash).isEqualTo(clean);
    }
  }

  @Test
  void changedCampaignReplacesTheRestOfACrash() throws Exception {
    Publication old = LakeSample.small("old");
    Publication changed = LakeSample.small("new");
    Map<String, String> clean = publishedTree(work.resolve("clean"), changed);
    List<String> moments = CrashingPublish.moments(work.resolve("moments"), old, IfExists.FAIL);
    int commit = moments.indexOf(momentOfCommit(moments));

    for (int crash = 0; crash <= commit; crash++) {
      Path lake = work.resolve("changed-" + crash);
      CrashingPublish.crash(lake, old, IfExists.FAIL, crash);
      new Lake(new LocalStore(lake)).publish(changed, IfExists.FAIL);

      assertThat(LakeTree.files(lake)).as(moments.get(crash)).isEqualTo(clean);
    }
  }

  @Test
  void readerWhoJoinsSeesWholeCampaignsOnly() throws Exception {
    Publication old = LakeSample.publication();
    Publication changed = LakeSample.changed();
    String oldState = old.publishId() + "|6|6|120";
    String newState = changed.publishId() + "|6|6|119";
    Path lake = work.resolve("lake");
    List<String> seen = new ArrayList<>();

    try (DuckDb duckDb = new DuckDb()) {
      StepObserver reader = _ -> seen.add(String.join(";", joined(duckDb, lake)));
      new Lake(new LocalStore(lake, reader)).publish(old, IfExists.FAIL);
      assertThat(seen).contains("", oldState).containsOnly("", oldState);
      seen.clear();
      new Lake(new LocalStore(lake, reader)).publish(changed, IfExists.OVERWRITE);
      assertThat(seen).contains(oldState, newState).containsOnly("", oldState, newState);
      assertThat(joined(duckDb, lake)).containsExactly(newState);
    }
  }

  private static List<String> joined(DuckDb duckDb, Path lake) throws IOException {
    try {
      return LakeTree.joined(duckDb, lake);
    } catch (SQLException e) {
      throw new IOException("a reader failed", e);
    }
  }

  private static String momentOfCommit(List<String> moments) {
    return moments.stream()
        .filter(moment -> moment.startsWith("before replace campaign_v1"))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> publishedTree(Path lake, Publication publication)
      throws IOException {
    new Lake(new LocalStore(lake)).publish(publication, IfExists.FAIL);
    return LakeTree.files(lake);
  }
}
