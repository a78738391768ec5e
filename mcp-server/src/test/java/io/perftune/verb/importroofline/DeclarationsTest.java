package io.perftune.verb.importroofline;

import static org.assertj.core.api.Assertions.assertThat;

import io.perftune.fixtures.SampleCampaigns;
import io.perftune.roofline.SweepContext;
import io.perftune.value.Campaign;
import io.perftune.value.Cell;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class DeclarationsTest {
  private final List<Problem> problems = new ArrayList<>();

  @Test
  void theFlagComesBeforeTheManifestAndThatBeforeTheCells() {
    SweepContext.Declared declared =
        declared(
            Json.object().put("quant", "FP8"),
            manifest().put("quant", "INT8").put("kv_dtype", "fp8"),
            cell(
                Map.of(
                    "quant",
                    "BF16",
                    "kv_cache_dtype",
                    "bf16",
                    "image",
                    "of-the-cell",
                    "dataset",
                    "aa")));

    assertThat(problems).isEmpty();
    assertThat(declared.text("quant")).isEqualTo("FP8");
    assertThat(declared.text("kv_dtype")).isEqualTo("fp8");
    assertThat(declared.text("image")).isEqualTo("of-the-cell");
    assertThat(declared.sources().required("quant").asString()).isEqualTo("flag");
    assertThat(declared.sources().required("kv_dtype").asString()).isEqualTo("manifest");
    assertThat(declared.sources().required("image").asString()).isEqualTo("campaign");
    assertThat(declared.sources().has("dataset")).as("theirs is another load").isFalse();
  }

  @Test
  void cellsThatDifferOrHideItSayNothing() {
    ObjectNode manifest = manifest();
    manifest.remove(List.of("quant", "kv_dtype"));
    declared(
        Json.object(),
        manifest,
        cell(Map.of("quant", "BF16", "kv_cache_dtype", "undisclosed")),
        cell(Map.of("quant", "FP8", "kv_cache_dtype", "undisclosed")));

    assertThat(problems).extracting(Problem::code).containsOnly("missing-declaration");
    assertThat(problems).extracting(Problem::where).containsExactly("quant", "kv_dtype");
    assertThat(problems.getLast().remedy())
        .isEqualTo("Give --kv-dtype, or write \"kv_dtype\" into roofline_sweep_manifest.json.");
  }

  @Test
  void withoutCellsParallelismIsOneAndSaidToBeADefault() {
    SweepContext.Declared declared = declared(Json.object(), manifest());

    assertThat(declared.values().required("data_parallel").intValue()).isEqualTo(1);
    assertThat(declared.text("parallel_strategy")).isEqualTo("TP");
    assertThat(declared.sources().required("pipeline_parallel").asString()).isEqualTo("default");
    assertThat(declared.speculative()).isFalse();
    assertThat(declared.acceptanceLength()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          tensor_parallel        | 0        | Give a whole number from 1.
          tensor_parallel        | 1.5      | Give a whole number from 1.
          data_parallel          | "2"      | Give a whole number from 1.
          gpu_memory_utilization | -0.9     | Give a value of the kind that --gpu-memory-utilization describes.
          acceptance_length      | 0        | Give a value of the kind that --acceptance-length describes.
          mtp                    | "yes"    | Give a value of the kind that --mtp describes.
          cache_mode             | "tepid"  | Give a value of the kind that --cache-mode describes.
          parallel_strategy      | "PP"     | Give a value of the kind that --parallel-strategy describes.
          model                  | " "      | Give a value of the kind that --model describes.
          image                  | {}       | Give a value of the kind that --image describes.
          """)
  void aValueOfAnotherKindInTheManifestIsRefusedByName(String key, String value, String remedy) {
    ObjectNode manifest = manifest();
    manifest.set(key, Json.MAPPER.readTree(value));
    declared(Json.object(), manifest);

    assertThat(problems)
        .containsExactly(
            new Problem(
                "bad-declaration",
                "%s is %s in the manifest.".formatted(key, value),
                "roofline_sweep_manifest.json",
                remedy));
  }

  @Test
  void aListOfPatchesIsOneText() {
    ObjectNode manifest = manifest();
    manifest.putArray("patch_files").add("a.py").add("b.py");

    assertThat(declared(Json.object(), manifest).text("patch_files")).isEqualTo("a.py,b.py");
  }

  private SweepContext.Declared declared(ObjectNode flags, ObjectNode manifest, Cell... cells) {
    return Declarations.of(
        flags, manifest, new Campaign(Json.object(), List.of(cells), List.of()), problems);
  }

  private static Cell cell(Map<String, Object> declared) {
    return SampleCampaigns.cell("a", declared);
  }

  private static ObjectNode manifest() {
    return Json.object()
        .put("model", "m")
        .put("hardware", "H100")
        .put("quant", "BF16")
        .put("kv_dtype", "bf16")
        .put("tensor_parallel", 1);
  }
}
