package io.perftune.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.fixtures.SampleProfiles;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DcgmWindowTest {
  @Test
  void addsUpBytesAndAveragesOverTheGpus() {
    DcgmWindow window = DcgmWindow.of(SampleProfiles.dcgm()).getFirst();

    assertThat(window.number()).isEqualTo(1);
    assertThat(window.seconds()).isEqualTo(10);
    assertThat(window.gpuSeconds()).isEqualTo(20);
    assertThat(window.bytes()).isEqualTo(670e9);
    assertThat(window.mean("dram_active_mean")).isCloseTo(0.45, within(1e-12));
  }

  @Test
  void aMeanThatOneGpuLacksIsNone() {
    ObjectNode file = SampleProfiles.dcgm();
    ((ObjectNode) file.at("/windows/0/gpus/0")).remove("dram_active_mean");

    assertThat(DcgmWindow.of(file).getFirst().mean("dram_active_mean")).isNull();
  }

  @Test
  void aCaptureFitsWhereBothNameTheSameConcurrencyOrNeitherNamesOne() {
    ObjectNode unnamed = SampleProfiles.dcgm();
    ((ObjectNode) unnamed.at("/windows/0")).remove("concurrency");

    assertThat(DcgmWindow.of(SampleProfiles.dcgm()).getFirst().fits(32L)).isTrue();
    assertThat(DcgmWindow.of(SampleProfiles.dcgm()).getFirst().fits(8L)).isFalse();
    assertThat(DcgmWindow.of(SampleProfiles.dcgm()).getFirst().fits(null)).isFalse();
    assertThat(DcgmWindow.of(unnamed).getFirst().fits(null)).isTrue();
    assertThat(DcgmWindow.of(unnamed).getFirst().fits(32L)).isFalse();
  }
}
