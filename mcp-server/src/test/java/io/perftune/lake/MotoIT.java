package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.perftune.lake.s3.S3Sample;
import io.perftune.lake.s3.S3Store;
import io.perftune.lake.store.Store;
import io.perftune.value.Digest;
import io.perftune.value.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Publishes into moto's server, an implementation of S3 that others wrote.
class MotoIT {
  private static final Path PYTHON =
      Path.of(System.getProperty("checkout", ".."), ".tools/moto/bin/python")
          .toAbsolutePath()
          .normalize();

  @TempDir Path work;
  private URI endpoint = URI.create("http://127.0.0.1");
  private Process moto = ended();

  private static Process ended() {
    try {
      return new ProcessBuilder("true").start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() throws Exception {
    assumeThat(Files.isExecutable(PYTHON)).as("moto is set up by bin/test").isTrue();
    moto =
        new ProcessBuilder(
                PYTHON.toString(),
                "-u",
                Path.of("src/test/outside/serve_moto.py").toAbsolutePath().toString())
            .redirectError(work.resolve("moto.log").toFile())
            .start();
    BufferedReader said = moto.inputReader();
    endpoint = URI.create("http://127.0.0.1:" + said.readLine());
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest bucket =
          HttpRequest.newBuilder(endpoint.resolve("/lake-bucket"))
              .PUT(HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(http.send(bucket, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    moto.destroyForcibly().waitFor();
  }

  @Test
  void publishesReplacesAndIsReadBack() throws Exception {
    try (S3Store store = S3Sample.store(endpoint)) {
      Lake lake = new Lake(store);
      assertThat(lake.publish(LakeSample.publication(), IfExists.FAIL))
          .extracting(Landed::outcome)
          .containsOnly("created");
      assertThat(lake.publish(LakeSample.publication(), IfExists.FAIL))
          .extracting(Landed::outcome)
          .containsOnly("unchanged");
      assertThatThrownBy(() -> lake.publish(LakeSample.changed(), IfExists.FAIL))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("is in this lake already");
      assertThat(lake.publish(LakeSample.changed(), IfExists.OVERWRITE))
          .extracting(Landed::outcome)
          .containsOnly("replaced");
      assertThat(store.list("")).hasSize(3);
      Path copy = copied(store);
      try (DuckDb duckDb = new DuckDb()) {
        assertThat(LakeTree.joined(duckDb, copy))
            .containsExactly(LakeSample.changed().publishId() + "|6|6|119");
      }
    }
  }

  @Test
  void ofManyPublishesAtOnceOneWinsWhole() throws Exception {
    List<Publication> publications = new ArrayList<>();
    List<Future<Boolean>> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < 6; number++) {
        Publication publication = LakeSample.small("racer " + number);
        publications.add(publication);
        ends.add(threads.submit(() -> wins(publication)));
      }
    }
    List<Publication> winners = new ArrayList<>();
    for (int number = 0; number < ends.size(); number++) {
      if (ends.get(number).get()) {
        winners.add(publications.get(number));
      }
    }

    assertThat(winners).hasSize(1);
    try (Store store = S3Sample.store(endpoint)) {
      for (Map.Entry<String, String> object : Visible.hashes(winners.getFirst()).entrySet()) {
        assertThat(Standing.read(store, object.getKey()))
            .isInstanceOfSatisfying(
                Standing.Present.class,
                present -> assertThat(present.sha256()).isEqualTo(object.getValue()));
      }
    }
  }

  /// SIGKILL before and after every request of an overwrite; then the same call again.
  @Test
  void aKilledPublishLeavesTheOldOrTheNewAndIsCompletedByTheSameCallAgain() throws Exception {
    Publication old = LakeSample.small("old");
    Publication changed = LakeSample.small("new");
    Map<String, String> oldBytes = Visible.hashes(old);
    Map<String, String> newBytes = Visible.hashes(changed);
    List<String> moments = new ArrayList<>();
    try (Store store = S3Sample.store(endpoint, 3)) {
      new Lake(store).publish(old, IfExists.FAIL);
      new Lake(new WatchedStore(store, moments::add)).publish(changed, IfExists.OVERWRITE);
      assertThat(moments).hasSizeGreaterThan(20);
      assertThat(downloaded(store)).isEqualTo(newBytes);
      for (int at = 0; at < moments.size(); at++) {
        new Lake(store).publish(old, IfExists.OVERWRITE);
        assertThat(downloaded(store)).isEqualTo(oldBytes);

        assertThat(KilledPublish.kill(endpoint.toString(), "new", at)).isEqualTo(moments.get(at));
        assertThat(Visible.of(downloaded(store), oldBytes, newBytes))
            .as(moments.get(at))
            .isBetween(-1, 1);

        new Lake(store).publish(changed, IfExists.OVERWRITE);
        assertThat(downloaded(store)).as(moments.get(at)).isEqualTo(newBytes);
      }
    }
  }

  /// The hash of each object's bytes, as anyone gets them.
  private static Map<String, String> downloaded(Store store) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (Store.Entry entry : store.list("")) {
      try (Store.Content content = store.read(entry.key()).orElseThrow()) {
        hashes.put(entry.key(), Digest.sha256(content.bytes().readAllBytes()));
      }
    }
    return hashes;
  }

  private boolean wins(Publication publication) throws IOException {
    try (Store store = S3Sample.store(endpoint, 3)) {
      new Lake(store).publish(publication, IfExists.FAIL);
      return true;
    } catch (ProblemException e) {
      assertThat(e.problems().getFirst().code())
          .isIn("publish-under-way", "publish-taken-over", "already-published");
      return false;
    }
  }

  private Path copied(Store store) throws IOException {
    Path copy = work.resolve("copy");
    for (Store.Entry entry : store.list("")) {
      Path file = copy.resolve(entry.key());
      Files.createDirectories(file.getParent());
      try (Store.Content content = store.read(entry.key()).orElseThrow()) {
        Files.copy(content.bytes(), file);
      }
    }
    return copy;
  }
}
