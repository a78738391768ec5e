package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.lake.store.StepObserver;
import io.perftune.lake.store.Store;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two publishes of one campaign into a store without locks, the second at each moment of the
/// first.
class RaceTest {
  private static final String DONE = "done";

  @TempDir Path scratch;

  @ParameterizedTest
  @EnumSource(
      value = IfExists.class,
      names = {"FAIL", "OVERWRITE"})
  void aPublishThatBeginsAndEndsInsideAnotherLeavesOneWhole(IfExists ifExists) throws IOException {
    Publication one = LakeSample.small("one");
    Publication two = LakeSample.small("two");
    Map<String, String> first = Visible.hashes(one);
    Map<String, String> second = Visible.hashes(two);
    int moments = moments(one, ifExists);

    for (int moment = 0; moment < moments; moment++) {
      MemoryStore store = store(ifExists);
      List<String> ends = new ArrayList<>();
      Store outer =
          at(store, moment, () -> ends.add(end(new Lake(store), two, IfExists.OVERWRITE)));
      String end = end(new Lake(outer), one, ifExists);

      int stands = Visible.of(store.hashes(), first, second);
      assertThat(ends).as("the inner one at " + moment).containsExactly(DONE);
      assertThat(stands).as("at " + moment + ": " + end).isIn(0, 1);
      if (stands == 0) {
        assertThat(end).isEqualTo(DONE);
      } else if (moment < moments - 1) {
        assertThat(end)
            .as("at " + moment)
            .isIn("publish-taken-over", "publish-under-way", "already-published");
      }
    }
  }

  @Test
  void aPublishThatIsCutOffInsideAnotherMixesNothing() throws IOException {
    Publication one = LakeSample.small("one");
    Publication two = LakeSample.small("two");
    Map<String, String> first = Visible.hashes(one);
    Map<String, String> second = Visible.hashes(two);
    int moments = moments(one, IfExists.OVERWRITE);

    for (int moment = 0; moment < moments; moment++) {
      for (int cut = moment % 5; cut < moments; cut += 5) {
        int cutAt = cut;
        MemoryStore store = store(IfExists.OVERWRITE);
        Store inner =
            at(
                store,
                cutAt,
                () -> {
                  throw new IOException("cut off");
                });
        Store outer = at(store, moment, () -> end(new Lake(inner), two, IfExists.OVERWRITE));
        String end = end(new Lake(outer), one, IfExists.OVERWRITE);
        int stands = Visible.of(store.hashes(), first, second);
        assertThat(stands)
            .as("the outer one at %d, the inner one cut off at %d: %s", moment, cut, end)
            .isBetween(-1, 1);

        new Lake(store).publish(one, IfExists.OVERWRITE);
        assertThat(store.hashes()).isEqualTo(first);
      }
    }
  }

  @Test
  void theSameContentTwiceIsDoneOnce() throws IOException {
    Publication publication = LakeSample.small("one");
    Map<String, String> bytes = Visible.hashes(publication);
    int moments = moments(publication, IfExists.FAIL);

    for (int moment = 0; moment < moments; moment++) {
      MemoryStore store = new MemoryStore(scratch);
      Store outer =
          at(
              store,
              moment,
              () -> assertThat(end(new Lake(store), publication, IfExists.FAIL)).isEqualTo(DONE));
      assertThat(end(new Lake(outer), publication, IfExists.FAIL))
          .isIn(DONE, "publish-taken-over", "publish-under-way");
      assertThat(store.hashes()).isEqualTo(bytes);
    }
  }

  /// Empty for a publish that must not replace anything, else with a campaign in it.
  private MemoryStore store(IfExists ifExists) throws IOException {
    MemoryStore store = new MemoryStore(scratch);
    if (ifExists == IfExists.OVERWRITE) {
      new Lake(store).publish(LakeSample.small("old"), IfExists.FAIL);
    }
    return store;
  }

  private int moments(Publication publication, IfExists ifExists) throws IOException {
    int[] count = new int[1];
    StepObserver counter = _ -> count[0]++;
    new Lake(new WatchedStore(store(ifExists), counter)).publish(publication, ifExists);
    return count[0];
  }

  @FunctionalInterface
  private interface Event {
    void happen() throws IOException;
  }

  /// The store with something that happens at the nth moment.
  private static Store at(Store store, int moment, Event event) {
    int[] count = new int[1];
    return new WatchedStore(
        store,
        _ -> {
          if (count[0]++ == moment) {
            event.happen();
          }
        });
  }

  /// `done`, the code of the refusal, or `broken off`.
  private static String end(Lake lake, Publication publication, IfExists ifExists) {
    try {
      List<Landed> _ = lake.publish(publication, ifExists);
      return DONE;
    } catch (ProblemException e) {
      return e.problems().getFirst().code();
    } catch (IOException _) {
      return "broken off";
    }
  }
}
