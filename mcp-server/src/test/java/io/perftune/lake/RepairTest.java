package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.lake.read.Catalog;
import io.perftune.lake.read.Inspection;
import io.perftune.lake.read.Repair;
import io.perftune.lake.read.RepairPlan;
import io.perftune.lake.read.TableFiles;
import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StepObserver;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stops a publish at every moment at which it announces itself, and repairs what is there instead
/// of publishing again.
class RepairTest {
  @TempDir(factory = CrashTest.MemoryFirst.class)
  Path work;

  @Test
  void aFreshPublishThatWasCutOffIsCompletedOrGone() throws Exception {
    Publication publication = LakeSample.small("old");
    Map<String, String> clean = published(work.resolve("clean"), publication);
    List<String> moments =
        CrashingPublish.moments(work.resolve("moments"), publication, IfExists.FAIL);
    List<Map<String, String>> after = new ArrayList<>();

    for (int crash = 0; crash < moments.size(); crash++) {
      Path lake = work.resolve("fresh-" + crash);
      CrashingPublish.crash(lake, publication, IfExists.FAIL, crash);
      repair(lake);

      assertThat(tables(lake)).as(moments.get(crash)).isIn(Map.of(), clean);
      assertThat(Files.exists(lake.resolve(".publish/" + LakeSample.ID))).isFalse();
      after.add(tables(lake));
      new Lake(new LocalStore(lake)).publish(publication, IfExists.FAIL);
      assertThat(tables(lake)).isEqualTo(clean);
    }
    assertThat(after).contains(Map.of(), clean);
  }

  @Test
  void anOverwriteThatWasCutOffEndsOldOrNewAndNeverGone() throws Exception {
    Publication old = LakeSample.small("old");
    Publication changed = LakeSample.small("new");
    Map<String, String> before = published(work.resolve("before"), old);
    Map<String, String> clean = published(work.resolve("clean"), changed);
    Path observed = work.resolve("moments");
    new Lake(new LocalStore(observed)).publish(old, IfExists.FAIL);
    List<String> moments = CrashingPublish.moments(observed, changed, IfExists.OVERWRITE);
    List<Map<String, String>> after = new ArrayList<>();

    for (int crash = 0; crash < moments.size(); crash++) {
      Path lake = work.resolve("overwrite-" + crash);
      new Lake(new LocalStore(lake)).publish(old, IfExists.FAIL);
      CrashingPublish.crash(lake, changed, IfExists.OVERWRITE, crash);
      repair(lake);

      assertThat(tables(lake)).as(moments.get(crash)).isIn(before, clean);
      after.add(tables(lake));
    }
    assertThat(after).contains(before, clean);
  }

  @Test
  void aRepairTouchesNothingWhileAPublishHoldsTheLock() throws Exception {
    Publication publication = LakeSample.small("old");
    List<String> refused = new ArrayList<>();
    StepObserver observer =
        moment -> {
          if (moment.startsWith("before create requests_v1")) {
            assertThatThrownBy(() -> repair(work))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("is under way");
            refused.add(moment);
          }
        };
    new Lake(new LocalStore(work, observer)).publish(publication, IfExists.FAIL);

    assertThat(refused).hasSize(1);
    assertThat(inspected(work).state()).isEqualTo(Inspection.State.COMMITTED);
  }

  /// A plan first, which touches nothing; then the same plan is done.
  private static void repair(Path lake) throws Exception {
    LocalStore store = new LocalStore(lake);
    Repair repair = new Repair(store, Optional.of(lake));
    for (String id : repair.candidates(Catalog.of(store))) {
      Map<String, String> before = LakeTree.files(lake);
      RepairPlan plan = repair.plan(id);
      assertThat(LakeTree.files(lake)).isEqualTo(before);
      List<RepairPlan> told = new ArrayList<>();
      assertThat(repair.apply(id, told::add)).isEqualTo(plan);
      assertThat(told).containsExactly(plan);
    }
    if (!tables(lake).isEmpty()) {
      assertThat(inspected(lake).state()).isEqualTo(Inspection.State.COMMITTED);
    }
    assertThat(repair.candidates(Catalog.of(store))).isEmpty();
  }

  private static Inspection inspected(Path lake) throws IOException {
    LocalStore store = new LocalStore(lake);
    return Inspection.of(
        new TableFiles(store), Catalog.campaign(store, LakeSample.ID).orElseThrow());
  }

  /// What readers see; locks aside.
  private static Map<String, String> tables(Path lake) throws IOException {
    Map<String, String> files = new TreeMap<>(LakeTree.files(lake));
    files.keySet().removeIf(name -> name.endsWith(".lock"));
    return files;
  }

  private static Map<String, String> published(Path lake, Publication publication)
      throws IOException {
    new Lake(new LocalStore(lake)).publish(publication, IfExists.FAIL);
    return tables(lake);
  }
}
