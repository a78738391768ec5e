package io.perftune.verb.importroofline;

import static java.util.Objects.requireNonNull;

import io.perftune.roofline.SweepContext;
import io.perftune.roofline.SweepPoint.Phase;
import io.perftune.value.Json;
import io.perftune.value.Row;
import io.perftune.workspace.AtomicFiles;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.CellDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the two cells of a sweep: what was there goes to superseded/, status.json comes last.
///
/// @param stamp of the import
record ImportedCells(CampaignDirectory campaign, SweepContext context, String stamp) {
  ImportedCells {
    requireNonNull(campaign, "campaign is null");
    requireNonNull(context, "context is null");
    requireNonNull(stamp, "stamp is null");
  }

  /// Both directories, decode first.
  List<Path> directories() {
    return List.of(cell(Phase.DECODE).root(), cell(Phase.PREFILL).root());
  }

  /// Whether both cells hold this very sweep already.
  boolean hold(ObjectNode document, List<Row> atlas, List<Row> prefill) {
    return same(document(), Json.pretty(document))
        && same(cell(Phase.DECODE).normalized(), pretty(atlas))
        && same(cell(Phase.PREFILL).normalized(), pretty(prefill))
        && Files.exists(cell(Phase.DECODE).status())
        && Files.exists(cell(Phase.PREFILL).status());
  }

  void write(ObjectNode document, List<Row> atlas, List<Row> prefill) {
    CellDirectory decode = cleared(Phase.DECODE);
    CellDirectory other = cleared(Phase.PREFILL);
    AtomicFiles.write(document(), Json.pretty(document));
    AtomicFiles.write(decode.normalized(), pretty(atlas));
    AtomicFiles.write(other.normalized(), pretty(prefill));
    AtomicFiles.write(other.status(), Json.pretty(status(Phase.PREFILL, List.of())));
    AtomicFiles.write(decode.status(), Json.pretty(status(Phase.DECODE, atlas)));
  }

  private CellDirectory cleared(Phase phase) {
    CellDirectory cell = cell(phase);
    try {
      Files.deleteIfExists(cell.status());
    } catch (IOException e) {
      throw AtomicFiles.cannotWrite(cell.status(), e);
    }
    cell.setAside(stamp);
    return cell;
  }

  private ObjectNode status(Phase phase, List<Row> rows) {
    ObjectNode json =
        Json.object()
            .put("cell_id", context.cell(phase))
            .put("status", worst(rows))
            .put("imported_phase", phase.label())
            .put("bundle_sha256", context.origin().bundleSha256());
    ArrayNode points = json.putArray("points");
    for (Row row : rows) {
      points
          .addObject()
          .put("concurrency", row.value("concurrency").intValue())
          .put("status", row.text("status"));
    }
    return json;
  }

  private static String worst(List<Row> rows) {
    boolean full = rows.stream().allMatch(row -> "full".equals(row.text("status")));
    boolean failed =
        !rows.isEmpty() && rows.stream().allMatch(row -> "failed".equals(row.text("status")));
    return full ? "full" : failed ? "failed" : "partial";
  }

  private Path document() {
    return cell(Phase.DECODE).rooflineSweep();
  }

  private CellDirectory cell(Phase phase) {
    return campaign.cell(context.cell(phase));
  }

  private static boolean same(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).equals(text);
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(file, e);
    }
  }

  private static String pretty(List<Row> rows) {
    ArrayNode array = Json.array();
    rows.forEach(row -> array.add(row.columns()));
    return Json.pretty(array);
  }
}
