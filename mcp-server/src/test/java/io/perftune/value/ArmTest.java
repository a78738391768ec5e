package io.perftune.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleCampaigns;
import io.perftune.fixtures.SampleRows;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ArmTest {
  private static final Map<String, Object> SERVED =
      Map.of(
          "hardware", "h100_sxm", "quant", "BF16", "kv_cache_dtype", "bf16", "tensor_parallel", 2);

  @Test
  void aSweepOfTheSameConfigurationCoversTheCellWhateverItIsCalled() {
    assertThat(cell(Map.of()).isSweptBy(Arm.ofSweep(new Row(sweep())))).isTrue();
    ObjectNode named = sweep().put("cell_id", "elsewhere-decode").put("model", "EXAMPLE-8B");
    assertThat(cell(Map.of()).isSweptBy(Arm.ofSweep(new Row(named)))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "model, other, 'model example-8b, not other'",
    "hardware, b200_sm100, 'hardware h100_sxm, not b200_sm100'",
    "quant, FP8, 'quant bf16, not fp8'",
    "kv_cache_dtype, fp8, 'kv_cache_dtype bf16, not fp8'",
    "parallel_strategy, EP, 'parallel_strategy tp, not ep'"
  })
  void anotherConfigurationIsNotCoveredAndTheDifferenceIsNamed(
      String key, String value, String difference) {
    Arm arm = cell(Map.of(key, value));
    Arm sweep = Arm.ofSweep(new Row(sweep()));

    assertThat(arm.isSweptBy(sweep)).isFalse();
    assertThat(arm.differences(sweep)).containsExactly(difference);
  }

  @Test
  void degreesOfParallelismAndSpeculationTellArmsApart() {
    Arm sweep = Arm.ofSweep(new Row(sweep()));
    for (String degree : new String[] {"tensor_parallel", "pipeline_parallel", "data_parallel"}) {
      assertThat(cell(Map.of(degree, 8)).isSweptBy(sweep)).as(degree).isFalse();
    }
    assertThat(cell(Map.of("mtp", true)).differences(sweep))
        .containsExactly("speculative decoding off, not on");
    assertThat(cell(Map.of("num_speculative_tokens", 3)).isSweptBy(sweep)).isFalse();
  }

  @Test
  void whatIsNotKnownContradictsNothingButModelAndHardwareMustBeKnown() {
    Arm sweep = Arm.ofSweep(new Row(sweep()));
    assertThat(cell(Map.of("quant", "undisclosed", "kv_cache_dtype", "auto")).isSweptBy(sweep))
        .isTrue();
    assertThat(cell(Map.of("hardware", "undisclosed")).isSweptBy(sweep)).isFalse();
  }

  @Test
  void aRowAndTheCellThatItIsOfAreOneArm() {
    Row row =
        SampleRows.point("a", AaShape.AA_10K, 1)
            .set("hardware", "H100")
            .set("sol_ceiling_key", "h100_sxm.hbm_tbps")
            .set("quant", "bf16")
            .set("kv_cache_dtype", "BF16")
            .set("tensor_parallel", 2)
            .row();

    assertThat(Arm.of(row)).isEqualTo(cell(Map.of()));
    assertThat(Arm.swept(row)).isFalse();
  }

  private static Arm cell(Map<String, Object> differing) {
    Map<String, Object> declared = new HashMap<>(SERVED);
    declared.putAll(differing);
    return Arm.of(SampleCampaigns.cell("a", declared));
  }

  private static ObjectNode sweep() {
    return Json.object()
        .put("cell_id", "dense-decode")
        .put("model", "example-org/example-8b")
        .put("hardware", "H100")
        .put("hbm_ceiling_key", "h100_sxm.hbm_tbps")
        .put("quant", "BF16")
        .put("kv_dtype", "bf16")
        .put("tensor_parallel", 2)
        .put("pipeline_parallel", 1)
        .put("data_parallel", 1)
        .put("parallel_strategy", "TP")
        .put("mtp", false);
  }
}
