package io.perftune.verb.importroofline;

import io.perftune.config.Ceilings;
import io.perftune.roofline.SweepContext;
import io.perftune.speedoflight.ComputeFormat;
import io.perftune.speedoflight.Deployment;
import io.perftune.speedoflight.KvFormat;
import io.perftune.speedoflight.ModelConfig;
import io.perftune.speedoflight.ModelShape;
import io.perftune.speedoflight.Parallelism;
import io.perftune.speedoflight.Peaks;
import io.perftune.speedoflight.WeightFormat;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Turns what was declared into the deployment and the peaks that the formulas take.
///
/// @param config the model's config.json; null where none was found, which was said
record ModelOfSweep(
    SweepContext.Declared declared, @Nullable ObjectNode config, List<Problem> problems) {

  /// Both; null where something is wrong, which is added to the problems.
  SweepContext.@Nullable Model model() {
    ModelShape shape = config == null ? null : tried(() -> ModelConfig.read(config));
    WeightFormat weights = weights();
    String kvName = declared.text("kv_dtype");
    KvFormat kv = kvName == null ? null : tried(() -> KvFormat.named(kvName));
    Parallelism parallelism = tried(this::parallelism);
    Peaks peaks = peaks();
    return shape == null || weights == null || kv == null || parallelism == null || peaks == null
        ? null
        : new SweepContext.Model(new Deployment(shape, weights, kv, parallelism), peaks);
  }

  /// The format of the multiplications: declared, else the quant's own; null where neither says it.
  @Nullable ComputeFormat compute() {
    String name = declared.text("compute_dtype");
    if (name != null) {
      return tried(() -> ComputeFormat.named(name));
    }
    WeightFormat weights = weights();
    return weights == null ? null : weights.compute();
  }

  private @Nullable WeightFormat weights() {
    String name = declared.text("quant");
    Integer group = config == null ? null : ModelConfig.groupSize(config);
    return name == null ? null : tried(() -> WeightFormat.named(name, group));
  }

  private Parallelism parallelism() {
    ObjectNode values = declared.values();
    return new Parallelism(
        values.path("tensor_parallel").asInt(1),
        values.path("pipeline_parallel").asInt(1),
        values.path("data_parallel").asInt(1),
        "EP".equals(declared.text("parallel_strategy")));
  }

  private @Nullable Peaks peaks() {
    String hardware = declared.text("hardware");
    if (hardware == null) {
      return null;
    }
    Ceilings ceilings = Ceilings.load();
    String key = ceilings.key(hardware).orElse(null);
    if (key == null) {
      problems.add(ceilings.unknown(hardware).at("hardware"));
      return null;
    }
    Peaks peaks =
        Peaks.of(
            key,
            compute(),
            path -> ceilings.ceiling(path).map(Ceilings.Ceiling::value).orElse(null));
    if (peaks == null) {
      problems.add(ceilings.unknown(hardware).at("hardware"));
    }
    return peaks;
  }

  private <T> @Nullable T tried(Supplier<T> step) {
    try {
      return step.get();
    } catch (ProblemException e) {
      e.problems().stream().filter(found -> !problems.contains(found)).forEach(problems::add);
      return null;
    }
  }
}
