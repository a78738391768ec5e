package io.perftune.verb.render;

import static java.util.Objects.requireNonNull;

import io.perftune.report.content.ReportInput;
import io.perftune.value.RequestRecord;
import io.perftune.workspace.CampaignDirectory;
import io.perftune.workspace.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads a cell's requests.jsonl.
record CellRequests(CampaignDirectory directory) implements ReportInput.RequestSource {
  CellRequests {
    requireNonNull(directory, "directory is null");
  }

  @Override
  public List<RequestRecord> of(String cellId) {
    Path file = directory.cell(cellId).requests();
    List<RequestRecord> records = new ArrayList<>();
    try {
      if (Files.exists(file)) {
        new JsonLines(
                file, "cells/" + cellId + "/requests.jsonl", "Run cell_run for the cell again.")
            .forEach((line, _) -> records.add(RequestRecord.fromJson(line)));
      }
    } catch (IOException e) {
      throw CampaignDirectory.unreadable(file, e);
    }
    return records;
  }
}
