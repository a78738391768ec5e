package io.perftune.roofline;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Tables;
import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.speedoflight.Coordinates;
import io.perftune.speedoflight.Decode;
import io.perftune.speedoflight.Deployment;
import io.perftune.speedoflight.Peaks;
import io.perftune.speedoflight.Prefill;
import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.value.Table;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The points of a sweep as rows of roofline_v1; every coordinate comes from
/// [io.perftune.speedoflight].
public final class RooflineRows {
  private static final String LIKELY =
      "Likely a wrong quant or KV dtype, the wrong hardware, speculative decoding that is not"
          + " declared, or clocks above the datasheet's.";

  private final Table table = Tables.table(Tables.ROOFLINE);
  private final SweepContext context;
  private final Deployment deployment;
  private final Peaks peaks;

  public RooflineRows(SweepContext context) {
    this.context = requireNonNull(context, "context is null");
    this.deployment = context.model().deployment();
    this.peaks = context.model().peaks();
  }

  /// A row a point, in the order of the points.
  public List<Row> rows(List<SweepPoint> points) {
    return points.stream().map(this::row).toList();
  }

  private Row row(SweepPoint point) {
    RowDraft row = new RowDraft(table, "the sweep does not say");
    identity(row, point);
    measured(row, point);
    dcgm(row, point);
    Coordinates kept =
        switch (point.phase()) {
          case DECODE -> decode(row, point);
          case PREFILL -> prefill(row, point);
        };
    kept(row, kept);
    peaks(row, kept);
    return row.build();
  }

  private void identity(RowDraft row, SweepPoint point) {
    ObjectNode declared = context.declared().values();
    row.set("campaign_id", context.campaignId())
        .set("cell_id", context.cell(point.phase()))
        .set("phase", point.phase().label())
        .set("isl", point.isl())
        .set("osl", point.osl())
        .set("sweep_concurrency", point.concurrency())
        .set("num_gpus", deployment.parallelism().gpus())
        .set("captured_at_utc", context.origin().capturedAt())
        .set("sources", context.declared().sources())
        .set("source_line", point.where())
        .set("bundle_sha256", context.origin().bundleSha256())
        .set("tool_version", context.origin().toolVersion());
    for (String name :
        List.of(
            "model",
            "hardware",
            "quant",
            "kv_dtype",
            "tensor_parallel",
            "data_parallel",
            "pipeline_parallel",
            "parallel_strategy")) {
      row.set(name, declared.path(name));
    }
    row.set("mtp", context.declared().speculative());
    if (context.compute() == null) {
      row.absent("compute_dtype", "neither declared nor said by the quant");
    } else {
      row.set("compute_dtype", context.compute().label());
    }
    if (point.phase() == Phase.DECODE) {
      row.set("concurrency", point.concurrency());
    } else {
      row.absent("concurrency", "a prefill point; its sweep's stands in sweep_concurrency");
    }
  }

  private static void measured(RowDraft row, SweepPoint point) {
    for (String name :
        List.of(
            "median_tpot_ms",
            "median_ttft_ms",
            "output_throughput",
            "total_token_throughput",
            "request_throughput")) {
      row.set(name, point.bench(name));
    }
    row.set("duration_s", point.bench("duration"))
        .set("tag", point.tag())
        .set("num_prompts", point.numPrompts())
        .set("token_rate", point.rate())
        .set("steady_window_undercount", point.undercounted());
  }

  private static void dcgm(RowDraft row, SweepPoint point) {
    for (String name : List.of("dram", "tensor", "sm", "fp16")) {
      Double share = point.dcgm(name + "_active_mean");
      reading(row, name + "_active_pct", share == null ? null : share * 100);
    }
    reading(row, "nvlink_tx_Bps", point.dcgm("nvlink_tx_Bps_mean"));
    reading(row, "nvlink_rx_Bps", point.dcgm("nvlink_rx_Bps_mean"));
    Double samples = point.dcgm("dmon_samples");
    if (samples == null) {
      row.absent("dcgm_samples", "no DCGM reading");
    } else {
      row.set("dcgm_samples", samples.longValue());
    }
    boolean grounded = point.dcgm("dram_active_mean") != null;
    row.set("dcgm_grounded", grounded);
    if (grounded) {
      row.set("sol_rigor", "L3");
    } else {
      row.absent("sol_rigor", "no DCGM reading: analytical");
    }
  }

  private static void reading(RowDraft row, String column, @Nullable Double value) {
    if (value == null) {
      row.absent(column, "no DCGM reading");
    } else {
      row.set(column, value);
    }
  }

  private Coordinates decode(RowDraft row, SweepPoint point) {
    Decode decode = Decode.of(deployment, point.concurrency(), point.isl(), point.osl());
    double rate = point.rate();
    row.set("union_experts", decode.union())
        .set("attention_flop_per_token", decode.attentionFlopPerToken())
        .set(
            "achieved_tflops_with_attention_per_gpu",
            decode.withAttentionAt(rate).achievedTflopsPerGpu())
        .set("kv_copies", deployment.kvCopies())
        .set(
            "hbm_delivered_with_kv_copies_Bps_per_gpu",
            decode.withKvCopiesAt(rate).hbmDeliveredBytesPerSecond())
        .absent("achieved_tflops_without_lm_head_per_gpu", "a decode point")
        .absent("prefill_rate_ttft", "a decode point");
    expected(row, decode, rate);
    speculative(row, decode, rate);
    return decode.at(rate);
  }

  private void expected(RowDraft row, Decode decode, double rate) {
    if (deployment.shape().mixture()) {
      row.set("expected_union", decode.expectedUnion())
          .set("arithmetic_intensity_expected", decode.expectedAt(rate).arithmeticIntensity())
          .set(
              "hbm_delivered_expected_Bps_per_gpu",
              decode.expectedAt(rate).hbmDeliveredBytesPerSecond());
    } else {
      noExpected(row, "a dense model");
    }
  }

  private static void noExpected(RowDraft row, String why) {
    row.absent("expected_union", why)
        .absent("arithmetic_intensity_expected", why)
        .absent("hbm_delivered_expected_Bps_per_gpu", why);
  }

  private void speculative(RowDraft row, Decode decode, double rate) {
    Double acceptance = context.declared().acceptanceLength();
    if (!context.declared().speculative()) {
      noSpeculation(row, "no speculative decoding is declared");
    } else if (acceptance == null) {
      noSpeculation(row, "acceptance_length is not known");
    } else {
      row.set("acceptance_length", acceptance)
          .set(
              "hbm_delivered_speculative_Bps_per_gpu",
              decode.speculativeAt(rate, acceptance).hbmDeliveredBytesPerSecond());
    }
  }

  private static void noSpeculation(RowDraft row, String why) {
    row.absent("acceptance_length", why).absent("hbm_delivered_speculative_Bps_per_gpu", why);
  }

  private Coordinates prefill(RowDraft row, SweepPoint point) {
    Prefill prefill = new Prefill(deployment, point.isl());
    double rate = point.rate();
    Double ttft = point.bench("median_ttft_ms");
    row.set("union_experts", deployment.shape().feedForward().experts())
        .set("attention_flop_per_token", prefill.attentionFlopPerToken())
        .set(
            "achieved_tflops_with_attention_per_gpu",
            prefill.withAttentionAt(rate).achievedTflopsPerGpu())
        .set(
            "achieved_tflops_without_lm_head_per_gpu",
            prefill.withoutLmHeadAt(rate).achievedTflopsPerGpu())
        .set("kv_copies", deployment.kvCopies())
        .absent("hbm_delivered_with_kv_copies_Bps_per_gpu", "a prefill point");
    if (ttft != null && ttft > 0) {
      row.set("prefill_rate_ttft", point.isl() / ttft * 1_000);
    }
    noExpected(row, "a prefill point");
    noSpeculation(row, "a prefill point");
    return prefill.at(rate);
  }

  private static void kept(RowDraft row, Coordinates kept) {
    row.set("arithmetic_intensity", kept.arithmeticIntensity())
        .set("achieved_tflops_per_gpu", kept.achievedTflopsPerGpu())
        .set("hbm_delivered_Bps_per_gpu", kept.hbmDeliveredBytesPerSecond())
        .set("flop_per_token", kept.flopPerToken())
        .set("bytes_per_token", kept.bytesPerToken());
  }

  private void peaks(RowDraft row, Coordinates kept) {
    double delivered = kept.hbmDeliveredPct(peaks);
    row.set("hbm_delivered_pct", delivered)
        .set("hbm_peak_tbps_per_gpu", peaks.hbm().perSecond() / 1e12)
        .set("hbm_ceiling_key", peaks.hbm().key());
    ObjectNode above = Json.object();
    if (delivered > 100) {
      above.put(
          "hbm_delivered_pct",
          String.format(Locale.ROOT, "%.1f %% of the HBM peak. %s", delivered, LIKELY));
    }
    Peaks.Peak compute = peaks.compute();
    if (compute == null) {
      for (String name :
          List.of(
              "compute_peak_pflops_per_gpu", "compute_pct", "ridge_ai", "compute_ceiling_key")) {
        row.absent(name, "compute_dtype, or the part's peak of it, is not known");
      }
    } else {
      double computed = kept.computePct(compute);
      row.set("compute_peak_pflops_per_gpu", compute.perSecond() / 1e15)
          .set("compute_pct", computed)
          .set("ridge_ai", peaks.ridge())
          .set("compute_ceiling_key", compute.key());
      if (computed > 100) {
        above.put(
            "compute_pct",
            String.format(Locale.ROOT, "%.1f %% of the compute peak. %s", computed, LIKELY));
      }
    }
    if (above.isEmpty()) {
      row.absent("above_peak", "none is");
    } else {
      row.set("above_peak", above);
    }
  }
}
