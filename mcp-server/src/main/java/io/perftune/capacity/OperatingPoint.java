package io.perftune.capacity;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Row;
import org.jspecify.annotations.Nullable;

/// A point of the atlas that a configuration's capacity is quoted at.
///
/// @param name peak or sla
/// @param row the point's row of atlas_v1
/// @param slaUnmet why the configuration has no sla point; null where it has one
record OperatingPoint(String name, Row row, @Nullable String slaUnmet) {
  OperatingPoint {
    requireNonNull(name, "name is null");
    requireNonNull(row, "row is null");
  }

  static OperatingPoint peak(Row row) {
    return new OperatingPoint("peak", row, null);
  }

  static OperatingPoint sla(Row row) {
    return new OperatingPoint("sla", row, null);
  }

  /// The same of a configuration that has no sla point.
  OperatingPoint without(String why) {
    return new OperatingPoint(name, row, why);
  }

  /// Output tokens per second of the whole endpoint.
  double outputTps() {
    return Figure.of(row, "output_tps");
  }

  /// Input and output tokens per second of the whole endpoint: (input + output) / window, the input
  /// as requests per second times their mean length; null where input was not counted.
  @Nullable Double totalTps() {
    Double requests = row.number("request_throughput_avg");
    Double input = row.number("mean_input_tokens");
    return requests == null || input == null ? null : outputTps() + requests * input;
  }

  /// Output tokens per second and GPU; null where the number of GPUs is not known.
  @Nullable Double outputTpsPerGpu() {
    return row.number("output_tps_per_gpu");
  }

  /// The same of input and output together; null too where input was not counted.
  @Nullable Double totalTpsPerGpu() {
    return row.number("total_tps_per_gpu");
  }
}
