package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.lake.store.LocalStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the publishing process (SIGKILL) at every step of an overwrite, and publishes again.
class KilledPublishIT {
  @TempDir Path work;

  @Test
  void aKilledPublishLeavesTheOldOrTheNewAndIsCompletedByTheSameCallAgain() throws Exception {
    Publication old = LakeSample.small("old");
    Publication changed = LakeSample.small("new");
    Map<String, String> oldBytes = Visible.hashes(old);
    Map<String, String> newBytes = Visible.hashes(changed);
    List<String> moments = moments(old, changed);

    assertThat(moments).hasSizeGreaterThan(30);
    List<Future<Boolean>> kills = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int moment = 0; moment < moments.size(); moment++) {
        int at = moment;
        kills.add(
            threads.submit(() -> {
              Path lake = work.resolve("lake-" + at);
              new Lake(new LocalStore(lake)).publish(old, IfExists.FAIL);
              assertThat(KilledPublish.kill(lake.toString(), "new", at)).isEqualTo(moments.get(at));
              assertThat(Visible.of(data(lake), oldBytes, newBytes))
                  .as(moments.get(at))
                  .isBetween(-1, 1);
              new Lake(new LocalStore(lake)).publish(changed, IfExists.OVERWRITE);
              assertThat(data(lake)).as(moments.get(at)).isEqualTo(newBytes);
              return true;
            }));
      }
    }
    for (Future<Boolean> kill : kills) {
      kill.get();
    }
  }

  private List<String> moments(Publication old, Publication changed) throws IOException {
    Path lake = work.resolve("moments");
    new Lake(new LocalStore(lake)).publish(old, IfExists.FAIL);
    List<String> moments = new ArrayList<>();
    new Lake(new LocalStore(lake, moments::add)).publish(changed, IfExists.OVERWRITE);
    return moments;
  }

  /// The lake's files as readers see them: the publish's own folder left out.
  private static Map<String, String> data(Path lake) throws IOException {
    Map<String, String> files = LakeTree.files(lake);
    files.keySet().removeIf(key -> key.startsWith(".publish"));
    return files;
  }
}
