package io.perftune.atlas;

import io.perftune.value.EngineMetrics;
import io.perftune.value.EngineMetrics.Figure;
import java.util.List;

/// What the serving engine's own counters say of the point.
final class ServerColumns {
  private static final List<String> DCGM =
      List.of("dcgm_sm_active", "dcgm_dram_active", "dcgm_tensor_active");

  private ServerColumns() {}

  static void put(RowBuilder row, EngineMetrics server) {
    for (Figure figure : Figure.values()) {
      row.number(figure.column(), server.value(figure), String.valueOf(server.unmeasured(figure)));
    }
    DCGM.forEach(column -> row.unmeasured(column, "no DCGM readings were imported"));
  }
}
