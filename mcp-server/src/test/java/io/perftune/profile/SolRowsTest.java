package io.perftune.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.perftune.config.Ceilings;
import io.perftune.config.Schema;
import io.perftune.config.Tables;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.fixtures.SampleProfiles;
import io.perftune.value.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/// Figures worked out by hand for an H100: 3.35 TB/s, 0.989 PFLOPS in BF16.
class SolRowsTest {
  private static final Offset<Double> EXACT = within(1e-9);

  @Test
  void aCategoryIsHeldToTheCeilingOfItsBound() {
    List<Row> rows = rows(SampleProfiles.kernels());

    Row gemm = row(rows, "L1", "gemm");
    assertThat(gemm.number("gpu_time_share_pct")).isEqualTo(60.0);
    assertThat(gemm.number("measured_value")).isEqualTo(0.4945, EXACT);
    assertThat(gemm.text("measured_units")).isEqualTo("PFLOPS");
    assertThat(gemm.number("pct_sol")).isEqualTo(50.0, EXACT);
    assertThat(gemm.text("ceiling_key")).isEqualTo("h100_sxm.bf16_dense_pflops");
    assertThat(gemm.text("sol_rigor")).isEqualTo("L1");
    Row attention = row(rows, "L1", "attention");
    assertThat(attention.number("pct_sol")).isEqualTo(60.0, EXACT);
    assertThat(attention.text("ceiling_key")).isEqualTo("h100_sxm.hbm_tbps");
    Row sampling = row(rows, "L1", "sampling");
    assertThat(sampling.number("pct_sol")).isNull();
    assertThat(sampling.whyNull("pct_sol")).isEqualTo("no ceiling is named for the category");
    assertThat(rows).hasSize(3);
  }

  @Test
  void timeSharesAloneAreNoShareOfACeiling() {
    ObjectNode file = SampleProfiles.kernels();
    ((ObjectNode) file.at("/categories/1")).remove("achieved_bytes_per_s_per_gpu");

    Row row = row(rows(file), "L1", "attention");

    assertThat(row.number("pct_sol")).isNull();
    assertThat(row.whyNull("pct_sol")).isEqualTo("the file holds time shares alone, no rate");
    assertThat(row.text("ceiling_key")).isEqualTo("h100_sxm.hbm_tbps");
  }

  @Test
  void aComputeCategoryWithoutAFormatIsHeldToTheQuantsOwn() {
    ObjectNode file = SampleProfiles.kernels();
    ((ObjectNode) file.at("/categories/0")).remove("dtype");

    Row row = row(rows(file), "L1", "gemm");

    assertThat(row.text("ceiling_key")).isEqualTo("h100_sxm.fp8_dense_pflops");
    assertThat(row.text("dtype")).isEqualTo("fp8");
    assertThat(row.number("pct_sol")).isEqualTo(100 * 0.4945 / 1.979, EXACT);
  }

  @Test
  void theWorkloadsBytesAreHeldToTheHbmPeakAndDutyCyclesToNothing() {
    List<Row> rows = rows(SampleProfiles.dcgm());

    Row hbm = row(rows, "L3", "hbm");
    assertThat(hbm.number("attributed_bytes_total")).isEqualTo(670e9, EXACT);
    assertThat(hbm.number("measured_value")).isEqualTo(0.0335, EXACT);
    assertThat(hbm.number("pct_sol")).isEqualTo(1.0, EXACT);
    assertThat(hbm.integer("concurrency")).isEqualTo(32);
    assertThat(hbm.number("window_s")).isEqualTo(10.0);
    Row tensor = row(rows, "L3", "tensor_active");
    assertThat(tensor.number("measured_value")).isEqualTo(25.0, EXACT);
    assertThat(tensor.text("measured_units")).isEqualTo("% of cycles");
    assertThat(tensor.number("pct_sol")).isNull();
    assertThat(tensor.whyNull("pct_sol")).isEqualTo("a duty cycle is no share of a peak");
    assertThat(row(rows, "L3", "sm_active").number("measured_value")).isEqualTo(70.0, EXACT);
    assertThat(row(rows, "L3", "dram_active").number("measured_value")).isEqualTo(45.0, EXACT);
  }

  @Test
  void bytesAreAttributedByTimeShareAndAddUpToTheNamedPart() {
    List<Row> rows = rows(SampleProfiles.kernels(), SampleProfiles.dcgm());

    Row gemm = row(rows, "L2", "gemm");
    assertThat(gemm.number("attributed_bytes_total")).isEqualTo(402e9, EXACT);
    assertThat(gemm.number("pct_sol")).isEqualTo(0.6, EXACT);
    double whole =
        rows.stream()
            .filter(row -> "L2".equals(row.text("sol_level")))
            .mapToDouble(row -> java.util.Objects.requireNonNull(row.number("pct_sol")))
            .sum();
    assertThat(whole).isEqualTo(0.9, EXACT);
    assertThat(gemm.text("shares_artifact_sha256")).isEqualTo("sha-perftune_kernels_v1");
  }

  @Test
  void nothingIsAttributedToACaptureAtAnotherConcurrency() {
    ObjectNode shares = SampleProfiles.kernels().put("concurrency", 8);

    assertThat(rows(shares, SampleProfiles.dcgm()))
        .noneMatch(row -> "L2".equals(row.text("sol_level")));
  }

  @Test
  void aKernelIsHeldToItsOwnRoof() {
    List<Row> rows = rows(SampleProfiles.ncu());

    Row attention = kernel(rows, "decode_attention");
    assertThat(attention.number("arithmetic_intensity_flops_per_byte")).isEqualTo(2.0, EXACT);
    assertThat(attention.text("bound")).isEqualTo("memory");
    assertThat(attention.number("pct_sol")).isEqualTo(50.0, EXACT);
    assertThat(attention.text("above_peak")).isNull();
    Row gemm = kernel(rows, "gemm_prefill");
    assertThat(gemm.text("bound")).isEqualTo("compute");
    assertThat(gemm.number("pct_sol")).isEqualTo(50.0, EXACT);
    Row registers = kernel(rows, "in_registers");
    assertThat(registers.number("arithmetic_intensity_flops_per_byte")).isNull();
    assertThat(registers.text("ceiling_key")).isEqualTo("h100_sxm.bf16_dense_pflops");
    assertThat(registers.number("pct_sol")).isEqualTo(10.0, EXACT);
    Row cached = kernel(rows, "from_cache");
    assertThat(cached.number("pct_sol")).isEqualTo(200.0, EXACT);
    assertThat(cached.text("above_peak")).contains("another hardware", "clocks", "cache");
  }

  @Test
  void aFormatThatThePartHasNoPeakOfIsHeldToNoOther() {
    ObjectNode file = SampleProfiles.ncu();
    ((ObjectNode) file.at("/kernels/1")).put("dtype", "nvfp4");

    Row row = kernel(rows(file), "gemm_prefill");

    assertThat(row.number("pct_sol")).isNull();
    assertThat(row.whyNull("pct_sol")).isEqualTo("the part has no peak of the kernel's format");
  }

  @Test
  void everyRowObeysItsSchema() {
    Schema schema = Tables.schema(Tables.SOL);
    List<Row> rows = rows(SampleProfiles.kernels(), SampleProfiles.dcgm(), SampleProfiles.ncu());

    assertThat(rows).hasSize(3 + 3 + 4 + 4);
    for (Row row : rows) {
      Row published = new Row(row.columns().put("publish_id", "p"));
      assertThat(Tables.problems(schema, published, "row")).isEmpty();
    }
  }

  static List<Row> rows(ObjectNode... files) {
    List<ProfileFile> read = List.of(files).stream().map(SolRowsTest::file).toList();
    Deployment deployment =
        Deployment.of(
            "a",
            Optional.of(
                SampleCampaigns.cell(
                    "a", Map.of("hardware", "h100_sxm", "num_gpus", 2, "quant", "FP8"))));
    return SolRows.of(
        new CellProfile("20260115T093000Z-sample", Optional.empty(), deployment, read),
        Ceilings.load());
  }

  private static ProfileFile file(ObjectNode json) {
    String schema = json.required("schema").asString();
    ProfileKind kind = ProfileKind.of(schema).orElseThrow();
    return new ProfileFile(kind, json, "cells/a/" + kind.fileName(), "sha-" + schema);
  }

  private static Row row(List<Row> rows, String level, String category) {
    return rows.stream()
        .filter(row -> level.equals(row.text("sol_level")) && category.equals(row.text("category")))
        .findFirst()
        .orElseThrow();
  }

  private static Row kernel(List<Row> rows, String name) {
    return rows.stream()
        .filter(row -> name.equals(row.text("kernel_name")))
        .findFirst()
        .orElseThrow();
  }
}
