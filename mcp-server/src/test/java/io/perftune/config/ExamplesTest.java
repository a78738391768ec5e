package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.value.AaMode;
import io.perftune.value.AaShape;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The campaign files that users start from.
class ExamplesTest {
  private static Campaign example(String name) {
    return CampaignFile.load(
        Path.of(System.getProperty("checkout"), "campaigns", "examples", name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aa-simulator.yaml", "aa-public-gateway.yaml", "aa-in-cluster.yaml"})
  void eachHasTheThreeShapesAndLeavesNothingToBeAssumed(String name) {
    Campaign campaign = example(name);
    assertThat(campaign.cells())
        .extracting(cell -> cell.aa().shape())
        .containsExactly(AaShape.AA_1K, AaShape.AA_10K, AaShape.AA_100K);
    assertThat(campaign.cells())
        .allSatisfy(cell -> assertThat(cell.cellId()).isEqualTo(cell.aa().shape().label()));
    assertThat(campaign.notices()).isEmpty();
    assertThat(campaign.name() + ".yaml").isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aa-simulator.yaml", "aa-public-gateway.yaml", "aa-in-cluster.yaml"})
  void eachDeclaresWhatAStrictPublishAsksFor(String name) {
    Campaign campaign = example(name);
    assertThat(campaign.nextLever().propertyNames()).containsExactly("change", "unlock", "gate");
    assertThat(campaign.cells())
        .allSatisfy(cell ->
            assertThat(cell.declared().properties())
                .filteredOn(member -> !member.getKey().equals("model_config"))
                .noneMatch(member -> member.getValue().isNull()));
  }

  @Test
  void theSimulatorIsAskedTenTimesAPointWithoutAKey() {
    List<Cell> cells = example("aa-simulator.yaml").cells();
    assertThat(cells)
        .allSatisfy(cell -> {
          assertThat(cell.concurrencies()).containsExactly(1, 10);
          assertThat(cell.aa().load().requestCount()).isEqualTo(10);
          assertThat(cell.aa().endpoint().apiKeyEnv()).isEqualTo("none");
          assertThat(cell.aa().endpoint().origin()).hasToString("http://127.0.0.1:18400");
          assertThat(cell.endpointKind()).isEqualTo("local");
          assertThat(cell.ceilingKey()).isEmpty();
        });
  }

  @Test
  void theGatewayIsAReasoningModelWithRoomToThink() {
    assertThat(example("aa-public-gateway.yaml").cells())
        .allSatisfy(cell -> {
          assertThat(cell.declared().required("reasoning").booleanValue()).isTrue();
          assertThat(cell.aa().output().maxOutputTokens())
              .isGreaterThan(cell.aa().shape().answerTokens());
          assertThat(cell.aa().mode()).isEqualTo(AaMode.DATASET_REPLAY);
        });
  }

  @Test
  void theClusterRunsOnAKnownPart() {
    assertThat(example("aa-in-cluster.yaml").cells())
        .extracting(Cell::ceilingKey)
        .containsOnly("h200_sxm");
  }
}
