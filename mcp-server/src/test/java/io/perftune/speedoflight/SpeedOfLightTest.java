package io.perftune.speedoflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SpeedOfLightTest {
  private static final String LLAMA =
      """
      {"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 32,
       "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 128256,
       "intermediate_size": 14336}
      """;

  /// Two layers, one of them of 8 experts: small enough to count by hand.
  private static final String TINY =
      """
      {"model_type": "tiny", "hidden_size": 10, "num_hidden_layers": 2, "num_attention_heads": 2,
       "num_key_value_heads": 1, "head_dim": 5, "vocab_size": 100, "intermediate_size": 20,
       "num_experts": 8, "num_experts_per_tok": 2, "moe_intermediate_size": 4,
       "n_shared_experts": 1, "first_k_dense_replace": 1}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"dense", "moe"})
  void agreesWithTheEarlierImplementationToNineDigits(String sample) throws Exception {
    JsonNode expected = json(sample, "expected.json");
    Deployment deployment =
        new Deployment(
            ModelConfig.read(json(sample, "model_config.json")),
            WeightFormat.named(expected.required("quant").asString(), null),
            KvFormat.named(expected.required("kv_dtype").asString()),
            new Parallelism(expected.required("tensor_parallel").intValue(), 1, 1, false));

    for (JsonNode point : expected.required("decode")) {
      agree(
          point,
          Decode.of(deployment, number(point, "c"), number(point, "isl"), number(point, "osl"))
              .at(number(point, "output_throughput")));
    }
    for (JsonNode point : expected.required("prefill")) {
      double rate = number(point, "total_input_tokens") / number(point, "duration");
      agree(point, new Prefill(deployment, number(point, "isl")).at(rate));
    }
  }

  @Test
  void countsATinyMixtureByHand() {
    ModelShape shape = shape(TINY);

    // attention 10*10 + 2*10*5 + 10*10 = 300 a layer; dense 3*10*20 = 600; shared 3*10*4 = 120;
    // router 80; an expert 120; head 1000
    assertThat(shape.always()).isEqualTo(600 + 600 + 120 + 80);
    assertThat(shape.routed(3)).isEqualTo(360);
    assertThat(shape.lmHead()).isEqualTo(1000);
    assertThat(shape.flopPerToken()).isEqualTo(2 * (1400 + 240 + 1000));
    assertThat(shape.total()).isEqualTo(1400 + 960 + 1000);
  }

  @Test
  void aReplicaServesItsShareOfTheConcurrency() {
    Deployment two = tiny(new Parallelism(1, 1, 2, false));
    Deployment spread = tiny(new Parallelism(1, 1, 2, true));

    Decode decode = new Decode(two, 4, 0);
    assertThat(decode.union()).isEqualTo(4);
    // FP8: 1400 + head 2000, experts 4*120, over b = 2
    assertThat(decode.at(100).bytesPerToken()).isEqualTo((3400 + 480) / 2.0);
    assertThat(decode.at(100).hbmDeliveredBytesPerSecond()).isEqualTo(1940 * 100 / 2.0);

    Decode together = new Decode(spread, 4, 0);
    assertThat(together.union()).isEqualTo(8);
    assertThat(together.at(100).bytesPerToken()).isEqualTo(3400 / 2.0 + 960 / 4.0);
  }

  @Test
  void everyGpuOfTensorPipelineAndDataParallelismCounts() {
    Parallelism spread = new Parallelism(4, 2, 3, false);

    assertThat(spread.gpus()).isEqualTo(24);
    assertThat(spread.batch(12)).isEqualTo(4);
    assertThat(spread.batch(2)).as("a replica without a sequence reads nothing").isEqualTo(1);
    double one =
        new Decode(tiny(new Parallelism(4, 1, 1, false)), 4, 7).at(50).achievedTflopsPerGpu();
    double staged =
        new Decode(tiny(new Parallelism(4, 2, 1, false)), 4, 7).at(50).achievedTflopsPerGpu();
    assertThat(staged).isEqualTo(one / 2);
    assertThatThrownBy(() -> new Parallelism(0, 1, 0, false))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("tensor_parallel is 0")
        .hasMessageContaining("data_parallel is 0");
  }

  @Test
  void theExpectedUnionIsWhatIndependentRoutingTouches() {
    Parallelism alone = new Parallelism(1, 1, 1, false);

    // 8 (1 - (3/4)^b)
    assertThat(new Decode(tiny(alone), 1, 0).expectedUnion()).isCloseTo(2, within(1e-12));
    assertThat(new Decode(tiny(alone), 2, 0).expectedUnion()).isCloseTo(3.5, within(1e-12));
    assertThat(new Decode(tiny(alone), 2, 0).union()).isEqualTo(4);
    assertThat(new Decode(dense(alone), 9, 0).expectedUnion()).isZero();
    assertThat(new Decode(tiny(alone), 3, 0).expectedAt(1).bytesPerToken())
        .isLessThan(new Decode(tiny(alone), 3, 0).at(1).bytesPerToken());
  }

  @Test
  void latentAttentionIsCountedByHand() {
    Attention latent = new Attention.Latent(2, 3, 4, 5, 6, 7);

    // 10*3 + 3*2*11 + 10*10 + 4*2*12 + 2*7*10
    assertThat(latent.paramsPerLayer(10)).isEqualTo(30 + 66 + 100 + 96 + 140);
    assertThat(new Attention.Latent(2, 0, 4, 5, 6, 7).paramsPerLayer(10))
        .isEqualTo(0 + 220 + 100 + 96 + 140);
    assertThat(latent.kvElements()).isEqualTo(10);
    assertThat(latent.decodeFlops(100)).isEqualTo(2 * 2 * 10 * 100 + 2 * 2 * 4 * 100);
    assertThat(latent.prefillFlops(100)).isEqualTo(2 * 2 * 11 * 100 + 2 * 2 * 7 * 100);
    assertThat(latent.kvCopies(8)).isEqualTo(8);
  }

  @Test
  void headsAreCopiedWhereGpusOutnumberThem() {
    Attention grouped = new Attention.Grouped(32, 8, 128);

    assertThat(grouped.kvCopies(4)).isEqualTo(1);
    assertThat(grouped.kvCopies(16)).isEqualTo(2);
    assertThat(grouped.decodeFlops(10)).isEqualTo(4 * 32 * 128 * 10);
  }

  @Test
  void speculationDividesTheWeightsByTheTokensOfAStep() {
    Decode decode = new Decode(dense(new Parallelism(1, 1, 1, false)), 1, 0);

    assertThat(decode.speculativeAt(10, 2.5).bytesPerToken())
        .isEqualTo(decode.at(10).bytesPerToken() / 2.5);
  }

  @Test
  void thePromptsHeadRunsOnceAndAttentionOverHalfOfIt() {
    Deployment llama = dense(new Parallelism(1, 1, 1, false));
    Prefill prefill = new Prefill(llama, 1000);

    double head = 2 * 4096.0 * 128256;
    assertThat(prefill.withoutLmHeadFlopPerToken()).isEqualTo(prefill.at(1).flopPerToken() - head);
    assertThat(prefill.attentionFlopPerToken()).isEqualTo(32 * 4.0 * 4096 * 500);
    assertThat(head / prefill.at(1).flopPerToken()).isCloseTo(0.07, within(0.001));
  }

  @Test
  void aStepLastsAtLeastAsLongAsItsWeightsTakeToRead() {
    Peaks peaks = Objects.requireNonNull(Peaks.of("part", ComputeFormat.FP8, key -> 2.0));

    // 16 GB of BF16 weights over 2 TB/s
    double bytes = 2 * shape(LLAMA).active(0);
    assertThat(new Decode(dense(new Parallelism(1, 1, 1, false)), 8, 9).leastStepMs(peaks))
        .isCloseTo(bytes / 2e12 * 1000, Percentage.withPercentage(1e-9));
    assertThat(new Decode(dense(new Parallelism(4, 2, 1, false)), 8, 9).leastStepMs(peaks))
        .isCloseTo(bytes / 4 / 2e12 * 1000, Percentage.withPercentage(1e-9));
    assertThat(peaks.ridge()).isEqualTo(1000);
    Coordinates half = new Coordinates(1e15, 1e12, 1, 1);
    assertThat(half.hbmDeliveredPct(peaks)).isEqualTo(50);
    assertThat(half.computePct(Objects.requireNonNull(peaks.compute()))).isEqualTo(50);
  }

  @Test
  void noPeakIsTakenForAnother() {
    Peaks weightOnly =
        Objects.requireNonNull(
            Peaks.of("part", WeightFormat.named("INT4-G128", null).compute(), key -> 1.0));

    assertThat(weightOnly.compute()).isNull();
    assertThat(weightOnly.ridge()).isNull();
    assertThat(Peaks.of("part", ComputeFormat.FP8, key -> null)).isNull();
    assertThat(Peaks.of("part", ComputeFormat.NVFP4, key -> key.endsWith("hbm_tbps") ? 1.0 : null))
        .extracting(Peaks::compute)
        .isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "BF16, 2",
    "fp16, 2",
    "FP8, 1",
    "int8, 1",
    "NVFP4, 0.5625",
    "FP4, 0.5625",
    "MXFP4, 0.53125",
    "FP32, 4",
    "INT4-G128, 0.515625",
    "W4A16_G32, 0.5625",
    "MXFP8, 1.03125"
  })
  void aWeightHasTheBytesOfItsFormat(String quant, double bytes) {
    assertThat(WeightFormat.named(quant, null).bytes()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Q4_K_M", "INT4", "auto", "undisclosed", "INT4-G0", ""})
  void anUnknownQuantIsRefused(String quant) {
    assertThatThrownBy(() -> WeightFormat.named(quant, null))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(quant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "int8", "undisclosed"})
  void anUnknownKvDtypeIsRefused(String dtype) {
    assertThatThrownBy(() -> KvFormat.named(dtype)).hasMessageContaining(dtype);
    assertThat(KvFormat.named("fp8_e4m3").bytes()).isEqualTo(1);
    assertThat(KvFormat.named("nvfp4").bytes()).isEqualTo(0.5625);
  }

  @Test
  void everyMissingKeyIsNamedAtOnceWithWhatWasFound() {
    assertThatThrownBy(() -> shape("{\"model_type\": \"x\", \"hidden_size\": 64}"))
        .hasMessageContaining("num_hidden_layers or n_layer is missing")
        .hasMessageContaining("vocab_size is missing")
        .hasMessageContaining("num_attention_heads is missing")
        .hasMessageContaining("intermediate_size is missing")
        .hasMessageContaining("Found are model_type, hidden_size");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"hybrid_override_pattern\": \"M-M*\"",
        "\"layer_types\": [\"linear_attention\"]",
        "\"is_encoder_decoder\": true",
        "\"num_experts\": 8",
        "\"kv_lora_rank\": 512",
        "\"hidden_size\": -4096",
        "\"num_hidden_layers\": 1.5",
        "\"num_key_value_heads\": 0",
        "\"num_key_value_heads\": 5"
      })
  void whatTheFormulasDoNotDescribeIsRefused(String member) {
    assertThatThrownBy(() -> ModelConfig.read(merged(LLAMA, "{" + member + "}")))
        .isInstanceOf(ProblemException.class);
  }

  @Test
  void wrappedConfigurationsAndAliasesAreRead() {
    JsonNode wrapped = json("{\"text_config\": " + LLAMA + "}");
    JsonNode aliased =
        json(LLAMA.replace("num_hidden_layers", "n_layer").replace("hidden_size", "n_embd"));

    assertThat(ModelConfig.read(wrapped)).isEqualTo(shape(LLAMA));
    assertThat(ModelConfig.read(aliased)).isEqualTo(shape(LLAMA));
    assertThat(ModelConfig.groupSize(json("{\"quantization_config\": {\"group_size\": 64}}")))
        .isEqualTo(64);
  }

  @Test
  void aMixtureAloneNamesItsExpertsWidthIntermediateSize() {
    JsonNode mixtral = merged(LLAMA, "{\"num_local_experts\": 8, \"num_experts_per_tok\": 2}");

    assertThat(ModelConfig.read(mixtral).feedForward())
        .isEqualTo(new FeedForward.Experts(0, 0, 8, 2, 14336, 0, 3));
  }

  private static void agree(JsonNode expected, Coordinates ours) {
    Percentage close = Percentage.withPercentage(1e-7);
    assertThat(ours.arithmeticIntensity())
        .isCloseTo(number(expected, "arithmetic_intensity"), close);
    assertThat(ours.achievedTflopsPerGpu())
        .isCloseTo(number(expected, "achieved_tflops_per_gpu"), close);
    assertThat(ours.hbmDeliveredBytesPerSecond())
        .isCloseTo(number(expected, "hbm_delivered_Bps_per_gpu"), close);
  }

  private static Deployment tiny(Parallelism parallelism) {
    return new Deployment(
        shape(TINY), WeightFormat.named("FP8", null), KvFormat.named("fp8"), parallelism);
  }

  private static Deployment dense(Parallelism parallelism) {
    return new Deployment(
        shape(LLAMA), WeightFormat.named("BF16", null), KvFormat.named("bf16"), parallelism);
  }

  private static ModelShape shape(String config) {
    return ModelConfig.read(json(config));
  }

  private static double number(JsonNode point, String member) {
    return point.required(member).doubleValue();
  }

  private static JsonNode json(String text) {
    return Json.MAPPER.readTree(text);
  }

  private static JsonNode merged(String text, String more) {
    var object = json(text).asObject();
    object.setAll(json(more).asObject());
    return object;
  }

  private static JsonNode json(String sample, String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            SpeedOfLightTest.class.getResourceAsStream("/roofline/" + sample + "/" + file))) {
      return Json.MAPPER.readTree(in);
    }
  }
}
