package io.perftune.verb.importroofline;

import static java.util.Objects.requireNonNull;

import io.perftune.roofline.SweepContext;
import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Json;
import io.perftune.value.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One cell of a sweep, as the files that it consists of.
///
/// @param files name -> text; roofline_sweep.json only in one of a sweep's cells
record ImportedCell(String cellId, Map<String, String> files) {
  /// Every file that such a cell may have.
  static final List<String> NAMES =
      List.of("roofline_sweep.json", "normalized.json", "status.json");

  ImportedCell {
    requireNonNull(cellId, "cellId is null");
    files = Map.copyOf(files);
  }

  /// A decode cell, whose rows are of atlas_v1.
  ///
  /// @param sweep the name that the cells of the sweep share
  static ImportedCell decode(SweepContext context, String sweep, List<Row> rows) {
    return of(context, Phase.DECODE, sweep, rows);
  }

  /// The prefill cell, whose rows are of roofline_v1.
  static ImportedCell prefill(SweepContext context, List<Row> rows) {
    return of(context, Phase.PREFILL, context.cellId(), rows);
  }

  /// The same with the document of the whole sweep.
  ImportedCell with(ObjectNode document) {
    Map<String, String> all = new LinkedHashMap<>(files);
    all.put("roofline_sweep.json", Json.pretty(document));
    return new ImportedCell(cellId, all);
  }

  private static ImportedCell of(SweepContext context, Phase phase, String sweep, List<Row> rows) {
    ArrayNode array = Json.array();
    rows.forEach(row -> array.add(row.columns()));
    ObjectNode status =
        Json.object()
            .put("cell_id", context.cell(phase))
            .put("status", phase == Phase.DECODE ? worst(rows) : "full")
            .put("imported_phase", phase.label())
            .put(ImportedCells.SWEEP, sweep)
            .put("bundle_sha256", context.origin().bundleSha256());
    ArrayNode points = status.putArray("points");
    if (phase == Phase.DECODE) {
      for (Row row : rows) {
        points
            .addObject()
            .put("concurrency", row.value("concurrency").intValue())
            .put("status", row.text("status"));
      }
    }
    return new ImportedCell(
        context.cell(phase),
        Map.of("normalized.json", Json.pretty(array), "status.json", Json.pretty(status)));
  }

  private static String worst(List<Row> rows) {
    boolean full = rows.stream().allMatch(row -> "full".equals(row.text("status")));
    boolean failed =
        !rows.isEmpty() && rows.stream().allMatch(row -> "failed".equals(row.text("status")));
    return full ? "full" : failed ? "failed" : "partial";
  }
}
