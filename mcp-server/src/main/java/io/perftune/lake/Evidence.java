package io.perftune.lake;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Row;
import io.perftune.value.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a campaign directory says for itself when it asks for the lake.
///
/// @param campaign config.yaml with every default
/// @param rows all rows of atlas.jsonl
/// @param reportStatus report_status.json; null where no report was made
/// @param provenance provenance.json
public record Evidence(
    String campaignId,
    ObjectNode campaign,
    List<Row> rows,
    @Nullable ObjectNode reportStatus,
    ObjectNode provenance,
    FileHashes hashes) {
  public Evidence {
    requireNonNull(campaignId, "campaignId is null");
    requireNonNull(campaign, "campaign is null");
    rows = List.copyOf(rows);
    requireNonNull(provenance, "provenance is null");
    requireNonNull(hashes, "hashes is null");
  }

  /// SHA-256 of the files as they are now.
  public record FileHashes(String atlas, String config, String source) {
    public FileHashes {
      requireNonNull(atlas, "atlas is null");
      requireNonNull(config, "config is null");
      requireNonNull(source, "source is null");
    }
  }

  /// Rows that hold figures: full and partial ones.
  List<Row> measured() {
    return rows.stream().filter(row -> measured(row)).toList();
  }

  /// The declared verdict block of `provenance`; a missing node where there is none.
  JsonNode verdict() {
    return campaign.path("provenance").path("verdict");
  }

  static boolean measured(Row row) {
    return switch (Status.labelled(requireNonNull(row.text("status"), "status is required"))) {
      case FULL, PARTIAL -> true;
      case FAILED, EVICTED -> false;
    };
  }

  /// The row's place for a problem: `<cell> c=<concurrency>`.
  static String place(Row row) {
    return row.text("cell_id") + " c=" + row.integer("concurrency");
  }
}
