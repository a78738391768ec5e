package io.perftune.atlas;

import static java.util.Objects.requireNonNull;

import io.perftune.value.Status;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What one cell left, as its files say it, before any of it is believed.
///
/// @param source where the rows come from, below the campaign: `cells/aa-1k/normalized.json`
/// @param rows the elements of that file as they stand, with the DCGM readings that the cell holds;
///   none where it is not there
/// @param status how the cell ended; failed where it never ran
/// @param imported whether it was imported from a sweep, so that the campaign file need not name it
/// @param points concurrency -> status, as the cell's own status.json has them
public record CellResult(
    String cellId,
    String source,
    List<JsonNode> rows,
    Status status,
    boolean imported,
    Map<Integer, Status> points) {
  public CellResult {
    requireNonNull(cellId, "cellId is null");
    requireNonNull(source, "source is null");
    rows = List.copyOf(rows);
    requireNonNull(status, "status is null");
    points = Map.copyOf(points);
  }

  /// What a cell left that was measured here.
  public CellResult(
      String cellId,
      String source,
      List<JsonNode> rows,
      Status status,
      Map<Integer, Status> points) {
    this(cellId, source, rows, status, false, points);
  }

  /// The place of a row, for a problem: `cells/aa-1k/normalized.json[0]`.
  String place(int index) {
    return source + "[" + index + "]";
  }
}
