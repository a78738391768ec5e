package io.perftune.capacity;

import io.perftune.config.Tables;
import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a campaign declares in `cost:`, and the rows of cost_v1 that follow from it.
///
/// A million tokens cost usd_per_gpu_hour x 1e6 / (tokens per second and GPU x 3600).
///
/// @param usdPerGpuHour null where no price is declared
/// @param wattsPerGpu null where no power is declared
record Prices(@Nullable Double usdPerGpuHour, @Nullable Double wattsPerGpu) {
  private static final Table TABLE = Tables.table(Tables.COST);
  private static final double MILLION = 1e6;
  private static final double SECONDS = 3_600;
  private static final String NO_GPUS = "the number of GPUs is not known";
  private static final String NO_POWER = "the campaign declares no power";

  /// @param cost the campaign's `cost:`
  static Prices of(JsonNode cost) {
    return new Prices(
        Json.number(cost, "usd_per_gpu_hour"), Json.number(cost, "power_watts_per_gpu"));
  }

  /// The row; empty where no price is declared.
  Optional<Row> row(OperatingPoint point) {
    if (usdPerGpuHour == null) {
      return Optional.empty();
    }
    Double output = point.outputTpsPerGpu();
    Double total = point.totalTpsPerGpu();
    String whyTotal = output == null ? NO_GPUS : "input tokens were not counted";
    return Optional.of(
        new TableRow(TABLE, point)
            .number("usd_per_gpu_hour", usdPerGpuHour, "")
            .number("usd_per_1m_output_tokens", million(output, usdPerGpuHour), NO_GPUS)
            .number("usd_per_1m_total_tokens", million(total, usdPerGpuHour), whyTotal)
            .number("power_watts_per_gpu", wattsPerGpu, NO_POWER)
            .number(
                "tokens_per_watt",
                output == null || wattsPerGpu == null ? null : output / wattsPerGpu,
                wattsPerGpu == null ? NO_POWER : NO_GPUS)
            .row());
  }

  private static @Nullable Double million(@Nullable Double perGpu, double price) {
    return perGpu == null || perGpu <= 0 ? null : price * MILLION / (perGpu * SECONDS);
  }
}
