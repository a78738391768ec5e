package io.perftune.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.config.Ceilings.Ceiling;
import io.perftune.value.Json;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// configs/sol-ceilings.yaml, figure by figure.
class CeilingsTest {
  private static final Ceilings CEILINGS = Ceilings.load();

  /// BF16, FP8 and FP4 in PFLOPS, HBM in TB/s, capacity in GB, scale-up in TB/s; empty: absent.
  @ParameterizedTest
  @CsvSource({
    "a100_sxm80,  0.312, ,      ,       2.039, 80,  0.6",
    "l40s,        0.362, 0.733, ,       0.864, 48,  ",
    "h100_sxm,    0.989, 1.979, ,       3.35,  80,  0.9",
    "h200_sxm,    0.989, 1.979, ,       4.8,   141, 0.9",
    "b200_sm100,  2.25,  4.5,   9.0,    8.0,   180, 1.8",
    "b300_sm103,  2.25,  4.5,   13.5,   8.0,   270, 1.8",
    "gb200_nvl72, 2.5,   5.0,   10,     8.0,   186, 1.8",
    "gb300_nvl72, 2.5,   5.0,   15,     8.0,   278, 1.8",
    "mi300x,      1.307, 2.615, ,       5.3,   192, 0.448",
    "mi325x,      1.307, 2.615, ,       6.0,   256, 0.448",
    "mi355x,      2.516, 5.033, 10.066, 8.0,   288, 0.538",
    "tpu_v6e,     0.918, 0.918, ,       1.638, 32,  0.8",
    "tpu7x,       2.307, 4.614, ,       7.4,   192, 1.2",
    "trainium2,   0.667, 1.299, ,       2.9,   96,  ",
    "trainium3,   0.671, 2.517, 2.517,  4.9,   144, 2.56"
  })
  void holdsTheDensePeaks(
      String key,
      Double bf16,
      @Nullable Double fp8,
      @Nullable Double fp4,
      Double hbm,
      Double gb,
      @Nullable Double scaleUp) {
    boolean nvidia = key.matches("(a|l|h|b|gb)\\d.*");
    assertThat(value(key, "bf16_dense_pflops")).isEqualTo(bf16);
    assertThat(value(key, "fp8_dense_pflops")).isEqualTo(fp8);
    assertThat(value(key, "nvfp4_dense_pflops")).isEqualTo(nvidia ? fp4 : null);
    assertThat(value(key, "mxfp4_dense_pflops")).isEqualTo(nvidia ? null : fp4);
    assertThat(value(key, "hbm_tbps")).isEqualTo(hbm);
    assertThat(value(key, "hbm_capacity_gb")).isEqualTo(gb);
    assertThat(value(key, "scale_up_tbps")).isEqualTo(scaleUp);
  }

  @Test
  void knowsFifteenPartsAndNothingElse() {
    assertThat(CEILINGS.keys()).hasSize(15).doesNotContain("simulator", "undisclosed");
    assertThat(value("a100_sxm80", "int8_dense_pops")).isEqualTo(0.624);
    TreeSet<String> metrics = new TreeSet<>();
    for (Map.Entry<String, JsonNode> part : Json.members(CEILINGS.json())) {
      metrics.addAll(part.getValue().propertyNames());
    }
    assertThat(metrics)
        .containsExactly(
            "aliases",
            "bf16_dense_pflops",
            "fp8_dense_pflops",
            "hbm_capacity_gb",
            "hbm_tbps",
            "int8_dense_pops",
            "mxfp4_dense_pflops",
            "nvfp4_dense_pflops",
            "part",
            "scale_up_tbps");
  }

  @Test
  void eachEntrySaysItsUnitsItsSourceAndItsLimits() {
    for (Map.Entry<String, JsonNode> part : Json.members(CEILINGS.json())) {
      for (Map.Entry<String, JsonNode> entry : Json.members(part.getValue())) {
        if (entry.getValue().isObject()) {
          assertThat(entry.getValue().propertyNames())
              .as(part.getKey() + "." + entry.getKey())
              .containsExactly("value", "units", "source", "notes");
          assertThat(entry.getValue().required("source").asString()).isNotBlank();
        }
      }
    }
    assertThat(CEILINGS.ceiling("tpu7x.hbm_tbps").orElseThrow().notes()).contains("Not confirmed");
    assertThat(CEILINGS.ceiling("b300_sm103.hbm_capacity_gb").orElseThrow().notes())
        .contains("270 to 288");
  }

  @ParameterizedTest
  @CsvSource({
    "H100,h100_sxm",
    "h200,h200_sxm",
    "B200,b200_sm100",
    "B300,b300_sm103",
    "GB200,gb200_nvl72",
    "gb300,gb300_nvl72",
    "GB300 NVL72,gb300_nvl72",
    "GB300_NVL72,gb300_nvl72",
    "A100,a100_sxm80",
    "L40S,l40s",
    "MI300X,mi300x",
    "TPU v6e,tpu_v6e",
    "Trainium2,trainium2",
    "B200_SM100,b200_sm100"
  })
  void understandsWhatPeopleWrite(String token, String key) {
    assertThat(CEILINGS.key(token)).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "H", "H20", "A100 40GB", "H100 PCIe", "RTX 4090", "undisclosed", "cpu"})
  void assumesNothingForAnUnknownPart(String token) {
    assertThat(CEILINGS.key(token)).isEmpty();
    assertThat(CEILINGS.ceiling(token + ".hbm_tbps")).isEmpty();
    assertThat(CEILINGS.unknown(token).remedy()).contains("gb300_nvl72").contains("undisclosed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"b200_sm100.hbm_tbps", "b200_sm100.hbm3e_tbps", "B200.hbm3_tbps", "b200.hbm_tbps"})
  void findsAPeakByEachOfItsNames(String path) {
    assertThat(CEILINGS.ceiling(path))
        .contains(
            new Ceiling(
                "b200_sm100.hbm_tbps",
                8.0,
                "TB/s",
                "NVIDIA B200 datasheet",
                "Some tables say 7.7."));
  }

  @Test
  void hasNoPeakForWhatIsNotOne() {
    assertThat(CEILINGS.ceiling("b200_sm100")).isEmpty();
    assertThat(CEILINGS.ceiling("b200_sm100.aliases")).isEmpty();
    assertThat(CEILINGS.ceiling("b200_sm100.frobnication")).isEmpty();
  }

  private static @Nullable Double value(String key, String metric) {
    return CEILINGS.ceiling(key + "." + metric).map(Ceiling::value).orElse(null);
  }
}
