package io.perftune.capacity;

import io.perftune.config.Tables;
import io.perftune.value.Row;
import io.perftune.value.Table;
import org.jspecify.annotations.Nullable;

/// The row of tpm_v1 of an operating point.
///
/// With a known number of GPUs: tokens per second and GPU x gpus_per_node x 60. Otherwise tokens
/// per second of the endpoint x 60, and the basis says so.
final class TpmRow {
  private static final Table TABLE = Tables.table(Tables.TPM);
  private static final int SECONDS = 60;

  private TpmRow() {}

  static Row of(OperatingPoint point, Limits limits) {
    TableRow row = new TableRow(TABLE, point);
    row.copy("mean_isl", point.row(), "mean_input_tokens");
    row.copy("mean_osl", point.row(), "mean_output_tokens");
    Double perGpu = point.outputTpsPerGpu();
    boolean known = perGpu != null;
    double output = perGpu == null ? point.outputTps() : perGpu * limits.gpusPerNode();
    return row.text("basis", known ? "per_gpu_x_node" : "as_measured", "")
        .integer("gpus_per_node", known ? limits.gpusPerNode() : null, "basis is as_measured")
        .number("output_tpm", output * SECONDS, "")
        .number("total_tpm", total(point, limits), "input tokens were not counted")
        .number("ttft_sla_ms", limits.ttftMs(), "")
        .number("tpot_sla_ms", limits.tpotMs(), "")
        .text("tpot_source", Limits.tpotColumn(point.row()), "the atlas row has neither")
        .text("sla_unmet", point.slaUnmet(), "the configuration has an sla row")
        .row();
  }

  private static @Nullable Double total(OperatingPoint point, Limits limits) {
    boolean known = point.outputTpsPerGpu() != null;
    Double total = known ? point.totalTpsPerGpu() : point.totalTps();
    return total == null ? null : total * (known ? limits.gpusPerNode() : 1) * SECONDS;
  }
}
