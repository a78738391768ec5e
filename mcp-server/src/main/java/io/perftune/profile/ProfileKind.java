package io.perftune.profile;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of files of GPU readings, each known by its member `schema`.
public enum ProfileKind {
  /// GPU time shares by category of kernel: L1.
  KERNELS("perftune_kernels_v1", "kernels.json"),
  /// Counters of single kernels: L4.
  NCU_KERNELS("perftune_ncu_kernels_v1", "ncu_kernels.json"),
  /// DCGM readings over the measured windows: L3, and with time shares L2.
  DCGM("perftune_dcgm_correlation_v1", "dcgm_correlation.json");

  private final String schema;
  private final String fileName;

  ProfileKind(String schema, String fileName) {
    this.schema = requireNonNull(schema, "schema is null");
    this.fileName = requireNonNull(fileName, "fileName is null");
  }

  /// The name of its schema in schemas/, which is the file's member `schema`.
  public String schema() {
    return schema;
  }

  /// What it is called in a cell's directory.
  public String fileName() {
    return fileName;
  }

  /// The kind of a file that names that schema; empty where it is none of ours.
  public static Optional<ProfileKind> of(String schema) {
    return Arrays.stream(values()).filter(kind -> kind.schema.equals(schema)).findFirst();
  }
}
