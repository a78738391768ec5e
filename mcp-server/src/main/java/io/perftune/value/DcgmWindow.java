package io.perftune.value;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One window of a dcgm_correlation.json.
///
/// @param number its place in the file, from 1
/// @param concurrency that was held in it; null where the file does not say
/// @param gpus the readings of each GPU
public record DcgmWindow(
    int number, Instant start, Instant end, @Nullable Long concurrency, List<JsonNode> gpus) {
  public DcgmWindow {
    requireNonNull(start, "start is null");
    requireNonNull(end, "end is null");
    gpus = List.copyOf(gpus);
  }

  /// The windows of a file that obeys its schema, in its order.
  public static List<DcgmWindow> of(JsonNode file) {
    List<DcgmWindow> windows = new ArrayList<>();
    for (JsonNode json : file.required("windows")) {
      windows.add(
          new DcgmWindow(
              windows.size() + 1,
              Instant.parse(json.required("start_utc").asString()),
              Instant.parse(json.required("end_utc").asString()),
              Json.integer(json, "concurrency"),
              json.required("gpus").valueStream().toList()));
    }
    return windows;
  }

  /// Whether a capture at that concurrency may be laid over it: both say the same, or both nothing.
  public boolean fits(@Nullable Long capture) {
    return capture == null ? concurrency == null : capture.equals(concurrency);
  }

  /// Its length.
  public double seconds() {
    return Duration.between(start, end).toNanos() / 1e9;
  }

  /// Seconds of all GPUs together.
  public double gpuSeconds() {
    return seconds() * gpus.size();
  }

  /// Read and written, of all GPUs together.
  public double bytes() {
    return gpus.stream()
        .mapToDouble(gpu ->
            gpu.required("dram_bytes_read").doubleValue()
                + gpu.required("dram_bytes_written").doubleValue())
        .sum();
  }

  /// The mean over the GPUs; null where one of them lacks it.
  public @Nullable Double mean(String reading) {
    double sum = 0;
    for (JsonNode gpu : gpus) {
      Double value = Json.number(gpu, reading);
      if (value == null) {
        return null;
      }
      sum += value;
    }
    return sum / gpus.size();
  }
}
