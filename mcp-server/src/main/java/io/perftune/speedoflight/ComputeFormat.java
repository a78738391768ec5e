package io.perftune.speedoflight;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The number format in which matrices are multiplied, and so whose peak counts.
///
/// It is not always that of the weights: W4A16 stores four bits and multiplies in BF16.
public enum ComputeFormat {
  BF16("bf16_dense_pflops"),
  FP8("fp8_dense_pflops"),
  INT8("int8_dense_pops"),
  NVFP4("nvfp4_dense_pflops"),
  MXFP4("mxfp4_dense_pflops");

  private final String metric;

  ComputeFormat(String metric) {
    this.metric = requireNonNull(metric, "metric is null");
  }

  /// The metric of configs/sol-ceilings.yaml that holds its peak.
  public String metric() {
    return metric;
  }

  /// Its name as rows write it: `bf16`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The format of that name; FP16 has the peak of BF16, and FP4 means NVFP4.
  ///
  /// @throws ProblemException where the name is not known
  public static ComputeFormat named(String name) {
    String normal = WeightFormat.normalized(name);
    return switch (normal) {
      case "BFLOAT16", "FP16", "FLOAT16" -> BF16;
      case "FP4" -> NVFP4;
      default ->
          Arrays.stream(values())
              .filter(format -> format.name().equals(normal))
              .findFirst()
              .orElseThrow(() -> unknown(name));
    };
  }

  private static ProblemException unknown(String name) {
    String known =
        Arrays.stream(values()).map(ComputeFormat::label).collect(Collectors.joining(", "));
    return new ProblemException(
        Problem.of(
            "unknown-compute-dtype",
            "No peak belongs to compute dtype \"%s\".".formatted(name),
            "Known are " + known + "."));
  }
}
