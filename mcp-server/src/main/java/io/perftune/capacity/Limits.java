package io.perftune.capacity;

import io.perftune.value.Json;
import io.perftune.value.Row;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an operating point within the SLA keeps, and the node that figures are quoted for.
///
/// @param ttftMs limit of ttft_avg_ms
/// @param tpotMs limit of tpot_median_ms, or of itl_avg_ms where the row has no tpot
record Limits(double ttftMs, double tpotMs, long gpusPerNode) {
  private static final double TTFT_MS = 2_000;
  private static final double TPOT_MS = 50;
  private static final long GPUS = 8;

  /// @param tpm the campaign's `tpm:`
  static Limits of(JsonNode tpm) {
    return new Limits(
        Objects.requireNonNullElse(Json.number(tpm, "ttft_sla_ms"), TTFT_MS),
        Objects.requireNonNullElse(Json.number(tpm, "tpot_sla_ms"), TPOT_MS),
        Objects.requireNonNullElse(Json.integer(tpm, "gpus_per_node"), GPUS));
  }

  /// Whether a point is within both; one that lacks a figure is not known to be.
  boolean keeps(Row row) {
    String column = tpotColumn(row);
    Double ttft = row.number("ttft_avg_ms");
    return column != null && ttft != null && ttft <= ttftMs && Figure.of(row, column) <= tpotMs;
  }

  /// Which column is held against [#tpotMs]; null where the row has neither.
  static @Nullable String tpotColumn(Row row) {
    if (row.number("tpot_median_ms") != null) {
      return "tpot_median_ms";
    }
    return row.number("itl_avg_ms") == null ? null : "itl_avg_ms";
  }

  /// Why no point of a configuration is within them.
  String unmet(List<Row> rows) {
    boolean measured =
        rows.stream().anyMatch(row -> row.number("ttft_avg_ms") != null && tpotColumn(row) != null);
    return measured
        ? "none of %d full points has ttft_avg_ms <= %s and a time per output token <= %s ms"
            .formatted(rows.size(), plain(ttftMs), plain(tpotMs))
        : "no full point has both ttft_avg_ms and a time per output token";
  }

  private static String plain(double limit) {
    return BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
  }
}
