package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.lake.s3.S3Fake;
import io.perftune.lake.s3.S3Fake.Fate;
import io.perftune.lake.s3.S3Sample;
import io.perftune.lake.store.Store;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Publishes over S3's protocol while requests and answers get lost, one after the other.
class S3FaultTest {
  private static final Fate DROP = new Fate.Drop();
  private static final Fate LOSE = new Fate.LoseAnswer();
  private static final Fate SERVE = new Fate.Serve();

  private final S3Fake fake = new S3Fake();

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void writesConditionallyAndTheCommitLast() throws IOException {
    publish(LakeSample.small("old"), IfExists.FAIL);
    List<String> writes =
        fake.requests().stream()
            .filter(request -> request.startsWith("PUT") && !request.contains(".publish/"))
            .map(request -> request.substring(0, request.indexOf("/dt=")))
            .toList();

    assertThat(writes)
        .containsExactly(
            "PUT p/campaign_v1", "PUT p/atlas_v1", "PUT p/requests_v1", "PUT p/campaign_v1");
    assertThat(fake.hashes()).isEqualTo(expected(LakeSample.small("old")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fresh", "overwrite"})
  void convergesWhereTheConnectionDiesAtAnyRequest(String kind) throws IOException {
    Publication old = LakeSample.small("old");
    Publication publication = kind.equals("fresh") ? old : LakeSample.small("new");
    Map<String, String> before = expected(LakeSample.small(kind.equals("fresh") ? "none" : "old"));
    int requests = requests(kind, old, publication);

    assertThat(requests).isGreaterThan(20);
    for (int request = 0; request < requests; request++) {
      for (Fate fate : List.of(DROP, LOSE)) {
        int at = request;
        start(kind, old);
        fake.faults((number, _, _) -> number < at ? SERVE : number == at ? fate : DROP);
        assertThatThrownBy(() -> publish(publication, IfExists.OVERWRITE))
            .isInstanceOfAny(IOException.class, ProblemException.class);
        int visible = Visible.of(fake.hashes(), expected(publication), before);
        assertThat(visible).isBetween(-1, 1);
        fake.faults(S3Fake.Fault.NONE);
        publish(publication, IfExists.OVERWRITE);

        assertThat(fake.hashes()).as(kind + " " + fate + " " + at).isEqualTo(expected(publication));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fresh", "overwrite"})
  void oneLostRequestOrAnswerIsMadeUpForAtOnce(String kind) throws IOException {
    Publication old = LakeSample.small("old");
    Publication publication = kind.equals("fresh") ? old : LakeSample.small("new");
    int requests = requests(kind, old, publication);

    for (int request = 0; request < requests; request++) {
      int at = request;
      Fate fate = at % 2 == 0 ? LOSE : DROP;
      start(kind, old);
      fake.faults((number, _, _) -> number == at ? fate : SERVE);
      try (Store store = S3Sample.store(fake.endpoint(), 3)) {
        new Lake(store).publish(publication, IfExists.OVERWRITE);
      }
      assertThat(fake.hashes()).as(kind + " " + fate + " " + at).isEqualTo(expected(publication));
    }
  }

  @Test
  void aStoreThatFailsAtAnyRequestIsAnErrorAndLosesNothing() throws IOException {
    Publication old = LakeSample.small("old");
    int requests = requests("fresh", old, old);
    List<Fate> answers =
        List.of(
            new Fate.Answer(403, "AccessDenied"),
            new Fate.Answer(500, "InternalError"),
            new Fate.Answer(404, "NoSuchBucket"));
    for (int request = 0; request < requests; request++) {
      int at = request;
      fake.clear();
      fake.faults((number, _, _) -> number < at ? SERVE : answers.get(at % answers.size()));
      assertThatThrownBy(() -> publish(old, IfExists.FAIL))
          .isInstanceOfAny(IOException.class, ProblemException.class)
          .hasMessageContaining("s3://lake-bucket/p");
      fake.faults(S3Fake.Fault.NONE);
      publish(old, IfExists.FAIL);

      assertThat(fake.hashes()).isEqualTo(expected(old));
    }
  }

  @Test
  void ofManyPublishesAtOnceOneWinsWholeAndTheOthersSaySo() throws Exception {
    List<Publication> publications = new ArrayList<>();
    Map<Integer, Future<String>> ends = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < 8; number++) {
        Publication publication = LakeSample.small("racer " + number);
        publications.add(publication);
        ends.put(number, threads.submit(() -> end(publication)));
      }
    }
    List<Integer> winners = new ArrayList<>();
    for (Map.Entry<Integer, Future<String>> end : ends.entrySet()) {
      if (end.getValue().get().equals("done")) {
        winners.add(end.getKey());
      } else {
        assertThat(end.getValue().get())
            .isIn("publish-under-way", "publish-taken-over", "already-published");
      }
    }

    assertThat(winners).hasSize(1);
    assertThat(fake.hashes()).isEqualTo(expected(publications.get(winners.getFirst())));
  }

  private String end(Publication publication) throws IOException {
    try {
      publish(publication, IfExists.FAIL);
      return "done";
    } catch (ProblemException e) {
      return e.problems().getFirst().code();
    }
  }

  private int requests(String kind, Publication old, Publication publication) throws IOException {
    start(kind, old);
    publish(publication, IfExists.OVERWRITE);
    return fake.requests().size();
  }

  private void start(String kind, Publication old) throws IOException {
    fake.clear();
    fake.faults(S3Fake.Fault.NONE);
    if (kind.equals("overwrite")) {
      publish(old, IfExists.FAIL);
      fake.faults(S3Fake.Fault.NONE);
    }
  }

  private void publish(Publication publication, IfExists ifExists) throws IOException {
    try (Store store = S3Sample.store(fake.endpoint())) {
      new Lake(store).publish(publication, ifExists);
    }
  }

  private static Map<String, String> expected(Publication publication) throws IOException {
    Map<String, String> below = new TreeMap<>();
    Visible.hashes(publication).forEach((key, hash) -> below.put("p/" + key, hash));
    return below;
  }
}
