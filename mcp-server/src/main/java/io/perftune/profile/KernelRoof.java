package io.perftune.profile;

import io.perftune.config.Ceilings.Ceiling;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One kernel against its roof: the time that its bytes need at the peak bandwidth, or its FLOPs at
/// the peak of their format, whichever is longer, over the time that it took (Williams, Waterman
/// and Patterson, "Roofline", CACM 52(4), 2009).
///
/// @param seconds that it took
record KernelRoof(
    double seconds, double bytes, double flops, @Nullable Ceiling hbm, @Nullable Ceiling compute) {
  static KernelRoof of(JsonNode kernel, @Nullable Ceiling hbm, @Nullable Ceiling compute) {
    return new KernelRoof(
        kernel.required("time_us").doubleValue() / 1e6,
        kernel.required("dram_bytes").doubleValue(),
        kernel.required("flops").doubleValue(),
        hbm,
        compute);
  }

  SolRow put(SolRow row) {
    row.number("kernel_time_us", seconds * 1e6)
        .number("attributed_bytes_total", bytes)
        .number("attributed_flops_total", flops)
        .number(
            "arithmetic_intensity_flops_per_byte", bytes == 0 ? null : (Double) (flops / bytes));
    if ((hbm == null && bytes > 0) || (compute == null && flops > 0)) {
      return row.because("pct_sol", "the part has no peak of the kernel's format")
          .because("bound", "the part has no peak of the kernel's format");
    }
    return least(bytes, hbm) >= least(flops, compute)
        ? row.text("bound", "memory").held(bytes / seconds, hbm, "L4")
        : row.text("bound", "compute").held(flops / seconds, compute, "L4");
  }

  /// Seconds that the amount needs at the ceiling.
  private static double least(double amount, @Nullable Ceiling ceiling) {
    return ceiling == null ? 0 : amount / (ceiling.value() * SolRow.unit(ceiling));
  }
}
