package io.perftune.speedoflight;

import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import java.util.ArrayList;
import java.util.List;

/// How a deployment is spread over GPUs.
///
/// @param tensor GPUs that share each layer
/// @param pipeline groups of layers, one after the other
/// @param data replicas, each of which serves its share of the concurrency
/// @param expertsSpread whether the replicas hold the routed experts together, each expert once, so
///   that the tokens of all replicas meet in them (expert parallelism)
public record Parallelism(int tensor, int pipeline, int data, boolean expertsSpread) {
  public Parallelism {
    List<Problem> problems = new ArrayList<>();
    positive(problems, "tensor_parallel", tensor);
    positive(problems, "pipeline_parallel", pipeline);
    positive(problems, "data_parallel", data);
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  /// GPUs of the whole deployment: TP x PP x DP.
  public int gpus() {
    return tensor * pipeline * data;
  }

  /// Sequences of which one replica decodes a token in one step, `c / DP`; at least 1, for a
  /// replica without a sequence reads nothing.
  public double batch(double concurrency) {
    return Math.max(1, concurrency / data);
  }

  /// Sequences whose tokens meet in one expert in one step: all where experts are spread over the
  /// replicas, else those of one replica.
  public double expertBatch(double concurrency) {
    return expertsSpread ? Math.max(1, concurrency) : batch(concurrency);
  }

  private static void positive(List<Problem> problems, String name, int value) {
    if (value < 1) {
      problems.add(
          Problem.of(
              "invalid-parallelism",
              "%s is %d.".formatted(name, value),
              "Give a whole number from 1."));
    }
  }
}
