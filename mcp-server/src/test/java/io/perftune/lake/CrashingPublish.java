package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.lake.store.LocalStore;
import io.perftune.lake.store.StepObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A publish into a local lake that ends at a step of the tests' choice.
final class CrashingPublish {
  private CrashingPublish() {}

  /// What a publish that nothing disturbs goes through, step by step.
  static List<String> moments(Path lake, Publication publication, IfExists ifExists)
      throws IOException {
    List<String> moments = new ArrayList<>();
    new Lake(new LocalStore(lake, moments::add)).publish(publication, ifExists);
    return moments;
  }

  /// Publishes until the step of this index, from 0, which fails.
  static void crash(Path lake, Publication publication, IfExists ifExists, int at) {
    int[] count = new int[1];
    StepObserver crash =
        moment -> {
          if (count[0]++ == at) {
            throw new IOException("crash at " + moment);
          }
        };
    assertThatThrownBy(() -> new Lake(new LocalStore(lake, crash)).publish(publication, ifExists))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("crash at ");
  }
}
