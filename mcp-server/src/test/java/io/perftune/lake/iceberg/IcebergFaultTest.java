package io.perftune.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.config.Tables;
import io.perftune.lake.IfExists;
import io.perftune.lake.Landed;
import io.perftune.lake.Publication;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ends a publish before and after each file that it writes, and lets others commit there.
class IcebergFaultTest {
  @TempDir Path scratch;
  private int samples;

  private IcebergSample fresh() {
    return new IcebergSample(scratch.resolve("s" + samples++));
  }

  private static List<Landed> publish(
      IcebergSample sample, Publication publication, IfExists ifExists, FaultyFileIO.Watch watch)
      throws IOException {
    try (IcebergLake lake = sample.open(_ -> new FaultyFileIO(watch))) {
      return lake.publish(publication, ifExists);
    }
  }

  private static int moments(IcebergSample sample, Publication publication) throws IOException {
    int[] count = new int[1];
    publish(sample, publication, IfExists.OVERWRITE, _ -> count[0]++);
    return count[0];
  }

  private IcebergSample with(List<Publication> publications) throws IOException {
    IcebergSample sample = fresh();
    for (Publication publication : publications) {
      publish(sample, publication, IfExists.FAIL, _ -> {});
    }
    return sample;
  }

  @Test
  void aPublishThatEndsAtAnyFileChangesNothingAndConverges() throws IOException {
    Publication old = IcebergSample.small(IcebergSample.ONE, "old");
    Publication changed = IcebergSample.small(IcebergSample.ONE, "new");
    for (List<Publication> before : List.of(List.<Publication>of(), List.of(old))) {
      int moments = moments(with(before), changed);
      assertThat(moments).isGreaterThan(20);
      for (int fault = 0; fault < moments; fault++) {
        IcebergSample sample = with(before);
        Map<String, List<String>> stood = sample.visible();
        int at = fault;
        int[] count = new int[1];
        String[] where = new String[1];
        assertThatThrownBy(() ->
                publish(
                    sample,
                    changed,
                    IfExists.OVERWRITE,
                    moment -> {
                      if (count[0]++ == at) {
                        where[0] = moment;
                        throw new IOException("fault " + moment);
                      }
                    }))
            .isInstanceOf(IOException.class);
        assertThat(rows(sample.visible())).as(where[0]).isEqualTo(rows(stood));

        publish(sample, changed, IfExists.OVERWRITE, _ -> {});
        assertThat(sample.visible()).as(where[0]).isEqualTo(IcebergSample.whole(changed));
      }
    }
  }

  /// A table that is there without rows is like one that is not.
  private static List<String> rows(Map<String, List<String>> visible) {
    return visible.values().stream().flatMap(List::stream).toList();
  }

  @Test
  void anotherCampaignThatCommitsMeanwhileIsKept() throws IOException {
    Publication one = IcebergSample.small(IcebergSample.ONE, "a");
    Publication two = IcebergSample.small(IcebergSample.TWO, "b");
    int moments = moments(fresh(), one);
    for (int moment = 0; moment < moments; moment += 3) {
      IcebergSample sample = fresh();
      inside(sample, one, IfExists.FAIL, moment, two);

      assertThat(sample.visible()).as("at " + moment).isEqualTo(IcebergSample.whole(one, two));
    }
  }

  @Test
  void theSameCampaignThatCommitsMeanwhileWinsWholeAndTheOtherSaysSo() throws IOException {
    Publication old = IcebergSample.small(IcebergSample.ONE, "old");
    Publication outer = IcebergSample.small(IcebergSample.ONE, "outer");
    Publication inner = IcebergSample.small(IcebergSample.ONE, "inner");
    int moments = moments(with(List.of(old)), outer);
    for (int moment = 0; moment < moments; moment += 3) {
      IcebergSample sample = with(List.of(old));
      int at = moment;
      assertThatThrownBy(() -> inside(sample, outer, IfExists.OVERWRITE, at, inner))
          .isInstanceOfSatisfying(
              ProblemException.class,
              e -> assertThat(e.problems().getFirst().code()).isEqualTo("publish-taken-over"));

      assertThat(sample.visible()).as("at " + moment).isEqualTo(IcebergSample.whole(inner));
    }
  }

  private static void inside(
      IcebergSample sample, Publication outer, IfExists ifExists, int moment, Publication inner)
      throws IOException {
    int[] count = new int[1];
    publish(
        sample,
        outer,
        ifExists,
        _ -> {
          if (count[0]++ == moment) {
            publish(sample, inner, IfExists.OVERWRITE, _ -> {});
          }
        });
  }

  @Test
  void ofTwoThreadsOneWinsWhole() throws Exception {
    IcebergSample sample = with(List.of(IcebergSample.small(IcebergSample.TWO, "x")));
    Publication one = IcebergSample.small(IcebergSample.ONE, "one");
    Publication two = IcebergSample.small(IcebergSample.ONE, "two");
    CyclicBarrier start = new CyclicBarrier(2);
    List<String> ends = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> futures = new ArrayList<>();
      for (Publication publication : List.of(one, two)) {
        Callable<String> call =
            () -> {
              start.await();
              try {
                return publish(sample, publication, IfExists.FAIL, _ -> {}).getFirst().outcome();
              } catch (ProblemException e) {
                return e.problems().getFirst().code();
              }
            };
        futures.add(threads.submit(call));
      }
      for (Future<String> future : futures) {
        ends.add(end(future));
      }
    }

    assertThat(ends).containsOnlyOnce("created");
    assertThat(ends).containsAnyOf("publish-taken-over", "already-published");
    Publication winner = ends.getFirst().equals("created") ? one : two;
    Publication beside = IcebergSample.small(IcebergSample.TWO, "x");
    assertThat(sample.visible()).isEqualTo(IcebergSample.whole(winner, beside));
  }

  private static String end(Future<String> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    }
  }

  @Test
  void whatACutOffPublishLeftIsFoundAndRemoved() throws IOException {
    Publication old = IcebergSample.small(IcebergSample.ONE, "old");
    IcebergSample sample = with(List.of(old));
    Publication changed = IcebergSample.small(IcebergSample.ONE, "new");
    assertThatThrownBy(() ->
            publish(
                sample,
                changed,
                IfExists.OVERWRITE,
                moment -> {
                  if (moment.startsWith("after") && moment.contains("campaign_v1/data")) {
                    throw new IOException("fault");
                  }
                }))
        .isInstanceOf(IOException.class);

    try (IcebergLake lake = sample.open()) {
      assertThat(lake.orphans(true)).containsKey(Tables.CAMPAIGN);
      assertThat(lake.orphans(false)).isEmpty();
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(old));
      lake.publish(changed, IfExists.OVERWRITE);
    }
    assertThat(sample.visible()).isEqualTo(IcebergSample.whole(changed));
  }
}
