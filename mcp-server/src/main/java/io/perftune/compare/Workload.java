package io.perftune.compare;

import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;

/// What was asked of the endpoint and how it was measured: rows that differ in any of it answer
/// different questions.
///
/// A null equals a null. What is not in here, above all the hardware, the parallelism, the weight
/// format and the serving configuration, is what a comparison is about.
final class Workload {
  /// The columns that have to be equal.
  static final List<String> KEY =
      List.of(
          "model",
          "dataset",
          "aa_shape",
          "aa_mode",
          "prompt_source",
          "target_input_tokens",
          "min_answer_tokens",
          "max_output_tokens",
          "concurrency",
          "cache_mode",
          "output_control",
          "load_engine",
          "backend");

  /// A user's own prompts are the same only where their hash is.
  private static final String OWN = "file";

  private static final String PROMPTS = "dataset_sha256";

  private final SequencedMap<String, String> values = new LinkedHashMap<>();

  private Workload() {}

  static Workload of(Row row) {
    Workload workload = new Workload();
    KEY.forEach(column -> workload.values.put(column, String.valueOf(row.text(column))));
    workload.values.put(
        PROMPTS,
        OWN.equals(row.text("prompt_source")) ? String.valueOf(row.text(PROMPTS)) : "generated");
    return workload;
  }

  /// The columns in which the two differ, each as `column (this, other)`.
  List<String> differences(Workload other) {
    List<String> differing = new ArrayList<>();
    values.forEach((column, value) -> {
      String there = Objects.requireNonNull(other.values.get(column), column);
      if (!value.equals(there)) {
        differing.add("%s (%s, there %s)".formatted(column, value, there));
      }
    });
    return differing;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Workload workload && values.equals(workload.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
