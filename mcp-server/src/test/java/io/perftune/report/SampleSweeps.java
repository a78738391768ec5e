package io.perftune.report;

import io.perftune.value.Json;
import io.perftune.value.Row;
import tools.jackson.databind.node.ObjectNode;

/// Rows of roofline_v1 of an H100 that agree with themselves: 1 FLOP/byte a sequence in flight, 0.1
/// TB/s of HBM for each.
final class SampleSweeps {
  private final ObjectNode row = Json.object();

  private SampleSweeps() {}

  /// A decode point: intensity c, tensor cores active c / 4 %.
  static SampleSweeps decode(String sweep, long concurrency) {
    SampleSweeps sample = new SampleSweeps();
    sample.identify(sweep + "-decode", "decode", concurrency).put("concurrency", concurrency);
    double bytes = Math.min(3.0, 0.1 * concurrency);
    return sample.measure((double) concurrency, bytes, concurrency / 4.0);
  }

  /// A prefill point, half way to the compute peak.
  static SampleSweeps prefill(String sweep, long isl) {
    SampleSweeps sample = new SampleSweeps();
    sample.identify(sweep + "-prefill", "prefill", 4).put("isl", isl);
    return sample.measure((double) isl, 494.5 / isl, 40);
  }

  SampleSweeps set(String column, double value) {
    row.put(column, value);
    return this;
  }

  SampleSweeps set(String column, long value) {
    row.put(column, value);
    return this;
  }

  SampleSweeps set(String column, String value) {
    row.put(column, value);
    return this;
  }

  SampleSweeps doubtful() {
    row.put("steady_window_undercount", true);
    return this;
  }

  SampleSweeps abovePeak(double percent) {
    row.put("hbm_delivered_pct", percent);
    row.putObject("above_peak").put("hbm_delivered_pct", "wrong quant, or wrong hardware");
    return this;
  }

  SampleSweeps ungrounded() {
    for (String column :
        new String[] {"dram_active_pct", "tensor_active_pct", "sm_active_pct", "sol_rigor"}) {
      row.putNull(column);
      row.withObjectProperty("unmeasured").put(column, "the sweep carries no DCGM readings");
    }
    return this;
  }

  Row row() {
    return new Row(row);
  }

  private ObjectNode identify(String cellId, String phase, long concurrency) {
    row.put("cell_id", cellId).put("model", "example-org/example-8b").put("hardware", "H100");
    row.put("quant", "BF16").put("kv_dtype", "bf16").put("compute_dtype", "bf16");
    row.put("tensor_parallel", 1).put("pipeline_parallel", 1).put("data_parallel", 1);
    row.put("num_gpus", 1).put("parallel_strategy", "TP").put("mtp", false).put("phase", phase);
    row.putNull("concurrency").put("sweep_concurrency", concurrency).put("isl", 256);
    row.put("osl", 512).put("hbm_ceiling_key", "h100_sxm.hbm_tbps");
    row.put("compute_ceiling_key", "h100_sxm.bf16_dense_pflops").put("sol_rigor", "L3");
    row.put("hbm_peak_tbps_per_gpu", 3.35).put("compute_peak_pflops_per_gpu", 0.989);
    row.put("steady_window_undercount", false).putNull("above_peak").put("token_rate", 1.0);
    row.put("median_tpot_ms", 8.0).put("median_ttft_ms", 40.0);
    row.putObject("unmeasured");
    return row;
  }

  private SampleSweeps measure(double intensity, double terabytes, double tensor) {
    double teraflops = intensity * terabytes;
    row.put("arithmetic_intensity", intensity).put("achieved_tflops_per_gpu", teraflops);
    row.put("hbm_delivered_Bps_per_gpu", terabytes * 1e12);
    row.put("hbm_delivered_pct", terabytes / 3.35 * 100).put("compute_pct", teraflops / 9.89);
    row.put("dram_active_pct", terabytes / 3.35 * 110).put("tensor_active_pct", tensor);
    row.put("sm_active_pct", 2 * tensor).put("output_throughput", intensity * 100);
    return this;
  }
}
