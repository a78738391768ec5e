package io.perftune.report;

import io.perftune.config.Ceilings;
import io.perftune.fixtures.SampleCampaigns;
import io.perftune.fixtures.SampleProfiles;
import io.perftune.fixtures.SampleRows;
import io.perftune.profile.CellProfile;
import io.perftune.profile.Deployment;
import io.perftune.profile.ProfileFile;
import io.perftune.profile.ProfileKind;
import io.perftune.profile.SolRows;
import io.perftune.report.content.ReportInput;
import io.perftune.value.AaShape;
import io.perftune.value.Coverage;
import io.perftune.value.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// A campaign with everything that pages are made of: repeated points of a thinking model at two
/// tensor-parallel sizes and many concurrencies, their requests, sweeps and profiles.
final class FullCampaign {
  private static final List<Integer> CONCURRENCIES = List.of(1, 2, 4, 8, 16, 32, 64);

  private FullCampaign() {}

  static Report report() {
    GatewayCampaign campaign = GatewayCampaign.empty();
    List<Row> rows = new ArrayList<>();
    for (AaShape shape : AaShape.values()) {
      for (int parallel : new int[] {1, 4}) {
        String cell = shape.label() + "-tp" + parallel;
        campaign.cell(cell, shape, CONCURRENCIES);
        CONCURRENCIES.forEach(concurrency -> rows.add(point(cell, shape, parallel, concurrency)));
      }
    }
    campaign.lever("Turn on MTP", "output speed +40 %", "output speed p50 above 170 tok/s");
    return Reports.of(
        campaign.campaign(),
        rows,
        new Coverage(6, 6, 0, 0, 0, rows.size(), List.of()),
        new ReportInput.Beside(
            sweeps(),
            sol(SampleProfiles.kernels(), SampleProfiles.dcgm(), SampleProfiles.ncu()),
            List.of(),
            List.of(),
            List.of(),
            _ ->
                CONCURRENCIES.stream()
                    .limit(5)
                    .flatMap(c -> SampleRequests.of(c, 30 * c, 16_000).stream())
                    .toList()));
  }

  /// Rows of sol_v1 from files of readings of a cell `a` on two H100s.
  static List<Row> sol(ObjectNode... files) {
    List<ProfileFile> read =
        List.of(files).stream()
            .map(json -> {
              ProfileKind kind = ProfileKind.of(json.required("schema").asString()).orElseThrow();
              return new ProfileFile(kind, json, "cells/a/" + kind.fileName(), "s");
            })
            .toList();
    Deployment deployment =
        Deployment.of(
            "a",
            Optional.of(SampleCampaigns.cell("a", Map.of("hardware", "h100_sxm", "num_gpus", 2))));
    return SolRows.of(
        new CellProfile("20260115T093000Z-sample", Optional.empty(), deployment, read),
        Ceilings.load());
  }

  private static Row point(String cell, AaShape shape, int parallel, int concurrency) {
    SampleRows row =
        SampleRows.reasoningPoint(cell, shape, concurrency)
            .set("trials", 3)
            .set("num_gpus", parallel)
            .set("tensor_parallel", parallel);
    return concurrency == 32
        ? row.set("ttfo_coverage", 0.85).set("requests_answered", 54).row()
        : row.row();
  }

  private static List<Row> sweeps() {
    return Stream.concat(
            Stream.of(1L, 4L, 8L, 16L, 24L, 32L, 64L).map(c -> SampleSweeps.decode("dense", c)),
            Stream.of(1_024L, 2_048L, 8_192L).map(isl -> SampleSweeps.prefill("dense", isl)))
        .map(SampleSweeps::row)
        .toList();
  }
}
