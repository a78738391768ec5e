package io.perftune.profile;

import static java.util.Objects.requireNonNull;

import io.perftune.config.Ceilings;
import io.perftune.config.Ceilings.Ceiling;
import io.perftune.config.Resources;
import io.perftune.speedoflight.ComputeFormat;
import io.perftune.speedoflight.Peaks;
import io.perftune.speedoflight.WeightFormat;
import io.perftune.value.DcgmWindow;
import io.perftune.value.Digest;
import io.perftune.value.Json;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Makes the rows of sol_v1 that a cell's readings give, from the weakest level to the strongest.
///
/// L1: time shares, each with the ceiling that its category is held to. L2: the bytes that DCGM
/// read, attributed to categories by time share. L3: the same bytes over the whole window, and duty
/// cycles. L4: each kernel against its own roof.
public final class SolRows {
  private static final String CEILINGS_SHA256 =
      Digest.sha256(Resources.text("configs/sol-ceilings.yaml"));

  private final CellProfile cell;
  private final Ceilings ceilings;
  private final List<Row> rows = new ArrayList<>();

  private SolRows(CellProfile cell, Ceilings ceilings) {
    this.cell = requireNonNull(cell, "cell is null");
    this.ceilings = requireNonNull(ceilings, "ceilings is null");
  }

  /// The rows of a cell whose files [ProfileChecks] found right.
  public static List<Row> of(CellProfile cell, Ceilings ceilings) {
    SolRows making = new SolRows(cell, ceilings);
    ProfileFile shares = cell.file(ProfileKind.KERNELS).orElse(null);
    ProfileFile dcgm = cell.file(ProfileKind.DCGM).orElse(null);
    if (shares != null) {
      making.timeShares(shares);
    }
    if (shares != null && dcgm != null) {
      making.attributed(shares, dcgm);
    }
    if (dcgm != null) {
      making.workload(dcgm);
    }
    cell.file(ProfileKind.NCU_KERNELS).ifPresent(making::kernels);
    return List.copyOf(making.rows);
  }

  private void timeShares(ProfileFile file) {
    Deployment deployment = cell.deployment(file, ceilings);
    for (JsonNode entry : file.json().required("categories")) {
      SolRow row = captured("L1", entry.required("category").asString(), file);
      row.number("gpu_time_share_pct", Json.number(entry, "gpu_time_share_pct"))
          .text("bound", Json.text(entry, "bound"));
      switch (String.valueOf(Json.text(entry, "bound"))) {
        case "memory" ->
            row.held(
                Json.number(entry, "achieved_bytes_per_s_per_gpu"),
                ceiling(deployment, Peaks.HBM_METRIC),
                "L1");
        case "communication" ->
            row.held(
                Json.number(entry, "achieved_bytes_per_s_per_gpu"),
                ceiling(deployment, "scale_up_tbps"),
                "L1");
        case "compute" -> {
          String dtype = dtype(entry, deployment);
          row.text("dtype", dtype)
              .held(
                  Json.number(entry, "achieved_flops_per_s_per_gpu"),
                  dtype == null ? null : ceiling(deployment, metric(dtype)),
                  "L1");
        }
        default -> row.because("pct_sol", "no ceiling is named for the category");
      }
      rows.add(row.row());
    }
  }

  /// One row a category and window that was taken at the capture's concurrency.
  private void attributed(ProfileFile shares, ProfileFile dcgm) {
    Long concurrency = Json.integer(shares.json(), "concurrency");
    for (DcgmWindow window : DcgmWindow.of(dcgm.json())) {
      if (!window.fits(concurrency)) {
        continue;
      }
      for (JsonNode entry : shares.json().required("categories")) {
        double share = entry.required("gpu_time_share_pct").doubleValue();
        double bytes = window.bytes() * share / 100;
        rows.add(
            window(entry.required("category").asString(), "L2", dcgm, window)
                .number("gpu_time_share_pct", share)
                .number("attributed_bytes_total", bytes)
                .text("bound", "memory")
                .text("shares_artifact_sha256", shares.sha256())
                .held(bytes / window.gpuSeconds(), hbm(dcgm), "L2")
                .row());
      }
    }
  }

  private void workload(ProfileFile file) {
    for (DcgmWindow window : DcgmWindow.of(file.json())) {
      rows.add(
          window("hbm", "L3", file, window)
              .number("attributed_bytes_total", window.bytes())
              .text("bound", "memory")
              .held(window.bytes() / window.gpuSeconds(), hbm(file), "L3")
              .row());
      for (String reading : List.of("dram_active", "tensor_active", "sm_active")) {
        Double mean = window.mean(reading + "_mean");
        if (mean != null) {
          rows.add(
              window(reading, "L3", file, window)
                  .number("measured_value", mean * 100)
                  .text("measured_units", "% of cycles")
                  .because("pct_sol", "a duty cycle is no share of a peak")
                  .row());
        }
      }
    }
  }

  private void kernels(ProfileFile file) {
    Deployment deployment = cell.deployment(file, ceilings);
    for (JsonNode entry : file.json().required("kernels")) {
      String category = Json.text(entry, "category");
      String dtype = entry.required("dtype").asString();
      KernelRoof roof =
          KernelRoof.of(
              entry, ceiling(deployment, Peaks.HBM_METRIC), ceiling(deployment, metric(dtype)));
      rows.add(
          roof.put(captured("L4", category == null ? "kernel" : category, file))
              .text("kernel_name", entry.required("kernel_name").asString())
              .text("dtype", dtype)
              .row());
    }
  }

  private SolRow captured(String level, String category, ProfileFile file) {
    return row(category, level, file)
        .text("captured_at_utc", file.json().required("captured_at_utc").asString())
        .whole("num_gpus", cell.deployment(file, ceilings).gpus())
        .whole("concurrency", Json.integer(file.json(), "concurrency"));
  }

  private SolRow window(String category, String level, ProfileFile file, DcgmWindow window) {
    return row(category, level, file)
        .text("captured_at_utc", window.start().toString())
        .whole("num_gpus", (long) window.gpus().size())
        .whole("concurrency", window.concurrency())
        .whole("window", (long) window.number())
        .number("window_s", window.seconds());
  }

  private SolRow row(String category, String level, ProfileFile file) {
    return new SolRow()
        .text("campaign_id", cell.campaignId())
        .text("cell_id", cell.deployment().cellId())
        .text("category", category)
        .text("sol_level", level)
        .text("hw_key", cell.deployment(file, ceilings).part())
        .text("source_artifact", file.place())
        .text("source_artifact_sha256", file.sha256())
        .text("sol_ceilings_yaml_sha256", CEILINGS_SHA256)
        .text("focus", cell.focus().orElse(null));
  }

  private @Nullable Ceiling hbm(ProfileFile file) {
    return ceiling(cell.deployment(file, ceilings), Peaks.HBM_METRIC);
  }

  private @Nullable Ceiling ceiling(Deployment deployment, String metric) {
    return ceilings.ceiling(deployment.part() + "." + metric).orElse(null);
  }

  /// Said by the category, else the format that the cell's quant multiplies in; null where that is
  /// not known.
  private static @Nullable String dtype(JsonNode entry, Deployment deployment) {
    String told = Json.text(entry, "dtype");
    String quant = deployment.quant();
    if (told != null || quant == null) {
      return told;
    }
    try {
      ComputeFormat compute = WeightFormat.named(quant, null).compute();
      return compute == null ? null : compute.label();
    } catch (ProblemException _) {
      return null;
    }
  }

  private static String metric(String dtype) {
    return ComputeFormat.named(dtype).metric();
  }
}
