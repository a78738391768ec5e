package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.lake.store.StepObserver;
import io.perftune.lake.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ends a publish before and after each operation on a store without locks, looks at what a reader
/// sees, and publishes again.
class FaultTest {
  @TempDir Path scratch;
  private Publication old = unset();
  private Publication changed = unset();
  private Map<String, String> oldBytes = Map.of();
  private Map<String, String> newBytes = Map.of();

  private static Publication unset() {
    try {
      return LakeSample.small("unset");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void make() throws IOException {
    old = LakeSample.small("old");
    changed = LakeSample.small("new");
    oldBytes = Visible.hashes(old);
    newBytes = Visible.hashes(changed);
  }

  @Test
  void freshPublishConvergesFromEveryLostRequestAndEveryLostAnswer() throws IOException {
    int operations = converges(List.of(), old, IfExists.FAIL, oldBytes);

    assertThat(operations).isGreaterThan(15);
  }

  @Test
  void overwriteConvergesAndReadersSeeTheOldOrTheNewOrNothing() throws IOException {
    converges(List.of(old), changed, IfExists.OVERWRITE, newBytes);
  }

  @Test
  void otherContentTakesThePlaceOfEveryLeftover() throws IOException {
    List<String> moments = moments(new MemoryStore(scratch), old, IfExists.FAIL);
    for (int fault = 0; fault < moments.size(); fault++) {
      MemoryStore store = new MemoryStore(scratch);
      fails(store, old, IfExists.FAIL, fault);
      IfExists ifExists =
          Visible.of(store.hashes(), oldBytes, newBytes) == 0 ? IfExists.OVERWRITE : IfExists.FAIL;
      new Lake(store).publish(changed, ifExists);

      assertThat(store.hashes()).as(moments.get(fault)).isEqualTo(newBytes);
    }
  }

  @Test
  void aRetryThatFailsTooConverges() throws IOException {
    int moments = moments(new MemoryStore(scratch), old, IfExists.FAIL).size();
    for (int first = 0; first < moments; first++) {
      for (int second = 0; second < moments; second += 3) {
        MemoryStore store = new MemoryStore(scratch);
        fails(store, old, IfExists.FAIL, first);
        publishUntil(store, old, second);
        new Lake(store).publish(old, IfExists.FAIL);

        assertThat(store.hashes()).as(first + ", " + second).isEqualTo(oldBytes);
      }
    }
  }

  private int converges(
      List<Publication> before, Publication publication, IfExists ifExists, Map<String, String> end)
      throws IOException {
    List<String> moments = moments(store(before), publication, ifExists);
    for (int fault = 0; fault < moments.size(); fault++) {
      MemoryStore store = store(before);
      fails(store, publication, ifExists, fault);
      assertThat(Visible.of(store.hashes(), oldBytes, newBytes)).isBetween(-1, 1);
      new Lake(store).publish(publication, ifExists);

      assertThat(store.hashes()).as(moments.get(fault)).isEqualTo(end);
    }
    return moments.size();
  }

  private MemoryStore store(List<Publication> published) throws IOException {
    MemoryStore store = new MemoryStore(scratch);
    for (Publication publication : published) {
      new Lake(store).publish(publication, IfExists.FAIL);
    }
    return store;
  }

  /// All moments of a whole publish, at each of which a reader looks.
  private List<String> moments(MemoryStore store, Publication publication, IfExists ifExists)
      throws IOException {
    List<String> moments = new ArrayList<>();
    StepObserver reader =
        moment -> {
          moments.add(moment);
          assertThat(Visible.of(store.hashes(), oldBytes, newBytes)).isBetween(-1, 1);
        };
    new Lake(new WatchedStore(store, reader)).publish(publication, ifExists);
    return moments;
  }

  private static Store failing(Store store, int at) {
    int[] count = new int[1];
    return new WatchedStore(
        store,
        moment -> {
          if (count[0]++ == at) {
            throw new IOException("fault " + moment);
          }
        });
  }

  private static void fails(Store store, Publication publication, IfExists ifExists, int at) {
    assertThatThrownBy(() -> new Lake(failing(store, at)).publish(publication, ifExists))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("fault ");
  }

  /// Fails at that moment, or is done before it comes.
  private static void publishUntil(Store store, Publication publication, int at) {
    try {
      new Lake(failing(store, at)).publish(publication, IfExists.FAIL);
    } catch (IOException e) {
      assertThat(e).hasMessageStartingWith("fault ");
    }
  }
}
