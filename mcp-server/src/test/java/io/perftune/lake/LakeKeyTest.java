package io.perftune.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.perftune.value.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LakeKeyTest {
  @Test
  void dateIsThatOfTheStampInTheId() {
    assertThat(LakeKey.of("exp-20260115T235959Z_b").file("atlas_v1"))
        .isEqualTo("atlas_v1/dt=2026-01-15/campaign=exp-20260115T235959Z_b/part-0.parquet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b-20260115T093000Z",
        "../20260115T093000Z",
        "x/20260115T093000Z",
        "é20260115T093000Z"
      })
  void refusesIdThatIsNoFolderName(String id) {
    assertThatThrownBy(() -> LakeKey.of(id))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("cannot be a folder of the lake");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "20261315T093000Z-x",
        "20260230T093000Z",
        "20260115T293000Z",
        "2026-01-15T093000Z"
      })
  void refusesIdWithoutDate(String id) {
    assertThatThrownBy(() -> LakeKey.of(id))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("holds no UTC stamp");
  }
}
