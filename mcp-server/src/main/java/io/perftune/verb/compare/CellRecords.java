package io.perftune.verb.compare;

import static java.util.Objects.requireNonNull;

import io.perftune.value.RequestRecord;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The requests of a campaign's points; keeps those of the cell that was asked for last.
final class CellRecords {
  private final CampaignDirectory directory;
  private String cell = "";
  private Map<Integer, List<RequestRecord>> points = Map.of();

  CellRecords(CampaignDirectory directory) {
    this.directory = requireNonNull(directory, "directory is null");
  }

  /// The records of a point; empty where the cell keeps none.
  ///
  /// @throws io.perftune.value.ProblemException for a file that is broken or cannot be read
  List<RequestRecord> of(String cellId, int concurrency) {
    if (!cellId.equals(cell)) {
      points = read(cellId);
      cell = cellId;
    }
    return points.getOrDefault(concurrency, List.of());
  }

  private Map<Integer, List<RequestRecord>> read(String cellId) {
    Path file = directory.cell(cellId).requests();
    Map<Integer, List<RequestRecord>> read = new HashMap<>();
    if (!Files.exists(file)) {
      return read;
    }
    try {
      new JsonLines(file, "cells/" + cellId + "/requests.jsonl", "Run cell_run for the cell again.")
          .forEach((line, _) -> {
            RequestRecord record = RequestRecord.fromJson(line);
            read.computeIfAbsent(record.key().concurrency(), _ -> new ArrayList<>()).add(record);
          });
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(file, e);
    }
    return read;
  }
}
