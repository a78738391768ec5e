package io.perftune.lake.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every store promises, stated once.
public abstract class StoreContract {
  private static final String KEY = "atlas_v1/dt=2026-01-15/campaign=c/part-0.parquet";

  @TempDir Path directory;

  /// An empty store.
  protected abstract Store open(Path fresh) throws IOException;

  @Test
  void createsOnlyWhereNothingIs() throws IOException {
    try (Store store = open(directory.resolve("store"))) {
      Version first = store.create(KEY, staged("one")).orElseThrow();

      assertThat(store.create(KEY, staged("two"))).isEmpty();
      assertThat(text(store)).isEqualTo("one");
      assertThat(store.entry(KEY)).contains(new Store.Entry(KEY, 3, first));
    }
  }

  @Test
  void replacesOnlyWhatWasSeen() throws IOException {
    try (Store store = open(directory.resolve("store"))) {
      Version first = store.create(KEY, staged("one")).orElseThrow();
      Version second = store.replace(KEY, staged("two"), first).orElseThrow();

      assertThat(second).isNotEqualTo(first);
      assertThat(store.replace(KEY, staged("three"), first)).isEmpty();
      assertThat(store.replace("absent", staged("four"), first)).isEmpty();
      assertThat(text(store)).isEqualTo("two");
    }
  }

  @Test
  void removesOnlyWhatWasSeen() throws IOException {
    try (Store store = open(directory.resolve("store"))) {
      Version first = store.create(KEY, staged("one")).orElseThrow();
      Version second = store.replace(KEY, staged("two"), first).orElseThrow();

      assertThat(store.delete(KEY, first)).isFalse();
      assertThat(text(store)).isEqualTo("two");
      assertThat(store.delete(KEY, second)).isTrue();
      assertThat(store.entry(KEY)).isEmpty();
      assertThat(store.read(KEY)).isEmpty();
      assertThat(store.delete(KEY, second)).isFalse();
    }
  }

  @Test
  void listsByPrefixAndHidesItsOwnFiles() throws IOException {
    try (Store store = open(directory.resolve("store"))) {
      Version _ = store.create("b/2", staged("one")).orElseThrow();
      Version _ = store.create("b/1", staged("one")).orElseThrow();
      Version _ = store.create("c/1", staged("one")).orElseThrow();
      Version _ = store.create(".publish/x", staged("one")).orElseThrow();

      assertThat(store.list("b/")).extracting(Store.Entry::key).containsExactly("b/1", "b/2");
      assertThat(store.list("b")).hasSize(2);
      assertThat(store.list("")).hasSize(3);
      assertThat(store.list("d/")).isEmpty();
      assertThat(store.list("c/")).isEqualTo(store.entry("c/1").stream().toList());
    }
  }

  @Test
  void provesItself() throws IOException {
    try (Store store = open(directory.resolve("store"))) {
      store.prove();

      assertThat(store.list("")).isEmpty();
    }
  }

  private StagedFile staged(String text) throws IOException {
    String sha256 = Digest.sha256(text);
    Hold hold = Hold.temporary(directory.resolve("staged-" + System.nanoTime()));
    int bytes =
        hold.stage(
            text,
            out -> {
              out.write(text.getBytes(UTF_8));
              return text.length();
            });
    return new StagedFile(hold.file(text), bytes, sha256);
  }

  private static String text(Store store) throws IOException {
    Optional<Store.Content> found = store.read(KEY);
    try (Store.Content content = found.orElseThrow()) {
      return new String(content.bytes().readAllBytes(), UTF_8);
    }
  }
}
