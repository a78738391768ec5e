package io.perftune.plan.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.AaMode;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {
  private static final Seeds SYNTHETIC =
      Seeds.of(null, AaMode.SYNTHETIC, "20260101T000000Z-a", "x");

  @Test
  void aCampaignsSeedGivesTheSamePromptsOnEveryEndpoint() {
    assertThat(Seeds.of("5", AaMode.SYNTHETIC, "one", "x"))
        .isEqualTo(Seeds.of("5", AaMode.DATASET_REPLAY, "two", "y"))
        .isNotEqualTo(Seeds.of("6", AaMode.SYNTHETIC, "one", "x"));
  }

  @Test
  void replayWithoutASeedIsTheSameInEveryCampaign() {
    assertThat(Seeds.of(null, AaMode.DATASET_REPLAY, "one", "x"))
        .isEqualTo(Seeds.of(null, AaMode.DATASET_REPLAY, "two", "y"));
  }

  @Test
  void syntheticWithoutASeedIsDifferentInEveryCampaignAndCell() {
    assertThat(SYNTHETIC)
        .isNotEqualTo(Seeds.of(null, AaMode.SYNTHETIC, "20260101T000000Z-b", "x"))
        .isNotEqualTo(Seeds.of(null, AaMode.SYNTHETIC, "20260101T000000Z-a", "y"));
  }

  @Test
  void everyPointTrialAndAttemptHasItsOwnSeed() {
    Set<Long> seeds = new HashSet<>();
    Set<Integer> random = new HashSet<>();
    for (String shape : new String[] {"aa-1k", "aa-10k", "aa-100k"}) {
      for (int part = 0; part < 1_000; part++) {
        long seed = SYNTHETIC.seed(shape, part / 100, part / 10 % 10, part % 10);
        assertThat(seed).isNotNegative();
        assertThat(Seeds.aiperfRandomSeed(seed)).isNotNegative();
        seeds.add(seed);
        random.add(Seeds.aiperfRandomSeed(seed));
      }
    }
    assertThat(seeds).hasSize(3_000);
    assertThat(random).hasSize(3_000);
  }

  @Test
  void aSeedNeverChangesFromOneReleaseToTheNext() {
    assertThat(new Seeds("dataset-replay").seed("aa-1k", 10, 0, 0)).isEqualTo(5409243589769532L);
    assertThat(Seeds.aiperfRandomSeed(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
  }
}
