package io.perftune.roofline;

import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.speedoflight.ComputeFormat;
import io.perftune.speedoflight.Deployment;
import io.perftune.speedoflight.KvFormat;
import io.perftune.speedoflight.ModelConfig;
import io.perftune.speedoflight.Parallelism;
import io.perftune.speedoflight.Peaks;
import io.perftune.speedoflight.WeightFormat;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Lines of a sweep with round figures, and what they were measured with: a small dense model on
/// two GPUs whose HBM delivers 1 TB/s and whose tensor cores 100 TFLOP/s.
final class SampleBundle {
  private static final String CONFIG =
      """
      {"model_type": "llama", "architectures": ["LlamaForCausalLM"], "num_hidden_layers": 2,
       "hidden_size": 8, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 4,
       "vocab_size": 10, "intermediate_size": 16}
      """;

  private SampleBundle() {}

  /// A decode line with 400 tokens/s.
  static String decode(int concurrency) {
    return """
    {"tag": "d%1$d", "c": %1$d, "isl": 256, "osl": 512, "num_prompts": 8, "seed": 7, \
    "bench": {"output_throughput": 400, "median_tpot_ms": 10, "median_ttft_ms": 40, \
    "median_itl_ms": 9, "total_token_throughput": 600, "request_throughput": 2, \
    "completed": 8, "x_extra": 1}, \
    "dcgm_steady": {"sm_active_mean": 0.7, "tensor_active_mean": 0.2, "dram_active_mean": 0.5, \
    "fp16_active_mean": 0.1, "nvlink_tx_Bps_mean": 1e9, "nvlink_rx_Bps_mean": 2e9, \
    "dmon_samples": 30}}\
    """
        .formatted(concurrency);
  }

  /// A prefill line: eight prompts in half a second, at concurrency 4.
  static String prefill(int isl) {
    return """
    {"tag": "p%1$d", "c": 4, "isl": %1$d, "osl": 4, "num_prompts": 8, "seed": 7, \
    "bench": {"total_input_tokens": %2$d, "duration": 0.5, "median_ttft_ms": 100}, \
    "dcgm_steady": {"tensor_active_mean": 0.6}}\
    """
        .formatted(isl, 8 * isl);
  }

  /// The points of decode lines.
  static List<SweepPoint> points(Phase phase, String... lines) {
    List<Problem> problems = new ArrayList<>();
    List<SweepPoint> points = SweepFile.read(phase, String.join("\n", lines), problems);
    if (!problems.isEmpty()) {
      throw new AssertionError(problems.toString());
    }
    return points;
  }

  /// What is declared, by flags all of it.
  static ObjectNode declared() {
    return Json.object()
        .put("model", "example-8b")
        .put("hardware", "example")
        .put("quant", "BF16")
        .put("kv_dtype", "bf16")
        .put("tensor_parallel", 2)
        .put("pipeline_parallel", 1)
        .put("data_parallel", 1)
        .put("parallel_strategy", "TP")
        .put("cache_mode", "cold")
        .put("delivery", "helm");
  }

  static SweepContext context(ObjectNode declared) {
    return context(declared, ComputeFormat.named("bf16"));
  }

  /// @param compute null where nobody knows in which format the GEMMs run
  static SweepContext context(ObjectNode declared, @Nullable ComputeFormat compute) {
    Deployment deployment =
        new Deployment(
            ModelConfig.read(Json.MAPPER.readTree(CONFIG)),
            WeightFormat.named("BF16", null),
            KvFormat.named("bf16"),
            new Parallelism(2, 1, 1, false));
    Peaks peaks = Peaks.of("example", compute, path -> path.contains("hbm") ? 1.0 : 0.1);
    if (peaks == null) {
      throw new AssertionError("the part has an HBM peak");
    }
    ObjectNode sources = Json.object();
    declared.propertyNames().forEach(name -> sources.put(name, "flag"));
    return new SweepContext(
        "campaign",
        "dense",
        new SweepContext.Declared(declared, sources),
        new SweepContext.Model(deployment, peaks),
        compute,
        new SweepContext.Origin(
            "/bundles/dense", "b".repeat(64), "2026-01-15T10:00:00Z", "9", "c"));
  }
}
