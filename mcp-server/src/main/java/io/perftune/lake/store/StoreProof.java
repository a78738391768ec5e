package io.perftune.lake.store;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Digest;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds out whether a store keeps its conditions and gives back the bytes that it got, on objects
/// of its own below `.publish/`.
public final class StoreProof {
  private static final int RACERS = 4;
  private static final int BYTE_VALUES = 256;

  private final Store store;
  private final Hold hold;
  private final String key = ".publish/probe-" + UUID.randomUUID();

  private StoreProof(Store store, Hold hold) {
    this.store = requireNonNull(store, "store is null");
    this.hold = requireNonNull(hold, "hold is null");
  }

  /// Tries what a publish relies on.
  ///
  /// @param hold where the objects are made
  /// @throws ProblemException `store-unsafe` for a store that must not hold a lake
  public static void of(Store store, Hold hold) throws IOException {
    StoreProof proof = new StoreProof(store, hold);
    try {
      proof.conditions();
      proof.race();
    } finally {
      proof.tidy(proof.key);
      proof.tidy(proof.raceKey());
    }
  }

  private void conditions() throws IOException {
    StagedFile first = staged(1);
    StagedFile second = staged(2);
    StagedFile third = staged(3);
    Optional<Version> _ = store.create(key, first);
    Version seen = expect(key, first);
    if (store.create(key, second).isPresent()) {
      throw unsafe("takes a second create of one object");
    }
    if (!expect(key, first).equals(seen)) {
      throw unsafe("gives an object that did not change another version");
    }
    Optional<Version> _ = store.replace(key, second, seen);
    Version replaced = expect(key, second);
    if (replaced.equals(seen)) {
      throw unsafe("gives an object that changed the same version");
    }
    if (store.replace(key, third, seen).isPresent()) {
      throw unsafe("replaces an object that is no longer the one that was seen");
    }
    Version _ = expect(key, second);
  }

  /// Some stores keep the condition one after the other and not side by side.
  private void race() throws IOException {
    List<Callable<Optional<Version>>> racers = new ArrayList<>();
    for (int racer = 0; racer < RACERS; racer++) {
      StagedFile file = staged(10 + racer);
      racers.add(() -> store.create(raceKey(), file));
    }
    int winners = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<Version>> racer : threads.invokeAll(racers)) {
        winners += won(racer) ? 1 : 0;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cancelled");
    }
    if (winners > 1) {
      throw unsafe("lets %d of %d simultaneous creates win".formatted(winners, RACERS));
    }
  }

  private static boolean won(Future<Optional<Version>> racer)
      throws IOException, InterruptedException {
    try {
      return racer.get().isPresent();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  /// Whether a write said that it was done is not looked at, since its answer may have been lost.
  private Version expect(String at, StagedFile file) throws IOException {
    Optional<Store.Content> found = store.read(at);
    if (found.isEmpty()) {
      throw unsafe("does not give back an object that it has taken");
    }
    try (Store.Content content = found.get()) {
      byte[] bytes = content.bytes().readAllBytes();
      if (!Digest.sha256(bytes).equals(file.sha256())) {
        throw unsafe("gives back other bytes than it got");
      }
      return content.entry().version();
    }
  }

  /// All byte values, the last of them telling the files apart.
  private StagedFile staged(int number) throws IOException {
    byte[] bytes = new byte[2 * BYTE_VALUES];
    for (int index = 0; index < bytes.length; index++) {
      bytes[index] = (byte) index;
    }
    Arrays.fill(bytes, bytes.length - 1, bytes.length, (byte) number);
    String name = "probe-" + number;
    hold.stage(
        name,
        out -> {
          out.write(bytes);
          return bytes.length;
        });
    return new StagedFile(hold.file(name), bytes.length, Digest.sha256(bytes));
  }

  private String raceKey() {
    return key + "-race";
  }

  /// What cannot be removed stays: no reader takes it for a table.
  private boolean tidy(String at) throws IOException {
    try {
      Optional<Store.Entry> left = store.entry(at);
      return left.isPresent() && store.delete(at, left.get().version());
    } catch (StoreException _) {
      return false;
    }
  }

  private ProblemException unsafe(String how) {
    return new ProblemException(
        Problem.of(
            "store-unsafe",
            "The store at %s %s, so two publishes could mix there."
                .formatted(store.location(), how),
            "Use a store that honours If-None-Match and If-Match on writes, or a local directory."));
  }
}
