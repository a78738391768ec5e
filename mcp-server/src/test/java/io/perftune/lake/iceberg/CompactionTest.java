package io.perftune.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Tables;
import io.perftune.lake.IfExists;
import io.perftune.lake.Publication;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.DataFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// lake compact.
class CompactionTest {
  private static final String THREE = "20260115T120000Z-three";
  private static final String NEXT_DAY = "20260116T120000Z-four";

  @TempDir Path root;

  private IcebergSample published(List<Publication> publications) throws IOException {
    IcebergSample sample = new IcebergSample(root);
    try (IcebergLake lake = sample.open()) {
      for (Publication publication : publications) {
        lake.publish(publication, IfExists.FAIL);
      }
    }
    return sample;
  }

  private static List<Publication> four() throws IOException {
    return List.of(
        IcebergSample.small(THREE, "c"),
        IcebergSample.small(IcebergSample.TWO, "b"),
        IcebergSample.small(NEXT_DAY, "d"),
        IcebergSample.small(IcebergSample.ONE, "a"));
  }

  @Test
  void putsTheFilesOfADayTogetherSortedAndEveryCampaignStaysWhole() throws IOException {
    IcebergSample sample = published(four());
    try (IcebergLake lake = sample.open()) {
      assertThat(lake.compact())
          .contains(new Compaction.Compacted(Tables.REQUESTS, 4, 2))
          .hasSize(3);

      assertThat(sample.visible())
          .isEqualTo(IcebergSample.whole(four().toArray(Publication[]::new)));
      List<Path> files = sample.files(Tables.REQUESTS);
      assertThat(files).hasSize(2);
      List<String> campaigns = new ArrayList<>();
      for (Path file : files) {
        campaigns.addAll(ParquetColumn.texts(file, "campaign_id"));
      }
      assertThat(campaigns)
          .containsSubsequence(
              IcebergSample.ONE,
              IcebergSample.ONE,
              IcebergSample.TWO,
              IcebergSample.TWO,
              THREE,
              THREE);
      assertThat(lake.campaigns()).hasSize(4);
      for (CatalogCampaign campaign : lake.campaigns()) {
        assertThat(lake.isWhole(campaign)).as(campaign.toString()).isTrue();
      }
      assertThat(lake.compact()).contains(new Compaction.Compacted(Tables.REQUESTS, 2, 2));
    }
  }

  @Test
  void aReaderThatHasBegunReadsOnAndSeesTheSameRows() throws IOException {
    IcebergSample sample = published(four());

    List<String> read =
        sample.table(
            Tables.REQUESTS,
            table -> {
              List<DataFile> planned = IcebergSample.scanned(table);
              try (IcebergLake lake = sample.open()) {
                lake.compact();
              }
              List<String> ids = new ArrayList<>();
              for (DataFile file : planned) {
                ids.addAll(ParquetColumn.texts(IcebergSample.path(file), "publish_id"));
              }
              return ids.stream().sorted().toList();
            });

    assertThat(read).isEqualTo(sample.visible().get(Tables.REQUESTS));
  }

  @Test
  void aCampaignInsideACompactedFileIsReplacedAndTheOthersStay() throws IOException {
    IcebergSample sample = published(four());
    Publication changed = IcebergSample.small(IcebergSample.TWO, "changed");
    try (IcebergLake lake = sample.open()) {
      lake.compact();
      lake.publish(changed, IfExists.OVERWRITE);

      List<Publication> now = new ArrayList<>(four());
      now.set(1, changed);
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(now.toArray(Publication[]::new)));
      lake.compact();
      assertThat(sample.visible()).isEqualTo(IcebergSample.whole(now.toArray(Publication[]::new)));
      assertThat(sample.files(Tables.ATLAS)).hasSize(2);
      for (CatalogCampaign campaign : lake.campaigns()) {
        assertThat(lake.isWhole(campaign)).as(campaign.toString()).isTrue();
      }
    }
  }
}
