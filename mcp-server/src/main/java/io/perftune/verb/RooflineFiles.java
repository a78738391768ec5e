package io.perftune.verb;

import io.perftune.config.Schema;
import io.perftune.config.Tables;
import io.perftune.value.Json;
import io.perftune.value.Problem;
import io.perftune.value.ProblemException;
import io.perftune.value.Row;
import io.perftune.workspace.CampaignDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the rows of roofline_v1 out of the roofline_sweep.json of every imported cell; nothing
/// that is wrong in one is passed over.
final class RooflineFiles {
  private RooflineFiles() {}

  /// All rows, by cell, decode before prefill.
  static List<Row> rows(CampaignDirectory campaign) {
    Schema schema = Tables.schema(Tables.ROOFLINE);
    List<Row> rows = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (String cell : campaign.cellsOnDisk()) {
      Path file = campaign.cell(cell).rooflineSweep();
      if (Files.exists(file)) {
        JsonNode sweep = json(file);
        for (String phase : List.of("decode", "prefill")) {
          for (JsonNode node : sweep.path(phase)) {
            Row row = new Row(node instanceof ObjectNode object ? object : Json.object());
            problems.addAll(
                Tables.problems(schema, row, "cells/" + cell + "/roofline_sweep.json/" + phase));
            rows.add(row);
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
    return rows;
  }

  private static JsonNode json(Path file) {
    try {
      return Json.MAPPER.readTree(CampaignDirectory.bytes(file));
    } catch (JacksonException e) {
      throw new ProblemException(
          new Problem(
              "malformed-file",
              "roofline_sweep.json is not JSON: " + e.getOriginalMessage() + ".",
              file.toString(),
              "Run import_roofline_sweep again."),
          e);
    }
  }
}
