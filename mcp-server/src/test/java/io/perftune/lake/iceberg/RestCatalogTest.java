package io.perftune.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.config.LakeCatalog;
import io.perftune.lake.IfExists;
import io.perftune.lake.Landed;
import io.perftune.lake.Publication;
import io.perftune.lake.iceberg.RestCatalogServer.Fate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lake in a REST catalog.
class RestCatalogTest {
  @TempDir Path root;
  private @Nullable RestCatalogServer server;

  @BeforeEach
  void start() throws Exception {
    server = new RestCatalogServer(root);
  }

  @AfterEach
  void stop() throws IOException {
    server().close();
  }

  private RestCatalogServer server() {
    return Objects.requireNonNull(server, "not started");
  }

  private IcebergLake open() {
    LakeCatalog catalog =
        new LakeCatalog(
            "team",
            LakeCatalog.Kind.REST,
            server().address(),
            null,
            "perf",
            Map.of("rest.client.max-retries", "1"),
            new LakeCatalog.Snapshots(5, 1));
    return IcebergLake.of(CatalogAccess.of(catalog, root, Map.of()), IcebergSample.CLOCK);
  }

  @Test
  void publishesReplacesAndCompacts() throws IOException {
    Publication old = IcebergSample.small(IcebergSample.ONE, "a");
    Publication changed = IcebergSample.small(IcebergSample.ONE, "b");
    Publication beside = IcebergSample.small(IcebergSample.TWO, "c");
    IcebergSample sample = new IcebergSample(root);
    try (IcebergLake lake = open()) {
      lake.publish(old, IfExists.FAIL);
      lake.publish(beside, IfExists.FAIL);
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(old, beside));
      assertThat(lake.publish(old, IfExists.FAIL))
          .extracting(Landed::outcome)
          .containsOnly("unchanged");
      lake.publish(changed, IfExists.OVERWRITE);
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(changed, beside));
      lake.compact();
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(changed, beside));
      assertThat(lake.campaigns()).hasSize(2);
    }
  }

  @Test
  void aLostCommitChangesNothingALostAnswerEverythingAndBothConverge() throws IOException {
    Publication old = IcebergSample.small(IcebergSample.ONE, "a");
    Publication changed = IcebergSample.small(IcebergSample.ONE, "b");
    IcebergSample sample = new IcebergSample(root);
    try (IcebergLake lake = open()) {
      lake.publish(old, IfExists.FAIL);
      server().next(Fate.LOSE_REQUEST);
      assertThatThrownBy(() -> lake.publish(changed, IfExists.OVERWRITE))
          .isInstanceOf(IOException.class);
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(old));
      server().next(Fate.LOSE_ANSWER);
      assertThatThrownBy(() -> lake.publish(changed, IfExists.OVERWRITE))
          .isInstanceOf(IOException.class);
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(changed));
      assertThat(lake.publish(changed, IfExists.OVERWRITE))
          .extracting(Landed::outcome)
          .containsOnly("unchanged");
    }
  }
}
